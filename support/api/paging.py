"""Lists, page by page: `?after=` the id of the last one seen, `?limit=` how many. New rows move nobody's pages."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from support.api.ready import ReadyRows, beyond
from support.api.shapes import Asked, Line, Shown

USUAL, MOST = 20, 100


class PageAsked(Asked):
    after = serializers.UUIDField(required=False, help_text="The id of the last one of the page before.")
    limit = serializers.IntegerField(required=False, default=USUAL, min_value=1, max_value=MOST)


class SlugPageAsked(PageAsked):
    """Of a list whose rows are named by their slugs."""

    after = serializers.SlugField(  # type: ignore[assignment]
        required=False, max_length=60, help_text="The slug of the last one of the page before."
    )


class NumberPageAsked(PageAsked):
    """Of a list whose rows are numbered."""

    after = serializers.IntegerField(  # type: ignore[assignment]
        required=False,
        min_value=0,
        max_value=2**53,
        help_text="The number of the last one of the page before.",
    )


ASKED: dict[str, type[PageAsked]] = {"uid": PageAsked, "slug": SlugPageAsked, "number": NumberPageAsked}


def page(
    request: Request,
    rows: "QuerySet[Any] | Sequence[Any] | ReadyRows[Any]",
    shape: Callable[..., serializers.BaseSerializer[Any]],
    by: str = "uid",
    order: Sequence[str] = ("-pk",),
    seen: Callable[[Sequence[Any]], None] | None = None,
    into: Callable[[Sequence[Any]], Sequence[Any]] | None = None,
    **context: Any,
) -> Response:
    """One page of rows that have a `uid`, a slug or a number: a query's in `order`, whose last decides; a list's, and
    what is `Ready`, in its own.

    An `after` that is not in the list (any more) is 422. `seen` is told which rows are shown, and no others; `into`
    makes of them what the shape tells.
    """
    asked = ASKED[by].read(request.query_params)
    limit, after = asked["limit"], asked.get("after")
    found = _found(rows, by, after, limit + 1, order)
    shown, more = found[:limit], len(found) > limit
    if seen is not None:
        seen(shown)
    following = _following(request, getattr(shown[-1], by), limit) if more else None
    data = {"items": _told(shape, into(shown) if into else shown, request, context), "next": following}
    headers = {"Link": f'<{following}>; rel="next"'} if following else {}
    return Response(data, headers=headers)


def _told(shape: Any, rows: Sequence[Any], request: Request, context: dict[str, Any]) -> Any:
    if isinstance(shape, type) and issubclass(shape, Line):
        return shape.told(rows)
    return shape(rows, many=True, context={"request": request, **context}).data


def _found(rows: Any, by: str, after: Any, most: int, order: Sequence[str]) -> list[Any]:
    if isinstance(rows, ReadyRows):
        # In two sizes: by asking for each in turn one could push all else that is prepared out of a line.
        found = rows.page(after, USUAL + 1 if most <= USUAL + 1 else MOST + 1)
        found = None if found is None else found[:most]
    elif isinstance(rows, QuerySet):
        found = _of_query(rows, by, after, most, order)
    else:
        found = _of_list(rows, by, after, most)
    if found is None:
        raise _gone()
    return found


def _of_query(
    rows: "QuerySet[Model]", by: str, after: Any, most: int, order: Sequence[str]
) -> list[Any] | None:
    if after is not None:
        last = rows.filter(**{by: after}).first()
        if last is None:
            return None
        rows = rows.filter(beyond(order, lambda field: getattr(last, field)))
    return list(rows.order_by(*order)[:most])


def _of_list(rows: Sequence[Any], by: str, after: Any, most: int) -> list[Any] | None:
    begin = 0
    if after is not None:
        places = [place for place, row in enumerate(rows) if getattr(row, by) == after]
        if not places:
            return None
        begin = places[0] + 1
    return list(rows[begin : begin + most])


def _gone() -> serializers.ValidationError:
    return serializers.ValidationError(
        {"after": [serializers.ErrorDetail(_("There is no such id here."), "unknown")]}
    )


def _following(request: Request, after: UUID | str, limit: int) -> str:
    kept = {name: value for name, value in request.query_params.items() if name not in ("after", "limit")}
    return request.build_absolute_uri(f"{request.path}?{urlencode(kept | {'after': after, 'limit': limit})}")


@cache
def paged(shape: type[serializers.BaseSerializer[Any]]) -> type[Shown]:
    """The shape of a page of these, for the description."""
    fields = {
        "items": shape(many=True),
        "next": serializers.URLField(allow_null=True, help_text="Where the next page is; null on the last."),
    }
    return type(f"{shape.__name__}Page", (Shown,), fields)
