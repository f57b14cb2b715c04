"""Plain SQL where one statement must say what many of the ORM's would, or must not grow with what it is given."""

from collections.abc import Iterator
from typing import Any

from django.db import connection


def select(sql: str, **given: Any) -> list[tuple[Any, ...]]:
    """The rows that a statement finds. Lists are given as arrays: `= ANY(%(ids)s)` takes any number in one plan."""
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def columns(sql: str, **given: Any) -> dict[str, tuple[Any, ...]]:
    """The same column by column, by name."""
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        names = [column.name for column in cursor.description]
        found = cursor.fetchall()
    values: Iterator[tuple[Any, ...]] = zip(*found, strict=True) if found else iter([()] * len(names))
    return dict(zip(names, values, strict=True))
