"""How a statement goes to the database and its rows come back.

Django's own cursor writes the values into the statement, so it is always new; psycopg's sends them apart, and the
database keeps the plan. Making a cursor and the loaders for its rows takes longer than many a statement: each line
keeps those that are free.
"""

from typing import Any
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import Connection, Cursor
from psycopg.types.datetime import TimestamptzLoader

Rows = list[tuple[Any, ...]]

MANY = 256  # values in a list; also rows, with more of which in it no cursor is kept

# By Django's connection: psycopg's is held by its cursors, and would never be let go of.
_free: "WeakKeyDictionary[Any, list[Cursor[Any]]]" = WeakKeyDictionary()


class Sent:
    """A statement that was sent; called, it waits for its rows. Called once more, it gives the same."""

    __slots__ = ("_rows", "cursor", "database")

    def __init__(self, sql: str, given: dict[str, Any]) -> None:
        """Sends it. Lists of ids in `given` become arrays; one with more than MANY values is planned anew."""
        self._rows: Rows | None = None
        self.database = database = line()
        if any(len(value) > MANY for value in given.values() if isinstance(value, list)):
            self.cursor: Any = database.create_cursor()
        else:
            self.cursor = _cursor(database)
        _execute(database, self.cursor, sql, {name: _said(value) for name, value in given.items()})

    def __call__(self) -> Rows:
        if self._rows is None:
            self._rows = self.fetched()
            self.let_go(self._rows)
        return self._rows

    def fetched(self) -> Rows:
        """Its rows, for whoever lets go of the cursor afterwards."""
        with self.database.wrap_database_errors:
            rows: Rows = self.cursor.fetchall()
        return rows

    def let_go(self, rows: Rows) -> None:
        """Somebody else may have the cursor, unless all these are still in it."""
        if type(self.cursor) is Cursor and len(rows) <= MANY:
            _free.setdefault(self.database, []).append(self.cursor)


def line() -> Any:
    """Django's connection, ready. The database may have been away since the last request."""
    database: Any = connections[DEFAULT_DB_ALIAS]  # looked up once: asking `connection` does so at every word
    database.close_if_health_check_failed()
    if database.connection is None:
        database.ensure_connection()
    return database


def _cursor(database: Any) -> "Cursor[Any]":
    """A free one; those of a line that was closed since are forgotten."""
    free = _free.get(database)
    while free:
        cursor = free.pop()
        if cursor.connection is database.connection:
            return cursor
    return _new(database.connection)


def _new(line: "Connection[Any]") -> "Cursor[Any]":
    cursor = Cursor(line)
    # Django's own way of reading moments takes eight times as long as psycopg's.
    cursor.adapters.register_loader("timestamptz", TimestamptzLoader)
    return cursor


def _execute(database: Any, cursor: Any, sql: str, given: dict[str, Any]) -> None:
    """As Django's cursor does it, without asking anew each time whether somebody looks on."""
    if database.queries_logged or database.execute_wrappers:
        looked_on = database.make_debug_cursor if database.queries_logged else database.make_cursor
        looked_on(cursor).execute(sql, given)
        return
    database.validate_no_broken_transaction()
    with database.wrap_database_errors:
        cursor.execute(sql, given)


def _said(value: Any) -> Any:
    """Ids as the text of an array: psycopg would look at each, which for a hundred takes longer than finding them."""
    if isinstance(value, list) and value and type(value[0]) is int:
        return f"{{{','.join(map(str, value))}}}"
    return value
