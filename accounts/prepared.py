"""Querysets that are asked all the time, compiled once: the ORM takes longer to write a statement than it takes to run.

    WORKING = Prepared(lambda: Token.objects.select_related("member").filter(expires_at__gt=Given("now")))
    tokens = WORKING.all(now=now)

They say what any queryset says, at a quarter of its cost or less; so they are for what nearly every page and every
request of a program asks, and plain querysets are for all else. What stays the same stands in the statement, so that
partial indexes serve it; what is `Given` is sent apart, and the database keeps the plan (see `accounts.rows`).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import (
    Expression,
    Field,
    ForeignObject,
    Lookup,
    Model,
    QuerySet,
    prefetch_related_objects,
)
from django.db.models.query import FlatValuesListIterable as Flat
from django.db.models.query import ModelIterable, ValuesListIterable, get_related_populators
from django.db.models.sql import UpdateQuery
from django.db.models.sql.compiler import SQLCompiler
from psycopg import sql as words

from accounts import rows
from accounts.rows import Later

Row = TypeVar("Row")
Read = Callable[[Iterable[tuple[Any, ...]]], list[Any]]

PLACE = re.compile("%[s%]")


Said = tuple[str, tuple[Any, ...]]


class Given(Expression):
    """A value that every call gives anew under this name; None is not one: `NULL` is asked for in other words."""

    def __init__(self, name: str, output_field: "Field[Any, Any] | None" = None) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> Said:
        return "%s", (self,)


@ForeignObject.register_lookup
@Field.register_lookup
class AnyOf(Lookup):
    """`field__any_of=Given("ids")`: any of a list, however long, in one statement."""

    lookup_name = "any_of"

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> Said:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} = ANY{right}", (*left_params, *right_params)


class Prepared(Generic[Row]):
    """What a queryset of rows, or of `values_list`, finds. `build` is called anew for each statement that is compiled.

    Everything that a queryset of rows can say, it can say; rows that it prefetches are asked for as always.
    """

    def __init__(self, build: Callable[[], "QuerySet[Any, Row]"]) -> None:
        self._build = build
        self._statements: dict[int | None, str] = {}

    def all(self, most: int | None = None, /, **given: Any) -> list[Row]:
        """The rows, at most so many."""
        return self.ask(most, **given)()

    def first(self, **given: Any) -> Row | None:
        """The first row; None where there is none."""
        found = self.ask(1, **given)()
        return found[0] if found else None

    def ask(self, most: int | None = None, /, **given: Any) -> Later[list[Row]]:
        """The same for `rows.together`."""
        later = rows.ask(self._statement(most), **given)
        return cache(lambda: self._read(later()))

    def _statement(self, most: int | None) -> str:
        if most not in self._statements:
            # Its own: compiling counts tables in it, and two threads that are first at once would miscount.
            query = self._build().query
            if most is not None:
                query.set_limits(high=most)
            self._statements[most] = _said(query.get_compiler(DEFAULT_DB_ALIAS))
        return self._statements[most]

    @cached_property
    def _read(self) -> Read:
        """How rows of this become what is promised: Django's own way (`ModelIterable`), looked up once."""
        found = self._build()
        compiler, kind = found.query.get_compiler(DEFAULT_DB_ALIAS), found._iterable_class
        compiler.as_sql()
        converted = _conversion(compiler)
        if issubclass(kind, ModelIterable):
            return _as_models(found, compiler, converted)
        if issubclass(kind, Flat):
            return lambda rows: [row[0] for row in converted(rows)]
        if issubclass(kind, ValuesListIterable):
            return lambda rows: [tuple(row) for row in converted(rows)]
        raise TypeError("Rows or values_list.")


class PreparedChange:
    """An update: `build` gives the rows and what is to stand in them, `Given` or not."""

    def __init__(self, build: Callable[[], tuple["QuerySet[Any]", dict[str, Any]]]) -> None:
        self._build = build

    def make(self, **given: Any) -> int:
        """How many rows there were."""
        statement, written = self._statement
        connection = connections[DEFAULT_DB_ALIAS]
        kept = {name: field.get_db_prep_save(given[name], connection) for name, field in written.items()}
        return rows.change(statement, **given | kept)

    @cached_property
    def _statement(self) -> tuple[str, dict[str, "Field[Any, Any]"]]:
        """The statement, and the fields into which something given is written."""
        found, values = self._build()
        query: Any = found.query.chain(UpdateQuery)
        query.add_update_values(values)
        query.clear_ordering(force=True)
        meta = found.model._meta
        written = {
            value.name: meta.get_field(name) for name, value in values.items() if isinstance(value, Given)
        }
        return _said(query.get_compiler(DEFAULT_DB_ALIAS)), written


def _said(compiler: SQLCompiler) -> str:
    """The statement with names for what is given, and what stays the same written out."""
    statement, params = compiler.as_sql()
    values = iter(params)

    def put(place: "re.Match[str]") -> str:
        return place[0] if place[0] == "%%" else _put(next(values))

    return PLACE.sub(put, statement)


def _put(value: Any) -> str:
    if isinstance(value, Given):
        return f"%({value.name})s"
    connections[DEFAULT_DB_ALIAS].ensure_connection()
    return words.Literal(value).as_string(connections[DEFAULT_DB_ALIAS].connection).replace("%", "%%")


def _conversion(compiler: SQLCompiler) -> Callable[[Iterable[tuple[Any, ...]]], Iterable[Sequence[Any]]]:
    """What Django does to values of the database on their way in, and to no others."""
    fields = [column for column, _, _ in compiler.select]
    converters = compiler.get_converters(fields)
    if not converters:
        return lambda found: found
    return lambda found: compiler.apply_converters(found, converters)


def _as_models(query: "QuerySet[Any, Any]", compiler: Any, converted: Callable[..., Iterable[Any]]) -> Read:
    select, info, annotations = compiler.select, compiler.klass_info, compiler.annotation_col_map or {}
    model, own = info["model"], info["select_fields"]
    first, end = own[0], own[-1] + 1
    names = [column[0].target.attname for column in select[first:end]]
    populators: Any = get_related_populators
    related, maker = _making(populators(info, select, DEFAULT_DB_ALIAS)), _Maker.of(model)
    prefetched = query._prefetch_related_lookups  # type: ignore[attr-defined]

    def made(found: Iterable[tuple[Any, ...]]) -> Iterator[Any]:
        for row in converted(found):
            one = maker.from_db(DEFAULT_DB_ALIAS, names, row[first:end])
            for each in related:
                each.populate(row, one)
            for name, place in annotations.items():
                setattr(one, name, row[place])
            yield one

    def read(found: Iterable[tuple[Any, ...]]) -> list[Any]:
        ready = list(made(found))
        if prefetched:
            prefetch_related_objects(ready, *prefetched)
        return ready

    return read


class _Maker:
    """Stands in for a model where Django calls its `from_db`: `rows.as_read` makes the same sooner."""

    def __init__(self, model: type[Model]) -> None:
        self._model = model

    @classmethod
    def of(cls, model: type[Model]) -> "_Maker | type[Model]":
        """The model itself where it is made in a way of its own."""
        ways = ((kind.__init__, getattr(kind.from_db, "__func__", None)) for kind in (model, Model))
        usual = next(ways) == next(ways)
        return cls(model) if usual else model

    def from_db(self, db: str, names: Sequence[str], values: Sequence[Any]) -> Model:
        return rows.as_read(self._model, names, values)


def _making(populators: Any) -> Any:
    """The same, each with a maker for its model."""
    for each in populators:
        each.model_cls = _Maker.of(each.model_cls)
        _making(each.related_populators)
    return populators
