"""Who stands between whom in a round, looked at from each need: who may not be asked, and who is wanted again."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from accounts.fields import keyed_hash
from accounts.rows import Later, Rows, ask, select
from matching import between
from matching.between import AREAS, SEEKERS, Sets
from matching.engine.tables import Numbers, members

Relations = tuple[dict[int, Numbers], dict[int, Numbers]]

HELPERS = "ARRAY(SELECT member_id FROM matching_offer WHERE id = ANY(%(offers)s))"
# Both ways, from the seekers' side alone, however many helpers there are; who lists addresses never to be asked; and
# which areas lie around those that the needs and offers name.
AROUND = f"""
SELECT 'between', blocker_id, blocked_id, '' FROM matching_block WHERE blocker_id = ANY({SEEKERS})
UNION ALL SELECT 'between', blocked_id, blocker_id, '' FROM matching_block WHERE blocked_id = ANY({SEEKERS})
UNION ALL SELECT 'between', member_id, other_id, '' FROM matching_mayknow WHERE member_id = ANY({SEEKERS})
UNION ALL SELECT 'between', other_id, member_id, '' FROM matching_mayknow WHERE other_id = ANY({SEEKERS})
UNION ALL SELECT 'between', place.member_id, spoken.desk_id, '' FROM accounts_spokenfor spoken
    JOIN accounts_membership place ON place.id = spoken.membership_id WHERE place.member_id = ANY({SEEKERS})
UNION ALL SELECT 'between', spoken.desk_id, place.member_id, '' FROM accounts_spokenfor spoken
    JOIN accounts_membership place ON place.id = spoken.membership_id WHERE spoken.desk_id = ANY({SEEKERS})
UNION ALL SELECT 'asking', need_id, helper_id, '' FROM matching_match
    WHERE need_id = ANY(%(asking)s) AND state IN ('in_review', 'proposed', 'connected')
UNION ALL SELECT 'seeker lists', member_id, 0, address_hash FROM matching_neverask WHERE member_id = ANY({SEEKERS})
UNION ALL SELECT 'helper lists', member_id, 0, address_hash FROM matching_neverask WHERE member_id = ANY({HELPERS})
UNION ALL SELECT 'near', from_area_id, to_area_id, '' FROM accounts_area_neighbours
    WHERE from_area_id = ANY({AREAS})
UNION ALL {between.HISTORIES.format(who=SEEKERS)}
"""  # noqa: S608 - constants only
ADDRESSES = "SELECT id, email FROM accounts_member WHERE id = ANY(%(ids)s)"


def ask_around(
    needs: Collection[int], offers: Collection[int], *, now: datetime, all_free: bool = False
) -> Later[Rows]:
    """What lies between the people of these needs and offers; for `rows.together`.

    With `all_free` nobody counts as being asked yet.
    """
    asking = [] if all_free else list(needs)
    return ask(AROUND, needs=list(needs), offers=list(offers), asking=asking, since=between.since(now))


def neighbours(rows: Rows) -> Sets:
    """By area those that lie around it."""
    return between.sets((area, other) for what, area, other, _ in rows if what == "near")


def relations(rows: Rows, needs: Sequence[int], seekers: Sequence[int], helpers: Sequence[int]) -> Relations:
    """For some rows of needs: the members who may not be asked, and those with whom both asked to be paired again.

    `seekers` are the people who wrote the needs. Others than the helpers may be among the members named.
    """
    people, asked = list(set(seekers)), list(set(helpers))
    resting, wanted = between.read_histories(rows)
    stand_between = between.sets((one, other) for what, one, other, _ in rows if what == "between")
    asking = between.sets((need, helper) for what, need, helper, _ in rows if what == "asking")
    listed = _listed(people, asked, rows)
    apart: dict[int, Numbers] = {}
    again: dict[int, Numbers] = {}
    for row, (need, seeker) in enumerate(zip(needs, seekers, strict=True)):
        away = stand_between[seeker] | listed[seeker] | asking[need] | (resting[seeker] - wanted[seeker])
        if away:
            apart[row] = members(away)
        if wanted[seeker]:
            again[row] = members(wanted[seeker])
    return apart, again


def _listed(seekers: list[int], helpers: list[int], rows: Iterable[tuple[Any, ...]]) -> Sets:
    """For each seeker the helpers whose address they listed, or who listed theirs. Few list any."""
    ours = between.sets((hashed, member) for what, member, _, hashed in rows if what == "seeker lists")
    theirs = between.sets((hashed, member) for what, member, _, hashed in rows if what == "helper lists")
    return between.sets(
        [
            *((seeker, helper) for seeker, helper in _owners(seekers, theirs)),
            *((seeker, helper) for helper, seeker in _owners(helpers, ours)),
        ]
    )


def _owners(people: list[int], listed: Sets) -> Iterable[tuple[int, int]]:
    """Each of these whose address somebody listed, with who did. Addresses are read only where anybody did."""
    if not listed:
        return
    for member, email in select(ADDRESSES, ids=people):
        for other in listed[keyed_hash(email)]:
            yield member, other
