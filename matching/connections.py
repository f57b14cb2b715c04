"""Who waits for a member's answer, and whom they talk with: as `matching.seen` lets them know it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, Q

from accounts.models import Member
from accounts.prepared import Given, Prepared
from accounts.rows import Later
from matching import seen
from matching.matches import may_answer
from matching.models import Match, MatchState
from matching.seen import HAVE_MET, Key, Side

MOST = 50
MINE = ("uid", "state", "seeker", "helper", "seeker_answer", "helper_answer", "expires_at")

WAITING = Prepared(
    lambda: (
        Match.objects.filter(_of(Given("member")), state=MatchState.PROPOSED, expires_at__gt=Given("now"))
        .select_related("need", "community")
        .only(*MINE, "need__headline", "community__name")
        .order_by("expires_at")
    )
)
MET = Prepared(
    lambda: (
        Match.objects.filter(_of(Given("member")), state__in=HAVE_MET)
        .select_related("community")
        .only(*MINE, "created_at", "connected_at", "ended_at", "community__slug", "community__name")
        .order_by(F("ended_at").desc(nulls_first=True), "-connected_at")
    )
)


def _of(member: Given) -> Q:
    return Q(helper=member) | Q(seeker=member)


@dataclass(frozen=True)
class Asked:
    """Something that waits for this member's answer."""

    uid: UUID
    community_name: str
    my_side: Side
    other_name: str | None
    headline: str
    deadline: datetime | None


@dataclass(frozen=True)
class Connection:
    """Somebody this member talks with, or has talked with."""

    match_id: int
    uid: UUID
    community_slug: str
    community_name: str
    my_side: Side
    other_name: str
    open: bool
    connected_at: datetime
    ended_at: datetime | None


class Around(NamedTuple):
    """The matches around a member: those that wait for their answer, and those in which two have met."""

    waiting: list[Match]
    met: list[Match]


def ask_around(member: Member, *, now: datetime) -> Later[Around]:
    """For `rows.together`; `asked` and `connected` tell what they may know of them."""
    waiting, met = WAITING.ask(member=member.pk, now=now), MET.ask(MOST, member=member.pk)
    return lambda: Around([match for match in waiting() if may_answer(match, member, now=now)], met())


def asked(waiting: Iterable[Match], member: Member, names: dict[Key, str]) -> list[Asked]:
    """What waits for this member's yes or no, in the order in which it was found: the soonest deadline first."""
    return [_asked(match, member, names) for match in waiting]


def _asked(match: Match, member: Member, names: dict[Key, str]) -> Asked:
    """Of who is asked about a need they know no name; of who has said yes to them, they do."""
    seeks = match.seeker_id == member.pk
    return Asked(
        uid=match.uid,
        community_name=match.community.name,
        my_side="seeker" if seeks else "helper",
        other_name=names[match.helper_id, match.community_id] if seeks else None,
        headline=match.need.headline,
        deadline=match.expires_at,
    )


def of(member: Member, *, limit: int = MOST) -> list[Connection]:
    """The member's conversations, open ones first, then the latest. Two queries."""
    met = MET.all(limit, member=member.pk)
    return connected(met, member, seen.names_of(met))


def connected(met: Iterable[Match], member: Member, names: dict[Key, str]) -> list[Connection]:
    return [_connection(match, member, names) for match in met]


def _connection(match: Match, member: Member, names: dict[Key, str]) -> Connection:
    helps = match.helper_id == member.pk
    return Connection(
        match_id=match.pk,
        uid=match.uid,
        community_slug=match.community.slug,
        community_name=match.community.name,
        my_side="helper" if helps else "seeker",
        other_name=names[match.seeker_id if helps else match.helper_id, match.community_id],
        open=match.state == MatchState.CONNECTED,
        connected_at=match.connected_at or match.created_at,
        ended_at=match.ended_at,
    )
