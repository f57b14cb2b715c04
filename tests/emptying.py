"""How a test that commits leaves nothing behind: what it filled is emptied, and nothing else is touched.

Django's own way truncates every table, which gives each of them new files, and asks all packages for their first rows
again. Here the rows go where there are any; the topics, which every test finds, stay unless a test changed them.
"""

from functools import cache
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase

from matching import topics

ALWAYS_THERE = {"django_content_type", "auth_permission", "matching_topic"}
ASKED = "select '{0}' where exists (select from \"{0}\")"
TOPICS = "select md5(string_agg(topic::text, '' order by id)) from matching_topic topic"

_whole: list[Any] = []


def take_over() -> None:
    """Once the database is made: loads the topics, and empties it from now on."""
    _fill()
    pytest.MonkeyPatch().setattr(TransactionTestCase, "_fixture_teardown", lambda case: empty())


def empty() -> None:
    """Waits, as a truncation would, for whoever still writes; no trigger and no key stands in its way."""
    tables, filled = _statements()
    with connection.cursor() as cursor:
        cursor.execute(f"begin; lock table {tables} in share row exclusive mode")
        cursor.execute("set local session_replication_role = replica")
        cursor.execute(filled)
        gone = [name for (name,) in cursor.fetchall()]
        cursor.execute(TOPICS)
        changed = [cursor.fetchone()] != _whole
        for name in [*gone, *(["matching_topic"] if changed else [])]:
            cursor.execute(f'delete from "{name}"')  # noqa: S608
        cursor.execute("commit")
    if changed:
        _fill()


def _fill() -> None:
    topics.load_tree()
    with connection.cursor() as cursor:
        cursor.execute(TOPICS)
        _whole[:] = [cursor.fetchone()]


@cache
def _statements() -> tuple[str, str]:
    """All tables that a test may fill, and the question in which of them there is anything."""
    names = sorted(set(connection.introspection.django_table_names(only_existing=True)) - ALWAYS_THERE)
    asked = " union all ".join(ASKED.format(name) for name in names)
    return ", ".join(f'"{name}"' for name in names), asked
