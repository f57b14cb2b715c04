"""Lists, page by page: `?after=` the id of the last one seen, `?limit=` how many. New rows move nobody's pages."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from support.api.shapes import Asked, Shown

USUAL, MOST = 20, 100


class PageAsked(Asked):
    after = serializers.UUIDField(required=False, help_text="The id of the last one of the page before.")
    limit = serializers.IntegerField(required=False, default=USUAL, min_value=1, max_value=MOST)


class Filters(Asked):
    """What a list may be asked for, beside its pages."""

    def where(self, **conditions: str) -> dict[str, Any]:
        """What was asked for, as conditions of a query: each filter's name and where it is looked for."""
        given = self.validated_data
        return {place: given[name] for name, place in conditions.items() if given.get(name)}


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
    rows: "QuerySet[Any] | Sequence[Any]",
    shape: Callable[..., serializers.BaseSerializer[Any]],
    by: str = "uid",
    order: Sequence[str] = ("-pk",),
    seen: Callable[[Sequence[Any]], None] | None = None,
    **context: Any,
) -> Response:
    """One page of rows that have a `uid`, a slug or a number: a query's in `order`, whose last decides; a list's in its
    own.

    An `after` that is not in the list (any more) is 422. `seen` is told which rows are shown, and no others.
    """
    asked = ASKED[by](data=request.query_params)
    asked.is_valid(raise_exception=True)
    limit, after = asked.validated_data["limit"], asked.validated_data.get("after")
    found = (
        _of_query(rows, by, after, limit, order)
        if isinstance(rows, QuerySet)
        else _of_list(rows, by, after, limit)
    )
    shown, more = found[:limit], len(found) > limit
    if seen is not None:
        seen(shown)
    following = _following(request, getattr(shown[-1], by), limit) if more else None
    data = {"items": shape(shown, many=True, context={"request": request, **context}).data, "next": following}
    headers = {"Link": f'<{following}>; rel="next"'} if following else {}
    return Response(data, headers=headers)


def _of_query(rows: "QuerySet[Model]", by: str, after: Any, limit: int, order: Sequence[str]) -> list[Any]:
    if after is not None:
        last = rows.filter(**{by: after}).first()
        if last is None:
            raise _gone()
        rows = rows.filter(_beyond(last, order))
    return list(rows.order_by(*order)[: limit + 1])


def _beyond(last: Model, order: Sequence[str]) -> Q:
    """All that comes after `last`."""
    beyond, same = Q(), Q()
    for name in order:
        field, step = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        value = getattr(last, field)
        beyond |= same & Q(**{f"{field}__{step}": value})
        same &= Q(**{field: value})
    return beyond


def _of_list(rows: Sequence[Any], by: str, after: Any, limit: int) -> list[Any]:
    begin = 0
    if after is not None:
        places = [place for place, row in enumerate(rows) if getattr(row, by) == after]
        if not places:
            raise _gone()
        begin = places[0] + 1
    return list(rows[begin : begin + limit + 1])


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
