"""A member's matches as a list: of each a little of what `seen.card` tells, and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import Member
from accounts.prepared import Given
from matching import seen, topics
from matching.models import Answer, Match, MatchState
from matching.seen import Side, Stage

OVER = (MatchState.COMPLETED, MatchState.ENDED)
READ = (
    *("uid", "state", "seeker", "helper", "seeker_answer", "helper_answer", "need_version"),
    *("expires_at", "connected_at", "ended_at", "need__headline", "need__version", "community__slug"),
)


@dataclass(frozen=True)
class Glance:
    """One line of the list. `headline` and `topics` are empty where the need is not theirs to read."""

    uid: UUID
    community: str
    my_side: Side
    stage: Stage
    other_name: str | None
    headline: str
    topics: list[str]
    deadline: datetime | None
    connected_at: datetime | None
    ended_at: datetime | None


def matches_of(member: Member | Given, *, now: datetime | Given, stage: str = "") -> QuerySet[Match]:
    """The matches that wait for this member, or for the other after their yes, or in which two have met.

    What did not come to a meeting is in no list. `stage` asks for one of these alone. No more is read than `glances`
    tells of.
    """
    stages = _stages(member, now)
    wanted = stages.get(Stage(stage), Q(pk__in=[])) if stage else Q()
    anything = Q()
    for one in stages.values():
        anything |= one
    rows = Match.objects.filter(Q(helper=member) | Q(seeker=member)).filter(anything & wanted)
    rows = rows.select_related("need", "community").only(*READ)
    return rows.annotate(slugs=topics.slugs_of("needs", "need"))


def _stages(member: Member | Given, now: datetime | Given) -> dict[Stage, Q]:
    """Each stage that is listed as a condition: `seen.visible` and `seen.stage_of` in the database."""
    open_now = Q(state=MatchState.PROPOSED, expires_at__gt=now)
    asked = Q(helper=member, helper_answer="")
    said_yes = Q(helper_answer=Answer.YES)
    return {
        Stage.TO_ANSWER: open_now & (asked | said_yes & Q(seeker=member, seeker_answer="")),
        Stage.WAITING: Q(state=MatchState.PROPOSED, helper=member) & said_yes,
        Stage.CONNECTED: Q(state=MatchState.CONNECTED) & (Q(helper=member) | said_yes),
        Stage.OVER: Q(state__in=OVER) & (Q(helper=member) | said_yes),
    }


def glances(matches: Iterable[Match], member: Member, *, now: datetime) -> list[Glance]:
    """These matches of `matches_of` as this member may see them. One query for all names."""
    matches = list(matches)
    names = seen.names_of(matches)
    return [_glance(match, member, names, now) for match in matches]


def _glance(match: Match, member: Member, names: dict[seen.Key, str], now: datetime) -> Glance:
    side: Side = "seeker" if match.seeker_id == member.pk else "helper"
    stage = seen.stage_of(match, member, now)
    other = match.helper_id if side == "seeker" else match.seeker_id
    theirs, need = seen.shows_need(match, side, stage), match.need
    return Glance(
        uid=match.uid,
        community=match.community.slug,
        my_side=side,
        stage=stage,
        other_name=names[other, match.community_id] if seen.shows_name(match, side, stage) else None,
        headline=need.headline if theirs else "",
        topics=list(match.slugs) if theirs else [],  # type: ignore[attr-defined]
        deadline=match.expires_at if stage in (Stage.TO_ANSWER, Stage.WAITING) else None,
        connected_at=match.connected_at,
        ended_at=match.ended_at,
    )
