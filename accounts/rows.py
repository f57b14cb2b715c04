"""Plain SQL where one statement must say what many of the ORM's would, or must not grow with what it is given.

Statements that are given little are prepared: the database keeps their plans on the connection, which here often take
longer to make than to carry out. (A pooler in front of the database must keep sessions together; see `alone`.) Those
that are given long lists are planned anew, because the best way for a few rows is not the best for many.

A way to the database and back often takes longer than what is done there. Statements that do not wait for each other's
answers are asked (`ask`) inside `together`, and go there and come back at once, carried out in this order.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import DateField, Field, Model, TimeField, UUIDField
from django.db.models.base import ModelState

from accounts.fields import EncryptedTextField
from accounts.sending import Rows as Rows
from accounts.sending import Sent
from accounts.sending import together as together

T = TypeVar("T")
Row = TypeVar("Row", bound=Model)
Later = Callable[[], T]  # an answer that may still be on its way
Columns = dict[str, tuple[Any, ...]]


def select(sql: str, **given: Any) -> Rows:
    """The rows that a statement finds. Lists are given as arrays: `= ANY(%(ids)s)` takes any number in one plan."""
    return ask(sql, **given)()


def ask(sql: str, **given: Any) -> Later[Rows]:
    """The same, for `together`: sent now, and its rows when they are called for."""
    return Sent(sql, given)


def columns(sql: str, **given: Any) -> Columns:
    """The same column by column, by name."""
    return ask_columns(sql, **given)()


def ask_columns(sql: str, **given: Any) -> Later[Columns]:
    """The same for `together`."""
    sent = Sent(sql, given)

    def read() -> Columns:
        found = sent.fetched()
        names = _names(sql, sent.cursor)
        sent.let_go(found)
        values: Iterator[tuple[Any, ...]] = zip(*found, strict=True) if found else iter([()] * len(names))
        return dict(zip(names, values, strict=True))

    return cache(read)


def change(sql: str, **given: Any) -> int:
    """Carries out a statement that gives back no rows, and says how many it met (inside `together`: -1)."""
    met: int = Sent(sql, given).cursor.rowcount
    return met


def new_ids(model: type[Model], count: int) -> Later[list[int]]:
    """Ids for rows that are to be inserted, so that others can name them in the same breath."""
    rows = ask(NEW_IDS, table=model._meta.db_table, count=count)
    return lambda: [id for (id,) in rows()]


def as_read(model: type[Row], names: Sequence[str], values: Sequence[Any]) -> Row:
    """A row that stands in the database, as `Model.from_db` makes it of the same columns, in a fifth of its time."""
    row = model.__new__(model)
    held = row.__dict__
    held["_state"] = state = ModelState()
    state.adding, state.db = False, DEFAULT_DB_ALIAS
    held.update(zip(names, values, strict=True))
    return row


def new(model: type[Row], **given: Any) -> Row:
    """A row that is to be inserted, as the model makes it of the same columns, in a tenth of the time."""
    made: Row = _making(model).row(given)
    return made


def insert(rows: Sequence[Model], *, then: str = "") -> None:
    """Writes new rows of one table, ids and all, in one prepared statement, however many; for `together`.

    `then` is a statement that is carried out with it: to it the new rows are the table `written`.
    """
    if not rows:
        return
    model = type(rows[0])
    said = _inserting(model).said
    change(_writing(model, then), rows=json.dumps([said(row) for row in rows], default=str))
    for row in rows:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def add(row: Model) -> Later[Any]:
    """Writes one new row, which gets its id once this is called: what `save` writes, in one prepared statement."""
    how = _inserting(type(row))
    given = ask(how.adding, row=json.dumps(how.said(row), default=str))

    def added() -> Any:
        ((row.pk,),) = given()
        row._state.adding, row._state.db = False, connection.alias
        return row

    return added


def batched(values: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    """The values, at most so many at a time."""
    return (values[first : first + most] for first in range(0, len(values), most))


NEW_IDS = """
WITH given AS MATERIALIZED (SELECT pg_get_serial_sequence(%(table)s, 'id')::regclass AS ids)
SELECT nextval(given.ids) FROM given, generate_series(1, %(count)s::int)
"""


class _Inserting:
    """How rows of a table are written: the statement, and what it is given of each."""

    def __init__(self, model: type[Model]) -> None:
        fields = model._meta.concrete_fields
        self.columns = [(str(field.column), field.attname, _spoken(field)) for field in fields]
        names = ", ".join(f'"{column}"' for column, *_ in self.columns)
        table = model._meta.db_table
        self.sql = (
            f'INSERT INTO "{table}" ({names}) '  # noqa: S608 - constants only
            f'SELECT {names} FROM json_populate_recordset(NULL::"{table}", %(rows)s::json)'
        )
        key = model._meta.pk.column
        without = ", ".join(f'"{column}"' for column, *_ in self.columns if column != key)
        self.adding = (
            f'INSERT INTO "{table}" ({without}) '  # noqa: S608 - constants only
            f'SELECT {without} FROM json_populate_record(NULL::"{table}", %(row)s::json) RETURNING "{key}"'
        )

    def said(self, row: Model) -> dict[str, Any]:
        held = row.__dict__
        return {
            column: value if spoken is None else spoken(value)
            for column, name, spoken in self.columns
            if (value := held[name]) is not None  # what is not named is NULL
        }


def _spoken(field: "Field[Any, Any]") -> Callable[[Any], str] | None:
    """How JSON says a value of this column, if not as it is: to leave that to `json` costs it ten times as much."""
    if isinstance(field, EncryptedTextField):
        return field.get_prep_value
    return str if isinstance(field, UUIDField | DateField | TimeField) else None


@cache
def _inserting(model: type[Model]) -> _Inserting:
    return _Inserting(model)


@cache
def _writing(model: type[Model], then: str) -> str:
    sql = _inserting(model).sql
    return f"WITH written AS ({sql} RETURNING *) {then}" if then else sql


class _Making(Generic[Row]):
    """How new rows of a table are made: what stands in each column that nobody names."""

    def __init__(self, model: type[Row]) -> None:
        self.model = model
        fields = model._meta.concrete_fields
        self.same = {field.attname: field.get_default() for field in fields}
        # Each row has its own.
        self.own = [
            (field.attname, field.get_default)
            for field in fields
            if field.has_default() and callable(field.default)
        ]

    def row(self, given: dict[str, Any]) -> Row:
        if not given.keys() <= self.same.keys():
            raise TypeError(
                f"{self.model.__name__} has no columns {sorted(given.keys() - self.same.keys())}."
            )
        row = self.model.__new__(self.model)
        row.__dict__.update(self.same, _state=ModelState())
        for name, make in self.own:
            row.__dict__[name] = make()
        row.__dict__.update(given)
        return row


@cache
def _making(model: type[Row]) -> _Making[Row]:
    return _Making(model)


_known_names: dict[str, list[str]] = {}


def _names(sql: str, cursor: Any) -> list[str]:
    """What the statement calls its columns, which stays the same."""
    if sql not in _known_names:
        _known_names[sql] = [column.name for column in cursor.description or ()]
    return _known_names[sql]
