"""Plain SQL where one statement must say what many of the ORM's would, or must not grow with what it is given.

Statements that are given little are prepared: the database keeps their plans on the connection, which here often take
longer to make than to carry out. (A pooler in front of the database must keep sessions together; see `alone`.) Those
that are given long lists are planned anew, because the best way for a few rows is not the best for many.
"""

from collections.abc import Iterator
from typing import Any, TypeVar

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import Cursor

T = TypeVar("T")

MANY = 256  # values in a list


def select(sql: str, **given: Any) -> list[tuple[Any, ...]]:
    """The rows that a statement finds. Lists are given as arrays: `= ANY(%(ids)s)` takes any number in one plan."""
    with _cursor(given) as cursor:
        cursor.execute(sql, given)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def columns(sql: str, **given: Any) -> dict[str, tuple[Any, ...]]:
    """The same column by column, by name."""
    with _cursor(given) as cursor:
        cursor.execute(sql, given)
        names = [column.name for column in cursor.description or ()]
        found = cursor.fetchall()
    values: Iterator[tuple[Any, ...]] = zip(*found, strict=True) if found else iter([()] * len(names))
    return dict(zip(names, values, strict=True))


def change(sql: str, **given: Any) -> None:
    """Carries out a statement that gives back no rows."""
    with _cursor(given) as cursor:
        cursor.execute(sql, given)


def batched(values: list[T], most: int) -> Iterator[list[T]]:
    """The values, at most so many at a time."""
    return (values[first : first + most] for first in range(0, len(values), most))


def _cursor(given: dict[str, Any]) -> CursorWrapper:
    """Django's own cursor writes the values into the statement, so it is always new; psycopg's sends them apart."""
    if any(isinstance(value, list) and len(value) > MANY for value in given.values()):
        return connection.cursor()
    connection.close_if_health_check_failed()  # as Django's own cursor does: the database may have been away
    connection.ensure_connection()
    cursor: Any = Cursor(connection.connection)
    logged = connection.queries_logged
    return connection.make_debug_cursor(cursor) if logged else connection.make_cursor(cursor)
