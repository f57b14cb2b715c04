"""Lists that programs ask for all the time: what each of their pages asks the database is compiled once.

MINE = Ready(lambda: Need.objects.filter(member=Given("member")))
return page(request, MINE.of(member=request.user.pk), NeedInList)
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Q, QuerySet

from accounts.prepared import Given, Prepared

Row = TypeVar("Row")


class Ready(Generic[Row]):
    """`build` makes the rows, with `Given` for whatever differs; `by` and `order` are as in `page`."""

    def __init__(
        self, build: "Callable[[], QuerySet[Any, Row]]", by: str = "uid", order: Sequence[str] = ("-pk",)
    ) -> None:
        self._first: Prepared[Row] = Prepared(lambda: build().order_by(*order))
        self._one: Prepared[Row] = Prepared(lambda: build().filter(**{by: Given("after")}))
        self._more: Prepared[Row] = Prepared(
            lambda: build().filter(beyond(order, lambda name: Given(_last(name)))).order_by(*order)
        )
        self._order = order

    def of(self, **given: Any) -> "ReadyRows[Row]":
        """The rows of whoever is given."""
        return ReadyRows(self, given)

    def page(self, after: Any, most: int, given: dict[str, Any]) -> list[Row] | None:
        """At most so many rows, from the first, or after one of them. None where there is no such row."""
        if after is None:
            return self._first.all(most, **given)
        last = self._one.first(after=after, **given)
        if last is None:
            return None
        values = {_last(name): getattr(last, name) for name in _fields(self._order)}
        return self._more.all(most, **given, **values)


@dataclass(frozen=True, slots=True)
class ReadyRows(Generic[Row]):
    """Somebody's list, for `page`."""

    ready: Ready[Row]
    given: dict[str, Any]

    def page(self, after: Any, most: int) -> list[Row] | None:
        return self.ready.page(after, most, self.given)


def equal(*names: str) -> dict[str, Given]:
    """Conditions: each of these is what is given by its name."""
    return {name: Given(name) for name in names}


def where(asked: Mapping[str, Any], **places: str) -> dict[str, Any]:
    """What a list was asked for, as conditions: of each filter, where it is looked for."""
    return {place: asked[name] for name, place in places.items() if asked.get(name)}


def beyond(order: Sequence[str], value: Callable[[str], Any]) -> Q:
    """All rows that come after one with these values."""
    found, same = Q(), Q()
    for name, field in zip(order, _fields(order), strict=True):
        step = "lt" if name.startswith("-") else "gt"
        found |= same & Q(**{f"{field}__{step}": value(field)})
        same &= Q(**{field: value(field)})
    return found


def _fields(order: Sequence[str]) -> list[str]:
    return [name.lstrip("-") for name in order]


def _last(field: str) -> str:
    return f"last_{field}"
