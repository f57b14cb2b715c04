"""ETags: an answer that is still known is not sent again (304), and nobody undoes what they have not seen (412)."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.http import HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import parse_etags
from rest_framework.request import Request
from rest_framework.response import Response

from support.api.problems import Problem
from support.api.writing import Written

STAYS = ("ETag", "Vary", "Cache-Control", "RateLimit", "RateLimit-Policy", "Link")
ELSEWHERE = "Access-Control-"  # without these, a browser keeps from another site's page that it still holds


def of(words: bytes) -> str:
    return f'"{sha256(words).hexdigest()[:32]}"'


def stand_on(response: HttpResponseBase, request: Request) -> HttpResponseBase:
    """The answer with its mark, as soon as it is written out; to whoever has it already, only that it still holds."""
    if isinstance(response, Response):
        response.add_post_render_callback(lambda written: _marked(written, request))
    elif not response.streaming:  # a file
        return _marked(response, request) or response
    return response


def _marked(response: Any, request: Request) -> HttpResponse | None:
    response.headers["ETag"] = of(response.content)
    known = get_conditional_response(request._request, etag=response.headers["ETag"], response=response)
    if not isinstance(known, HttpResponseNotModified):
        return None
    for name, value in response.headers.items():
        if name in STAYS or name.startswith(ELSEWHERE):
            known.headers[name] = value
    return known


def require(request: Request, look: Callable[[], Response]) -> None:
    """Raises `changed` where the caller says what they know (If-Match) and `look` finds something else."""
    known = parse_etags(request.headers["If-Match"])
    now = of(Written().render(look().data))
    if known != ["*"] and now not in known:
        raise Problem("changed")
