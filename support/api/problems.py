"""Every error as a problem document (RFC 9457), with a code that stays and words that may be shown to people."""

import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import (
    ObjectDoesNotExist,
    PermissionDenied,
    RequestDataTooBig,
    ValidationError,
)
from django.db import OperationalError
from django.http import Http404
from django.utils.translation import gettext_lazy
from rest_framework import exceptions
from rest_framework.response import Response

from support.policies import NotAllowed

log = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"
RETRY_SOON = "2"
WORD = re.compile(r"(?<!^)(?=[A-Z])")

# By code: the status, and what it means.
MEANING: dict[str, tuple[int, Any]] = {
    "malformed": (400, gettext_lazy("This is not JSON that we can read.")),
    "key_malformed": (400, gettext_lazy("An Idempotency-Key has 1 to 200 visible letters.")),
    "sign_in": (401, gettext_lazy("Please sign in, or send a key.")),
    "key_unknown": (401, gettext_lazy("This key is not known, or is good no longer.")),
    "not_allowed": (403, gettext_lazy("This is not yours to do.")),
    "scope_missing": (403, gettext_lazy("This key may not do that.")),
    "second_step": (403, gettext_lazy("Please sign in with your second step first.")),
    "form_token": (403, gettext_lazy("The token of the pages' forms is missing.")),
    "password_again": (
        403,
        gettext_lazy("Please type your password once more, on our pages, and ask again."),
    ),
    "being_erased": (403, gettext_lazy("This account is about to be erased.")),
    "not_found": (404, gettext_lazy("There is nothing here for you.")),
    "method": (405, gettext_lazy("This address cannot be used like that.")),
    "not_acceptable": (406, gettext_lazy("We answer in JSON.")),
    "conflict": (409, gettext_lazy("It no longer is as you knew it.")),
    "still_answering": (409, gettext_lazy("The same request is being answered right now.")),
    "changed": (412, gettext_lazy("Somebody changed it since you looked.")),
    "too_large": (413, gettext_lazy("This is too much at once.")),
    "not_json": (415, gettext_lazy("Please send JSON.")),
    "invalid": (422, gettext_lazy("Something wants another look.")),
    "key_used": (422, gettext_lazy("This Idempotency-Key was used for another request.")),
    "too_often": (429, gettext_lazy("This was very often. Please wait a moment.")),
    "broken": (500, gettext_lazy("Something failed on our side.")),
    "busy": (503, gettext_lazy("We cannot answer right now. Please try again in a moment.")),
}


class Problem(exceptions.APIException):
    """An error by its code in `MEANING`."""

    def __init__(self, code: str, detail: str = "", **headers: str) -> None:
        self.status_code = MEANING[code][0]
        self.code, self.headers = code, headers
        super().__init__(detail or str(MEANING[code][1]), code)


def answer(error: Exception, context: dict[str, Any]) -> Response:
    """What the caller reads. Nothing of the inside is told; what nobody foresaw is in the log by its kind and route."""
    code, detail, errors, headers = _told(error)
    if code == "broken":
        log.error("The API failed: %s", type(error).__name__, exc_info=error)
    status, meaning = MEANING[code]
    body: dict[str, Any] = {
        "type": f"/api/v1/problems/#{code}",
        "title": str(meaning),
        "status": status,
        "code": code,
        "detail": detail or str(meaning),
    }
    if errors:
        body["errors"] = errors
    return Response(body, status=status, headers=headers, content_type=CONTENT_TYPE)


Told = tuple[str, str, list[dict[str, str]], dict[str, str]]


def _told(error: Exception) -> Told:
    """Code, sentence, errors beside fields, headers."""
    match error:
        case Problem():
            return error.code, str(error.detail), [], error.headers
        case NotAllowed():
            return "not_allowed", "", [], {}
        case ValidationError():
            errors = list(_of_domain(error))
            return getattr(error, "problem", "invalid"), _first(errors), errors, {}
        case exceptions.ValidationError():
            errors = list(_of_shape(error.detail, ""))
            return "invalid", _first(errors), errors, {}
        case ObjectDoesNotExist() | Http404() | exceptions.NotFound():
            return "not_found", "", [], {}
        case PermissionDenied() | exceptions.PermissionDenied():
            return "form_token" if "CSRF" in str(error) else "not_allowed", "", [], {}
        case exceptions.AuthenticationFailed():
            return "key_unknown", "", [], {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        case exceptions.NotAuthenticated():
            return "sign_in", "", [], {"WWW-Authenticate": "Bearer"}
        case exceptions.MethodNotAllowed():
            return "method", "", [], {}
        case exceptions.NotAcceptable():
            return "not_acceptable", "", [], {}
        case exceptions.UnsupportedMediaType():
            return "not_json", "", [], {}
        case exceptions.ParseError():
            return "malformed", "", [], {}
        case RequestDataTooBig():
            return "too_large", "", [], {}
        case OperationalError():
            return "busy", "", [], {"Retry-After": RETRY_SOON}
    return "broken", "", [], {}


def _first(errors: list[dict[str, str]]) -> str:
    return errors[0]["detail"] if errors else ""


def _of_domain(refusal: ValidationError) -> Iterator[dict[str, str]]:
    """A refusal without a code of its own is called what its class is called: `TooLate` is `too_late`."""
    own = type(refusal) is not ValidationError
    usual = WORD.sub("_", type(refusal).__name__).lower() if own else "invalid"
    if not hasattr(refusal, "error_dict"):
        for one in refusal.error_list:
            yield {"field": "", "code": one.code or usual, "detail": " ".join(one.messages)}
        return
    for field, ones in refusal.error_dict.items():
        for one in ones:
            name = "" if field == "__all__" else field
            yield {"field": name, "code": one.code or usual, "detail": " ".join(one.messages)}


def _of_shape(detail: Any, path: str) -> Iterator[dict[str, str]]:
    """DRF nests what is wrong as the data is nested; here each stands with its path: `hours.0.start`."""
    if isinstance(detail, Mapping):
        for name, inside in detail.items():
            at = path if name == "non_field_errors" else f"{path}.{name}".strip(".")
            yield from _of_shape(inside, at)
    elif isinstance(detail, list) and any(isinstance(one, Mapping) for one in detail):
        for number, inside in enumerate(detail):
            yield from _of_shape(inside, f"{path}.{number}".strip("."))
    elif isinstance(detail, list):
        for one in detail:
            yield from _of_shape(one, path)
    else:
        yield {"field": path, "code": getattr(detail, "code", "invalid"), "detail": str(detail)}
