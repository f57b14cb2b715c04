"""The people behind postings, as the engine knows them: one and the same, whichever of their postings is looked at."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from accounts.fields import keyed_hash
from accounts.models import Member
from matching import between
from matching.engine.side import Hours, Person, Quiet
from matching.rows import select
from matching.times import away_of, minutes, windows_of

Key = tuple[int, int]  # member, community

STANDING = """
SELECT member_id, community_id, standing = 'good' AND matching_paused_at IS NULL, trained_for_danger_at IS NOT NULL
FROM accounts_membership WHERE member_id = ANY(%(ids)s)
"""


@dataclass(frozen=True)
class People:
    """Members, and who they are in a community."""

    members: dict[int, Member]
    persons: dict[Key, Person]
    trained: frozenset[Key]  # for needs in which words suggest danger


def people(keys: Collection[Key], *, now: datetime) -> People:
    """These people, each as they stand in that community. Seven queries, however many."""
    ids = list({member for member, _ in keys})
    members = Member.objects.in_bulk(ids)
    weekly, away = windows_of(ids), away_of(ids, now=now)
    apart = between.apart(ids)
    resting, again = between.histories(ids, now=now)
    good, trained = _standing(ids)
    persons = {
        (id, community): Person(
            member_id=id,
            in_good_standing=members[id].is_active and (id, community) in good,
            languages=frozenset(members[id].languages),
            hours=Hours(members[id].time_zone, tuple(weekly[id]), tuple(away[id])),
            quiet=quiet_of(members[id]),
            asked_in_quiet_hours=members[id].asked_in_quiet_hours,
            gender=members[id].gender,
            age_band=members[id].age_band,
            blocks=apart.blocks[id],
            may_know=apart.may_know[id],
            never_ask=apart.never_ask[id],
            address_hash=keyed_hash(members[id].email),
            resting=resting[id],
            again=again[id],
        )
        for id, community in keys
    }
    return People(members, persons, trained)


def quiet_of(member: Member) -> Quiet:
    """The member's quiet hours as the engine counts them."""
    return Quiet(minutes(member.quiet_from), minutes(member.quiet_until))


def _standing(ids: list[int]) -> tuple[frozenset[Key], frozenset[Key]]:
    """Who is in good standing where, and who is trained where."""
    rows = select(STANDING, ids=ids)
    return (
        frozenset((member, community) for member, community, good, _ in rows if good),
        frozenset((member, community) for member, community, _, trained in rows if trained),
    )
