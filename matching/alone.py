"""One worker at a time for one community: PostgreSQL's advisory locks, which a dying worker lets go of.

They belong to the session: a pooler in front of the database has to keep sessions (not transactions) together.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from accounts.clock import ask_now
from accounts.rows import ask, change, select, together

ROUNDS = 0x5EED  # the classes of our locks
PRICES = 0x5EEE
RULES = 0x5EEF

HOLD = """
SELECT pg_advisory_xact_lock_shared(%(what)s, place.community_id::int)::text
FROM (SELECT DISTINCT community_id FROM matching_need WHERE id = ANY(%(needs)s) ORDER BY community_id) place
"""
TRY = "SELECT pg_try_advisory_lock(%(what)s::int, %(community)s::int)"
LET_GO = "SELECT pg_advisory_unlock(%(what)s::int, %(community)s::int)"


class Turn(NamedTuple):
    """Whether nobody else is at it, and when that was asked."""

    mine: bool
    begun: datetime


@contextmanager
def alone(what: int, community_id: int, now: Callable[[], datetime]) -> Iterator[Turn]:
    """Holds the community's lock of this class, unless another worker has it; the clock is read on the same way."""
    with together():
        rows, begun = ask(TRY, what=what, community=community_id), ask_now(now)
    ((mine,),) = rows()
    try:
        yield Turn(mine, begun())
    finally:
        if mine:
            change(LET_GO, what=what, community=community_id)


def while_rules_change(community_id: int) -> None:
    """Until the transaction ends nobody proposes here. Waits for those who are just doing so; taken before all else."""
    select("SELECT pg_advisory_xact_lock(%(what)s, %(place)s)::text", what=RULES, place=community_id)


def while_rules_hold(needs: Collection[int]) -> None:
    """Until the transaction ends the rules of these needs' communities stay as they are. Taken before all else."""
    ask(HOLD, what=RULES, needs=list(needs))
