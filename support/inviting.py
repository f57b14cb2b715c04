"""From helped to helper: after a first good ending a quiet invitation, on one page, until it is put aside for good."""

from datetime import datetime

from accounts.models import Member
from matching.models import Match, MatchState
from support.models import PutAside

HELPING = "helping"


def to_help(match: Match, member: Member) -> bool:
    """Whether the page of this match invites its seeker to be there for somebody else.

    Only after the first request that came to a good end, and only somebody who offers nothing yet.
    """
    if member.pk != match.seeker_id or match.state != MatchState.COMPLETED:
        return False
    if member.offers.exists() or is_put_aside(member):
        return False
    good = Match.objects.filter(seeker=member, state=MatchState.COMPLETED).order_by("ended_at", "pk")
    return good.values_list("pk", flat=True).first() == match.pk


def put_aside(*, member: Member, now: datetime) -> None:
    """It is never shown to this member again."""
    PutAside.objects.get_or_create(member=member, what=HELPING, defaults={"put_aside_at": now})


def is_put_aside(member: Member) -> bool:
    return PutAside.objects.filter(member=member, what=HELPING).exists()


def choose(*, member: Member, not_for_me: bool, now: datetime) -> None:
    """It is never shown to this member again, or may be after all."""
    if not_for_me:
        put_aside(member=member, now=now)
    else:
        PutAside.objects.filter(member=member, what=HELPING).delete()
