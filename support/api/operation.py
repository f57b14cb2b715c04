"""One method of an address: who may use it, what it takes and gives, and all that the description says of it.

    @operation(Scope.MATCHING_WRITE, takes=NeedGiven, gives=NeedShown, status=201, example=(NEED, NEED_SHOWN))
    def post(self, request: Request, community: str) -> Response:
        "Asks for help."

The first line of the docstring is the summary, the rest the description. Everything that can go wrong at every address
of its kind is described without saying so; `wrong` names what is special here.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, cast
from uuid import UUID

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from support.api import once
from support.api.paging import PageAsked, paged
from support.api.problems import CONTENT_TYPE, MEANING
from support.api.shapes import ProblemShown
from support.scopes import FOR_OTHERS, Scope

OPEN, SIGNED_IN = "open", "signed_in"  # for everybody; for everybody who is signed in, with whatever key
Who = Scope | str

KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "maxLength": once.LONGEST, "pattern": "^[!-~]+$"},
    OpenApiParameter.HEADER,
    description="A word of yours for this request: sent again with the same, it does nothing twice.",
)
FOR_SOMEBODY = OpenApiParameter(
    "On-Behalf-Of",
    UUID,
    OpenApiParameter.HEADER,
    description="An intake desk's key: somebody for whom it speaks (`intake/`).",
)
KNOWN = OpenApiParameter(
    "If-None-Match",
    str,
    OpenApiParameter.HEADER,
    description="The ETag that you have: 304 where it still holds.",
)
SEEN = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="The ETag that you saw: 412 where it changed since."
)
MARK = OpenApiParameter(
    "ETag", str, OpenApiParameter.HEADER, response=[200, 304], description="The mark of what is there now."
)
WHERE = OpenApiParameter(
    "Location", str, OpenApiParameter.HEADER, response=[201], description="Where it is from now on."
)
UNDO = OpenApiParameter(
    "Undo-Key",
    str,
    OpenApiParameter.HEADER,
    response=[200, 204],
    description="For ten minutes, `undo/` takes this back with it. None where you speak for somebody else.",
)
STILL_HOLDS = OpenApiResponse(description="What you have (`If-None-Match`) still holds. There is no body.")


def operation(
    who: Who,
    *,
    gives: Any = None,
    takes: Any = None,
    asks: Any = None,
    many: bool | type[PageAsked] = False,
    status: int = 200,
    example: tuple[Any, Any] | None = None,
    wrong: Sequence[str] = (),
    media: str | Sequence[str] = "application/json",
    keeps: bool = True,
    undoes: bool = False,
) -> Callable[[Callable[..., Response]], Callable[..., Response]]:
    """`gives` and `takes` are shapes, `asks` the query's. `many` gives a page of them
    (its shape of asking, where that is not by `uid`). `example` is (taken, given).

    What `undoes` answers with a key to take it back (`support.api.undo.with_key`).
    A POST whose answer is a secret, or words of others, `keeps` it not: sent again, it is done again.
    """

    def describe(method: Callable[..., Response]) -> Callable[..., Response]:
        verb = method.__name__

        @wraps(method)
        def answered(view: Any, request: Request, **address: Any) -> Response:
            def act() -> Response:
                if verb != "get" and "If-Match" in request.headers:
                    return cast(
                        "Response", view.as_seen(request, lambda: method(view, request, **address), **address)
                    )
                return method(view, request, **address)

            if verb == "post" and keeps:
                return once.answered(request, act, now=view.now)
            return act()

        answered.who = who  # type: ignore[attr-defined]
        answered.example = example  # type: ignore[attr-defined]
        summary, _, more = (method.__doc__ or "").strip().partition("\n")
        codes = {code: MEANING[code][0] for code in (*_usual(who, verb, keeps=keeps), *wrong)}
        kinds = [media] if isinstance(media, str) else media
        answers = _responses(gives, bool(many), status, codes, kinds)
        describing: Any = extend_schema(
            summary=summary.rstrip("."),
            description=" ".join(more.split()) or None,
            request=takes,
            responses=answers | ({304: STILL_HOLDS} if verb == "get" else {}),
            parameters=[
                *([asks] if asks else []),
                *([many if isinstance(many, type) else PageAsked] if many else []),
                *([KEY] if verb == "post" and keeps and who != OPEN else []),
                *([FOR_SOMEBODY] if who in FOR_OTHERS else []),
                *([KNOWN, MARK] if verb == "get" else [SEEN]),
                *([WHERE] if status == 201 else []),
                *([UNDO] if undoes else []),
            ],
            examples=_examples(example, status),
            auth=[] if who == OPEN else None,
        )
        return cast("Callable[..., Response]", describing(answered))

    return describe


def _usual(who: Who, verb: str, *, keeps: bool) -> list[str]:
    """What can go wrong at every operation of this kind, by its code. Open ones refuse a key that is none, too."""
    codes = ["key_unknown", "not_found", "not_acceptable", "too_often", "busy", "invalid", "malformed"]
    if who != OPEN:
        codes += ["sign_in", "scope_missing", "being_erased"]
    if verb != "get":
        codes += ["form_token", "conflict", "changed", "not_json", "too_large"]
    if verb == "post" and keeps and who != OPEN:
        codes += ["key_malformed", "still_answering", "key_used"]
    return codes


def _responses(
    gives: Any, many: bool, status: int, codes: dict[str, int], kinds: Sequence[str]
) -> dict[Any, Any]:
    shape = paged(gives) if many else gives
    answers: dict[Any, Any] = (
        {(status, kind): shape for kind in kinds} if shape else {status: OpenApiResponse(description="Done.")}
    )
    for code_status in sorted(set(codes.values())):
        named = ", ".join(f"`{code}`" for code, its in codes.items() if its == code_status)
        answers[(code_status, CONTENT_TYPE)] = OpenApiResponse(ProblemShown, description=named)
    return answers


def _examples(example: tuple[Any, Any] | None, status: int) -> list[OpenApiExample]:
    if example is None:
        return []
    taken, given = example
    found = []
    if taken is not None:
        found.append(OpenApiExample("Asked", value=taken, request_only=True))
    if given is not None:
        found.append(OpenApiExample("Answered", value=given, response_only=True, status_codes=[str(status)]))
    return found
