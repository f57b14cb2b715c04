"""What each side may see of a need and of a match. Pages and API show this and nothing else.

The promises of privacy live here: before both have said yes, a helper sees the headline and neither name nor words, and
after the end only what was there when they met; a seeker sees nothing of a helper who has not said yes, and no
difference between a need that is open and one that somebody is being asked about.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.languages import language_names
from accounts.models import Member, Membership, Notification, SpokenFor
from accounts.prepared import Given, Prepared
from accounts.rows import Later
from matching import availability, wording
from matching.engine import hours
from matching.matches import may_answer
from matching.models import Answer, Match, MatchState, Need, NeedState, Topic
from matching.widening import Idea, ideas, waits_long

NAMES = Prepared(
    lambda: Membership.objects.filter(
        member__any_of=Given("members"), community__any_of=Given("communities")
    ).values_list("member", "community", "display_name")
)
TWO_WEEKS = timedelta(days=14)
HAVE_MET = (MatchState.CONNECTED, MatchState.COMPLETED, MatchState.ENDED)

Side = Literal["seeker", "helper"]
Key = tuple[int, int]  # member, community
Minutes = tuple[int, int, int]  # weekday, start, end in the viewer's own time


class NotYours(ObjectDoesNotExist):
    """To this member the match does not exist."""


class Stage(StrEnum):
    """Where a match stands, in words that reveal no rejection."""

    TO_ANSWER = "to_answer"  # this side's answer is asked for
    WAITING = "waiting"  # this side said yes; the other is being asked
    CONNECTED = "connected"
    OVER = "over"  # they had met; it is over
    SETTLED = "settled"  # it did not come to a meeting; nobody is told why


LIVE = (Stage.TO_ANSWER, Stage.WAITING, Stage.CONNECTED)


@dataclass(frozen=True)
class Codes:
    """What a card says in words, as programs know it."""

    topics: list[str]
    kind: str
    languages: list[str]
    urgency: str


@dataclass(frozen=True)
class Card:
    """All that one side may see of a match."""

    uid: UUID
    community_slug: str
    community_name: str
    my_side: Side
    stage: Stage
    other_name: str | None
    headline: str
    words: str | None
    experience: str | None  # the helper's own words, for the seeker
    topics: list[str]
    kind: str
    formats: list[str]
    languages: list[str]
    urgency: str
    reasons: list[str]
    my_hours: list[Minutes]
    shared_hours: list[Minutes]
    zone: str
    ahead_minutes: (
        int | None
    )  # how far the other's clock is ahead of mine; None where that is not yet theirs to tell
    ahead_stays: bool  # the same for as long as the shared hours look ahead
    deadline: datetime | None
    seen: tuple[int, int]  # versions of need and offer, to be sent back with a yes
    i_want_again: bool
    connected_at: datetime | None
    ended_at: datetime | None
    codes: Codes | None  # None where the need is not theirs to read
    through_desk: bool  # the other has no device: an intake desk passes things on, and reads them


def match_for(uid: UUID, viewer: Member) -> Match:
    """The match, if it exists for this viewer. Raises `NotYours`."""
    match = OF_UID.first(uid=uid)
    if match is None or not visible(match, viewer):
        raise NotYours
    return match


OF_UID = Prepared(
    lambda: Match.objects.select_related("need", "offer", "community", "seeker", "helper").filter(
        uid=Given("uid")
    )
)


TOPICS = Prepared(lambda: Topic.objects.filter(needs=Given("need")))


def visible(match: Match, viewer: Member) -> bool:
    """A helper sees what they were asked; a seeker sees a helper once that helper has said yes."""
    if viewer.pk == match.helper_id:
        return match.proposed_at is not None
    return viewer.pk == match.seeker_id and match.helper_answer == Answer.YES


def card(match: Match, viewer: Member, *, now: datetime, fit: bool = True) -> Card:
    """What this side may see now. Raises `NotYours`. Two or three queries.

    Where it is not shown how the two `fit`, neither reasons nor hours are worked out, which takes six more.
    """
    if not visible(match, viewer):
        raise NotYours
    side: Side = "seeker" if viewer.pk == match.seeker_id else "helper"
    stage = stage_of(match, viewer, now)
    met, need = match.state in HAVE_MET, match.need
    names_shown = shows_name(match, side, stage)
    other = match.helper if side == "seeker" else match.seeker
    live = stage in LIVE
    theirs = shows_need(match, side, stage)
    topics = TOPICS.all(need=need.pk) if theirs else []
    fit = fit and live
    return Card(
        uid=match.uid,
        community_slug=match.community.slug,
        community_name=match.community.name,
        my_side=side,
        stage=stage,
        other_name=names_of([match])[other.pk, match.community_id] if names_shown else None,
        headline=need.headline if theirs else "",
        words=need.words if theirs and (side == "seeker" or met) else None,
        experience=match.offer.experience or None if side == "helper" or names_shown else None,
        topics=[topic.label for topic in topics],
        kind=str(need.get_kind_display()) if theirs else "",
        formats=sorted(set(need.formats) & set(match.offer.formats)) if theirs else [],
        languages=language_names({*need.languages} & {*match.offer.languages}) if theirs else [],
        urgency=str(need.get_urgency_display()) if theirs else "",
        reasons=wording.reason_sentences(match.reasons, helper_reads=side == "helper", zone=viewer.time_zone)
        if fit
        else [],
        my_hours=[(w.weekday, w.start, w.end) for w in availability.windows_of(viewer)] if fit else [],
        shared_hours=_shared(viewer, other, now) if fit else [],
        zone=viewer.time_zone,
        ahead_minutes=_ahead(viewer, other, now) if fit and names_shown else None,
        ahead_stays=fit
        and names_shown
        and _ahead(viewer, other, now) == _ahead(viewer, other, now + TWO_WEEKS),
        deadline=match.expires_at if stage in (Stage.TO_ANSWER, Stage.WAITING) else None,
        seen=(need.version, match.offer.version),
        i_want_again=match.seeker_again if side == "seeker" else match.helper_again,
        connected_at=match.connected_at,
        ended_at=match.ended_at if met else None,
        codes=_codes(match, topics) if theirs else None,
        through_desk=side == "helper" and stage in LIVE and _through_desk(match),
    )


def _through_desk(match: Match) -> bool:
    """Whether a desk speaks for whoever asked. The helper knows it before they answer."""
    return DESKS.first(seeker=match.seeker_id, community=match.community_id) is not None


DESKS = Prepared(
    lambda: SpokenFor.objects.filter(
        membership__member=Given("seeker"), membership__community=Given("community")
    ).values_list("pk", flat=True)
)


def _codes(match: Match, topics: Iterable[Topic]) -> Codes:
    need = match.need
    return Codes(
        topics=[topic.slug for topic in topics],
        kind=need.kind,
        languages=sorted({*need.languages} & {*match.offer.languages}),
        urgency=need.urgency,
    )


def shows_name(match: Match, side: Side, stage: Stage) -> bool:
    """Whether this side may know the other's name."""
    return match.state in HAVE_MET or (side == "seeker" and stage == Stage.TO_ANSWER)


def shows_need(match: Match, side: Side, stage: Stage) -> bool:
    """Whether the need is this side's to read.

    One that goes on looking no longer is the helper's, after whatever ending: that it is written anew, and what did
    not fit, would show. One that was helped stays as it is.
    """
    helped = match.state == MatchState.COMPLETED and match.need.version == match.need_version
    return side == "seeker" or stage in LIVE or helped


def stage_of(match: Match, viewer: Member, now: datetime) -> Stage:
    if match.state == MatchState.CONNECTED:
        return Stage.CONNECTED
    if match.state in (MatchState.COMPLETED, MatchState.ENDED):
        return Stage.OVER
    if may_answer(match, viewer, now=now):
        return Stage.TO_ANSWER
    if (
        match.state == MatchState.PROPOSED
        and viewer.pk == match.helper_id
        and match.helper_answer == Answer.YES
    ):
        return Stage.WAITING
    return Stage.SETTLED


def _shared(viewer: Member, other: Member, now: datetime) -> list[Minutes]:
    """The shared hours of the coming two weeks as a week in the viewer's own time."""
    by_weekday = hours.overlap_by_weekday(
        availability.hours_of(viewer),
        availability.hours_of(other),
        viewer.time_zone,
        start=now,
        end=now + TWO_WEEKS,
    )
    return [(weekday, start, end) for weekday, spans in sorted(by_weekday.items()) for start, end in spans]


def _ahead(viewer: Member, other: Member, now: datetime) -> int:
    """By how many minutes the other's clock is ahead of the viewer's, at this moment."""
    mine, theirs = (now.astimezone(ZoneInfo(member.time_zone)).utcoffset() for member in (viewer, other))
    return round(((theirs or timedelta()) - (mine or timedelta())).total_seconds() / 60)


def names_of(matches: Iterable[Match]) -> dict[Key, str]:
    """The chosen names of everybody in these matches, by member and community. One query.

    Whoever erased their account has none any more.
    """
    return ask_names_of(matches)()


def ask_names_of(matches: Iterable[Match]) -> Later[dict[Key, str]]:
    """The same for `rows.together`."""
    matches = list(matches)
    members = sorted({id for match in matches for id in (match.seeker_id, match.helper_id)})
    communities = sorted({match.community_id for match in matches})
    rows = NAMES.ask(members=members, communities=communities) if matches else list
    return lambda: _named(rows())


def _named(rows: Iterable[tuple[int, int, str]]) -> dict[Key, str]:
    names = {(member, community): name for member, community, name in rows}
    return defaultdict(lambda: _("A former member"), names)


class NeedStage(StrEnum):
    """How a need is doing, as its writer may know it: open and matched are one."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    LOOKING = "looking"
    CONNECTED = "connected"
    HELPED = "helped"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True)
class NeedStatus:
    """How a need is doing. Nothing here tells whether somebody is being asked at this moment, or said no."""

    stage: NeedStage
    asked: bool  # people have been asked; stays true whatever they said
    waits_long: bool
    widen: list[Idea]  # what could widen the search, once it waits long
    waiting_since: datetime | None
    expires_at: datetime | None
    match: UUID | None  # the match that waits for the writer's answer, or connects them

    @property
    def promising(self) -> bool:
        """Whether there is a change that would open the search to several people."""
        return any(idea.several for idea in self.widen)


def need_status(need: Need, *, now: datetime) -> NeedStatus:
    """How this need is doing, for its writer. Three queries; about 30 once it waits long."""
    told = Notification.objects.filter(member=need.member_id, event=f"need:{need.pk}:searching")
    stage = need_stage(need)
    long = stage == NeedStage.LOOKING and waits_long(need, now=now)
    return NeedStatus(
        stage=stage,
        asked=told.exists(),
        waits_long=long,
        widen=ideas(need, now=now) if long else [],
        waiting_since=need.waiting_since,
        expires_at=need.expires_at if stage == NeedStage.LOOKING else None,
        match=_match_to_show(need, now),
    )


def need_stage(need: Need) -> NeedStage:
    """Where a need stands. No queries."""
    if need.state == NeedState.CLOSED:
        return NeedStage(need.closed_because)
    if need.state in (NeedState.OPEN, NeedState.MATCHED):
        return NeedStage.LOOKING
    return NeedStage(need.state)


def needs_in(stage: str) -> Q:
    """The needs at a stage, as a condition. To their writer `open` and `matched` are one."""
    if stage == NeedStage.LOOKING:
        return Q(state__in=(NeedState.OPEN, NeedState.MATCHED))
    if stage in (NeedStage.HELPED, NeedStage.WITHDRAWN, NeedStage.EXPIRED):
        return Q(state=NeedState.CLOSED, closed_because=stage)
    return Q(state=stage)


def _match_to_show(need: Need, now: datetime) -> UUID | None:
    live = Match.objects.filter(need=need, state__in=[MatchState.PROPOSED, MatchState.CONNECTED])
    shown = (
        match.uid
        for match in live
        if match.state == MatchState.CONNECTED or may_answer(match, need.member, now=now)
    )
    return next(shown, None)
