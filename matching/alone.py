"""One worker at a time for one community: PostgreSQL's advisory locks, which a dying worker lets go of.

They belong to the session: a pooler in front of the database has to keep sessions (not transactions) together.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

ROUNDS = 0x5EED  # the classes of our locks
PRICES = 0x5EEE


@contextmanager
def alone(what: int, community_id: int) -> Iterator[bool]:
    """Holds the community's lock of this class, or yields False when another worker has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [what, community_id])
        (held,) = cursor.fetchone()
        try:
            yield held
        finally:
            if held:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [what, community_id])
