"""Who stands between whom in a round, looked at from each need: who may not be asked, and who is wanted again."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from accounts.fields import keyed_hash
from matching import between
from matching.between import Sets
from matching.engine.tables import Numbers, members
from matching.rows import select

Relations = tuple[dict[int, Numbers], dict[int, Numbers]]

# Both ways, from the seekers' side alone, however many helpers there are.
AROUND = """
SELECT blocker_id, blocked_id FROM matching_block WHERE blocker_id = ANY(%(ids)s)
UNION ALL SELECT blocked_id, blocker_id FROM matching_block WHERE blocked_id = ANY(%(ids)s)
UNION ALL SELECT member_id, other_id FROM matching_mayknow WHERE member_id = ANY(%(ids)s)
UNION ALL SELECT other_id, member_id FROM matching_mayknow WHERE other_id = ANY(%(ids)s)
"""
LISTED = "SELECT member_id, address_hash FROM matching_neverask WHERE member_id = ANY(%(ids)s)"
ADDRESSES = "SELECT id, email FROM accounts_member WHERE id = ANY(%(ids)s)"


def relations(
    needs: Sequence[int], seekers: Sequence[int], helpers: Sequence[int], *, now: datetime
) -> Relations:
    """For some rows of needs: the members who may not be asked, and those with whom both asked to be paired again.

    `seekers` are the people who wrote the needs. Others than the helpers may be among the members named.
    """
    people = list(set(seekers))
    stand_between = between.sets(select(AROUND, ids=people))
    listed = _listed(people, list(set(helpers)))
    resting, wanted = between.histories(people, now=now)
    asking = between.asking(needs)
    apart: dict[int, Numbers] = {}
    again: dict[int, Numbers] = {}
    for row, (need, seeker) in enumerate(zip(needs, seekers, strict=True)):
        away = stand_between[seeker] | listed[seeker] | asking[need] | (resting[seeker] - wanted[seeker])
        if away:
            apart[row] = members(away)
        if wanted[seeker]:
            again[row] = members(wanted[seeker])
    return apart, again


def _listed(seekers: list[int], helpers: list[int]) -> Sets:
    """For each seeker the helpers whose address they listed, or who listed theirs. Few list any."""
    theirs = between.sets((hashed, member) for member, hashed in select(LISTED, ids=helpers))
    ours = between.sets((hashed, member) for member, hashed in select(LISTED, ids=seekers))
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
