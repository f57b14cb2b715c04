"""How a statement goes to the database and its rows come back.

Django's own cursor writes the values into the statement, so it is always new; psycopg's sends them apart, and the
database keeps the plan. Making a cursor and the loaders for its rows takes longer than many a statement: each line
keeps those that are free.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import local
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import Connection, Cursor
from psycopg.types.datetime import TimestamptzLoader

Rows = list[tuple[Any, ...]]

MANY = 256  # values in a list; also rows, with more of which in it no cursor is kept


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
            free = _free(database.connection)
            self.cursor = free.pop() if free else _cursor(database.connection)
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
            _free(self.cursor.connection).append(self.cursor)


class _Way(local):
    """The line on which this thread asks several things at once, if it does."""

    line: Any = None


_way = _Way()


@contextmanager
def together() -> Iterator[None]:
    """What is asked in here goes to the database without waiting for answers: it works while we go on asking.

    What one of them raises is raised there; those after it are then not carried out. Inside another it is part of that.
    """
    if _way.line is not None:
        yield
        return
    database = line()
    with database.wrap_database_errors, database.connection.pipeline():
        _way.line = database
        try:
            yield
        finally:
            _way.line = None


def line() -> Any:
    """Django's connection, ready. The database may have been away since the last request."""
    if _way.line is not None:
        return _way.line
    database: Any = connections[DEFAULT_DB_ALIAS]  # looked up once: asking `connection` does so at every word
    database.close_if_health_check_failed()
    database.ensure_connection()  # also where one is open: Django looks who asks
    return database


def _free(line: "Connection[Any]") -> "list[Cursor[Any]]":
    """Cursors that nobody uses. They stand in the line itself and go with it."""
    free: list[Cursor[Any]] = vars(line).setdefault("free_cursors", [])
    return free


def _cursor(line: "Connection[Any]") -> "Cursor[Any]":
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
