"""The database as anybody's script would open it: one connection, no ORM, nobody's time limits."""

from typing import Any

import psycopg
from django.db import connection

Plain = psycopg.Connection[tuple[Any, ...]]


def connect() -> Plain:
    """A connection of its own to the database that Django uses; every statement commits by itself."""
    known = connection.get_connection_params()
    given = {name: known[name] for name in ("dbname", "user", "password", "host", "port") if known.get(name)}
    return psycopg.connect(**given, autocommit=True)
