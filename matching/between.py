"""What stands between two people, or brings them together: blocks, "I may know this person", rest after a no."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from matching.models import LIVE
from matching.rows import select

REST = timedelta(days=90)

Sets = Mapping[Any, frozenset[Any]]  # by member; the empty set for whoever is not in it

# What happened last between two counts: a no after an "again" is a no.
HISTORIES = """
SELECT seeker_id, helper_id, seeker_again AND helper_again
FROM matching_match
WHERE (seeker_id = ANY(%(ids)s) OR helper_id = ANY(%(ids)s))
  AND (state IN ('declined', 'ended') AND ended_at > %(since)s OR seeker_again AND helper_again)
ORDER BY ended_at, id
"""


def histories(ids: Collection[int], *, now: datetime) -> tuple[Sets, Sets]:
    """Who rests with whom after a decline or an early ending, and who both asked for each other again."""
    resting: dict[int, set[int]] = defaultdict(set)
    again: dict[int, set[int]] = defaultdict(set)
    for seeker, helper, both_again in select(HISTORIES, ids=list(ids), since=now - REST):
        now_so, no_longer = (again, resting) if both_again else (resting, again)
        for one, other in ((seeker, helper), (helper, seeker)):
            now_so[one].add(other)
            no_longer[one].discard(other)
    return _frozen(resting), _frozen(again)


def blocks(ids: Collection[int]) -> Sets:
    """Whom each of these blocks."""
    return sets(
        select(
            "SELECT blocker_id, blocked_id FROM matching_block WHERE blocker_id = ANY(%(ids)s)", ids=list(ids)
        )
    )


def may_know(ids: Collection[int]) -> Sets:
    """About whom each of these said that they may know them."""
    return sets(
        select(
            "SELECT member_id, other_id FROM matching_mayknow WHERE member_id = ANY(%(ids)s)", ids=list(ids)
        )
    )


def never_ask(ids: Collection[int]) -> Sets:
    """The hashes of the addresses that each of these listed."""
    found = "SELECT member_id, address_hash FROM matching_neverask WHERE member_id = ANY(%(ids)s)"
    return sets(select(found, ids=list(ids)))


def asking(needs: Collection[int]) -> Sets:
    """The helpers who are being asked about, or are with, each of these needs now."""
    found = (
        "SELECT need_id, helper_id FROM matching_match WHERE need_id = ANY(%(ids)s) AND state = ANY(%(live)s)"
    )
    return sets(select(found, ids=list(needs), live=list(LIVE)))


def sets(pairs: Iterable[tuple[int, Any]]) -> Sets:
    """The pairs by their first."""
    found: dict[int, set[Any]] = defaultdict(set)
    for owner, value in pairs:
        found[owner].add(value)
    return _frozen(found)


def _frozen(found: Mapping[int, set[Any]]) -> Sets:
    return defaultdict(frozenset, {key: frozenset(values) for key, values in found.items()})
