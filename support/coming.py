"""Coming in to a community: `accounts` decides it; whoever comes with a role is written down."""

from datetime import datetime

from django.db import transaction

from accounts import communities
from accounts.models import Community, Member, Membership, Role, Standing
from support import ledger
from support.ledger import Done, Line


@transaction.atomic
def join(
    *, community: Community, member: Member, display_name: str, now: datetime, secret: str = ""
) -> Membership:
    """Enters, or asks to be let in. Raises what `communities.join` raises."""
    before = _came_at(community, member)
    joined = communities.join(
        community=community, member=member, display_name=display_name, now=now, secret=secret
    )
    _note_role(joined, before, now)
    return joined


@transaction.atomic
def arrive(*, member: Member, now: datetime) -> Membership | None:
    """Makes the joining that was chosen at sign-up come true. Raises what `communities.arrive` raises."""
    chosen = communities.arrival_of(member)
    before = _came_at(chosen.community, member) if chosen else None
    joined = communities.arrive(member=member, now=now)
    if joined is not None:
        _note_role(joined, before, now)
    return joined


def _came_at(community: Community, member: Member) -> datetime | None:
    here = Membership.objects.filter(community=community, member=member, standing=Standing.GOOD)
    return here.values_list("joined_at", flat=True).first()


def _note_role(joined: Membership, before: datetime | None, now: datetime) -> None:
    """Only an invitation makes somebody more than a member as they come in."""
    if joined.standing == Standing.GOOD and joined.role != Role.MEMBER and joined.joined_at != before:
        line = Line(
            Done.CAME_WITH_ROLE,
            by=joined.member_id,
            member=joined.member_id,
            about={"role": joined.role, "membership": joined.pk},
        )
        ledger.append(joined.community_id, [line], now=now)
