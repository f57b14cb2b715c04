"""What stands between two people, or brings them together: blocks, "I may know this person", rest after a no."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from accounts.rows import select

REST = timedelta(days=90)

Sets = Mapping[Any, frozenset[Any]]  # by member; the empty set for whoever is not in it

# What happened last between two counts: a no after an "again" is a no. Rows that `read_histories` knows among others.
HISTORIES = """
SELECT CASE WHEN seeker_again AND helper_again THEN 'again' ELSE 'rest' END, seeker_id, helper_id,
    (row_number() OVER (ORDER BY ended_at, id))::text
FROM matching_match
WHERE (seeker_id = ANY({who}) OR helper_id = ANY({who}))
  AND (state IN ('declined', 'ended') AND ended_at > %(since)s OR apart_since > %(since)s
    OR seeker_again AND helper_again)
"""
# Whoever wrote a posting stays who wrote it, so that these can be named before their postings are read.
WRITERS = """ARRAY(
    SELECT member_id FROM matching_need WHERE id = ANY(%(needs)s)
    UNION SELECT member_id FROM matching_offer WHERE id = ANY(%(offers)s)
)"""
# The areas that needs and offers name.
AREAS = """ARRAY(
    SELECT area_id FROM matching_need WHERE id = ANY(%(needs)s) AND area_id IS NOT NULL
    UNION SELECT area_id FROM matching_offer WHERE id = ANY(%(offers)s) AND area_id IS NOT NULL
)"""
THESE = HISTORIES.format(who="%(ids)s")
SEEKERS = "ARRAY(SELECT member_id FROM matching_need WHERE id = ANY(%(needs)s))"  # who wrote these needs


def histories(ids: Collection[int], *, now: datetime) -> tuple[Sets, Sets]:
    """Who rests with whom after a no, an early ending or help that did not help, and who both asked for each other."""
    return read_histories(select(THESE, ids=list(ids), since=since(now)))


def since(now: datetime) -> datetime:
    """From when on a no counts: what `HISTORIES` is given."""
    return now - REST


def read_histories(rows: Iterable[tuple[str, int, int, str]]) -> tuple[Sets, Sets]:
    """The same of what `HISTORIES` found, other rows beside it left aside."""
    told = sorted(
        (int(nth), seeker, helper, what) for what, seeker, helper, nth in rows if what in ("again", "rest")
    )
    resting: dict[int, set[int]] = defaultdict(set)
    again: dict[int, set[int]] = defaultdict(set)
    for _, seeker, helper, what in told:
        now_so, no_longer = (again, resting) if what == "again" else (resting, again)
        for one, other in ((seeker, helper), (helper, seeker)):
            now_so[one].add(other)
            no_longer[one].discard(other)
    return _frozen(resting), _frozen(again)


def sets(pairs: Iterable[tuple[Any, Any]]) -> Sets:
    """The pairs by their first."""
    found: dict[Any, set[Any]] = defaultdict(set)
    for owner, value in pairs:
        found[owner].add(value)
    return _frozen(found)


def _frozen(found: Mapping[Any, set[Any]]) -> Sets:
    return defaultdict(frozenset, {key: frozenset(values) for key, values in found.items()})
