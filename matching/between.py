"""What stands between two people, or brings them together: blocks, "I may know this person", rest after a no."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from accounts.rows import Later, ask

REST = timedelta(days=90)

Sets = Mapping[Any, frozenset[Any]]  # by member; the empty set for whoever is not in it

# What happened last between two counts: a no after an "again" is a no.
HISTORIES = """
SELECT seeker_id, helper_id, seeker_again AND helper_again
FROM matching_match
WHERE (seeker_id = ANY({who}) OR helper_id = ANY({who}))
  AND (state IN ('declined', 'ended') AND ended_at > %(since)s OR apart_since > %(since)s
    OR seeker_again AND helper_again)
ORDER BY ended_at, id
"""
# Whoever wrote a posting stays who wrote it, so that these can be named before their postings are read.
WRITERS = """ARRAY(
    SELECT member_id FROM matching_need WHERE id = ANY(%(needs)s)
    UNION SELECT member_id FROM matching_offer WHERE id = ANY(%(offers)s)
)"""
THESE = HISTORIES.format(who="%(ids)s")
OF_WRITERS = HISTORIES.format(who=WRITERS)
SEEKERS = "ARRAY(SELECT member_id FROM matching_need WHERE id = ANY(%(needs)s))"  # who wrote these needs
OF_SEEKERS = HISTORIES.format(who=SEEKERS)


def histories(ids: Collection[int], *, now: datetime) -> tuple[Sets, Sets]:
    """Who rests with whom after a no, an early ending or help that did not help, and who both asked for each other."""
    return ask_histories(THESE, ids=list(ids), now=now)()


def ask_histories(sql: str, *, now: datetime, **whose: Collection[int]) -> Later[tuple[Sets, Sets]]:
    """The same for `rows.together`.

    With `THESE`, of these `ids`; with `OF_SEEKERS`, of who wrote these `needs`; with `OF_WRITERS`, of who wrote these
    `needs` and `offers`.
    """
    rows = ask(sql, since=now - REST, **whose)
    return lambda: _read(rows())


def _read(rows: Iterable[tuple[int, int, bool]]) -> tuple[Sets, Sets]:
    resting: dict[int, set[int]] = defaultdict(set)
    again: dict[int, set[int]] = defaultdict(set)
    for seeker, helper, both_again in rows:
        now_so, no_longer = (again, resting) if both_again else (resting, again)
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
