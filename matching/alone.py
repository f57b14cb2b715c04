"""One worker at a time for one community: PostgreSQL's advisory locks, which a dying worker lets go of.

They belong to the session: a pooler in front of the database has to keep sessions (not transactions) together.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import connection

from accounts.rows import ask, select

ROUNDS = 0x5EED  # the classes of our locks
PRICES = 0x5EEE
RULES = 0x5EEF

HOLD = """
SELECT pg_advisory_xact_lock_shared(%(what)s, place.community_id::int)::text
FROM (SELECT DISTINCT community_id FROM matching_need WHERE id = ANY(%(needs)s) ORDER BY community_id) place
"""


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


def while_rules_change(community_id: int) -> None:
    """Until the transaction ends nobody proposes here. Waits for those who are just doing so; taken before all else."""
    select("SELECT pg_advisory_xact_lock(%(what)s, %(place)s)::text", what=RULES, place=community_id)


def while_rules_hold(needs: Collection[int]) -> None:
    """Until the transaction ends the rules of these needs' communities stay as they are. Taken before all else."""
    ask(HOLD, what=RULES, needs=list(needs))
