"""The database as anybody's script would open it: one connection, no ORM, nobody's time limits."""

from typing import Any

import psycopg
from django.db import connection
from psycopg.conninfo import make_conninfo

Plain = psycopg.Connection[tuple[Any, ...]]


def address() -> str:
    """Where the database is that Django uses, as psycopg reads it."""
    known = connection.get_connection_params()
    given = {name: known[name] for name in ("dbname", "user", "password", "host", "port") if known.get(name)}
    return make_conninfo(**given)


def connect() -> Plain:
    """A connection of its own to that database; every statement commits by itself."""
    return psycopg.connect(address(), autocommit=True)
