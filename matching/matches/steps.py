"""What every step of a match has in common: its refusals, its writes, and who hears of it."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts import live
from accounts.models import Member
from accounts.notifications.notify import call_back, notify
from matching import sides, waiting
from matching.engine import rules
from matching.engine.hours import deadline
from matching.locking import Held
from matching.models import Answer, Closing, Match, MatchState, Need, NeedState, Urgency

# How long somebody has to answer, counted outside their quiet hours.
TIME_TO_ANSWER = {
    Urgency.TODAY: timedelta(hours=2),
    Urgency.THIS_WEEK: timedelta(hours=24),
    Urgency.WHENEVER: timedelta(hours=72),
}
# A proposal takes a place and asks a helper: these rules do not hold any more because of itself.
USED_UP = (rules.has_room, rules.is_not_yet_asking)
# What these letters ask for can be done only while the match lives.
ONLY_WHILE_LIVE = (
    "match_asked",
    "match_said_yes",
    "match_connected",
    "match_silent",
    "match_silent_longer",
    "checkin_asked",
    "pair_longer",
    "message_unanswered",
    *("meeting_suggested", "meeting_agreed", "meeting_moved", "meeting_not_then"),
    *("meeting_tomorrow", "meeting_soon"),
)
# About a need for today the same is told with more urgency.
FOR_TODAY = {
    "match_asked": "match_asked_today",
    "match_said_yes": "match_said_yes_today",
    "match_connected": "match_connected_today",
}
OPEN_PROPOSAL = (MatchState.IN_REVIEW, MatchState.PROPOSED)


class NotPermitted(ValidationError):
    """A rule does not hold for these two; `broken` names them."""

    problem = "conflict"  # for programs: it held when they were shown as two who fit

    def __init__(self, broken: Iterable[rules.Rule]) -> None:
        self.broken = tuple(broken)
        super().__init__(_("These two cannot be matched right now."), code="not_permitted")


class NotWaiting(ValidationError):
    """The need or the offer is no longer open for this."""

    problem = "conflict"  # for programs


class AlreadyAnswered(ValidationError):
    """The match is past the point where this answer could be given."""

    problem = "conflict"  # for programs


class Changed(ValidationError):
    """The need or the offer was edited after the person looked at it."""

    problem = "conflict"  # for programs


class NotConnected(ValidationError):
    """Only two connected people can do this."""

    problem = "conflict"  # for programs


def broken_since(match: Match, held: Held, now: datetime) -> list[rules.Rule]:
    """The rules that no longer hold for an open proposal, leaving out those that it uses up by being there."""
    need, offer = sides.pair(held.needs[match.need_id], held.offers[match.offer_id], now=now)
    return [rule for rule in rules.broken_rules(need, offer, now) if rule not in USED_UP]


def answer_by(need: Need, member: Member, now: datetime) -> datetime:
    """Until when this member has time to answer, from now on."""
    allowed = TIME_TO_ANSWER[Urgency(need.urgency)]
    return deadline(now, allowed, sides.quiet_of(member), member.time_zone)


def still(held: Held, states: Collection[str], pk: int | None = None) -> Match:
    """The held match, if it is still in one of these states."""
    for match in held.matches:
        if match.state in states and (pk is None or match.pk == pk):
            return match
    raise AlreadyAnswered(_("This no longer needs an answer."), code="already_answered")


def connected(held: Held, match: Match, member: Member) -> Match:
    """The held match, if it connects this member with somebody now."""
    for current in held.matches:
        theirs = member.pk in (current.seeker_id, current.helper_id)
        if theirs and current.pk == match.pk and current.state == MatchState.CONNECTED:
            return current
    raise NotConnected(_("This conversation has already ended."), code="not_connected")


def take_back(match: Match, state: MatchState, now: datetime, by: Member | None = None) -> None:
    """An open proposal is no longer needed; whoever had been asked is thanked, unless it was their own doing (`by`)."""
    if match.state == MatchState.PROPOSED and match.helper != by:
        said_yes = match.helper_answer == Answer.YES
        tell(match, match.helper, "match_fell_through" if said_yes else "match_released", now)
    finish(match, state, now)


def finish(match: Match, state: MatchState, now: datetime) -> None:
    """Ends the match; the database gives its places back, and needs that waited for these are looked at soon.

    What waits in letters to ask for an answer, or a word, is called back; the caller tells what is to be told after.
    """
    match.state, match.ended_at, match.expires_at = state, now, None
    match.save()
    hush(match, (match.seeker_id, match.helper_id), ONLY_WHILE_LIVE, now)
    live.changed(_who_see_it(match))
    waiting.stir_for_place(match)


def _who_see_it(match: Match) -> list[int]:
    """Whose open pages show this match. A seeker's do not before a helper's yes: no ring tells them of a no."""
    helper = [match.helper_id] if match.proposed_at is not None else []
    return [*helper, match.seeker_id] if match.helper_answer == Answer.YES else helper


def resume(need: Need) -> None:
    """A match of this need is over: the need goes on looking. If its time has passed, `needs.expire_due` closes it."""
    need.refresh_from_db(fields=["live", "state"])
    if need.state in (NeedState.MATCHED, NeedState.CONNECTED):
        move(need, NeedState.MATCHED if need.live else NeedState.OPEN)
        waiting.stir(need)


def close_need(need: Need, because: Closing, now: datetime) -> None:
    """Closes a need that has no live match any more; the caller holds it."""
    need.closed_because, need.closed_at = because, now
    move(need, NeedState.CLOSED)


def move(need: Need, state: NeedState) -> None:
    """Writes the need's state, and why it closed if it did."""
    need.state = state
    need.save(update_fields=["state", "closed_because", "closed_at"])


def other_side(match: Match, member: Member) -> Member:
    """Whom this member is with."""
    return match.helper if member.pk == match.seeker_id else match.seeker


def hush(match: Match, members: Iterable[int], kinds: Collection[str], now: datetime) -> None:
    """Letters of these kinds about the match that were not sent yet are not sent any more."""
    kinds = {*kinds, *(FOR_TODAY[kind] for kind in kinds if kind in FOR_TODAY)}
    call_back(members=members, kinds=kinds, refers_to={"match": str(match.uid)}, now=now)


def kind_of(kind: str, need: Need) -> str:
    """The kind of message for this need: one for today may reach people in their quiet hours, if they allow that."""
    return FOR_TODAY.get(kind, kind) if need.urgency == Urgency.TODAY else kind


def tell(match: Match, member: Member, kind: str, now: datetime, which: str = "") -> None:
    """Writes what this member should know; each kind once a match, or once for each of `which`."""
    notify(
        member=member,
        kind=kind_of(kind, match.need),
        event=f"match:{match.pk}:{kind}{which}",
        now=now,
        community=match.community,
        refers_to={"match": str(match.uid)},
    )
