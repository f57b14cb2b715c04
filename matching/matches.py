"""The life of a match, from the proposal to its end. The ONLY writer of `Match`.

Every step holds the rows that it touches (see `matching.locking`), asks what must still be true, writes the match, its
need and the notifications in one transaction. What product.md promises about silence is kept here: a seeker is never
told that somebody declined, a helper never that a seeker said no.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Member
from accounts.notifications.notify import notify
from matching import sides, waiting
from matching.engine import rules
from matching.engine.hours import deadline
from matching.engine.reasons import Reason
from matching.locking import Held, hold
from matching.models import (
    Answer,
    Closing,
    Match,
    MatchState,
    MayKnow,
    Need,
    NeedState,
    Offer,
    OfferState,
    Round,
    Urgency,
)

# How long somebody has to answer, counted outside their quiet hours.
TIME_TO_ANSWER = {
    Urgency.TODAY: timedelta(hours=2),
    Urgency.THIS_WEEK: timedelta(hours=24),
    Urgency.WHENEVER: timedelta(hours=72),
}
OPEN_PROPOSAL = (MatchState.IN_REVIEW, MatchState.PROPOSED)
# Rules that the proposal itself uses up; they are not asked again about a proposal that stands.
ASKED_ONCE = (rules.has_room, rules.helper_can_be_asked_now)


class NotPermitted(ValidationError):
    """A rule does not hold for these two; `broken` names them."""

    def __init__(self, broken: Iterable[rules.Rule]) -> None:
        self.broken = tuple(broken)
        super().__init__(_("These two cannot be matched right now."), code="not_permitted")


class NotWaiting(ValidationError):
    """The need or the offer is no longer open for this."""


class AlreadyAnswered(ValidationError):
    """The match is past the point where this answer could be given."""


class Changed(ValidationError):
    """The need or the offer was edited after the person looked at it."""


class NotConnected(ValidationError):
    """Only two connected people can do this."""


# --- proposing


@transaction.atomic
def propose(
    *,
    need_id: int,
    offer_id: int,
    now: datetime,
    score: int = 0,
    reasons: Iterable[Reason] = (),
    round: Round | None = None,
    by: Member | None = None,
) -> Match:
    """Puts an offer to a need: the helper is asked, or a moderator looks first where the community wants that.

    The rules are asked again under the locks, for everybody and for a moderator's own match (`by`) alike. Raises
    `NotWaiting` or `NotPermitted`.
    """
    need, offer = Need.objects.get(pk=need_id), Offer.objects.get(pk=offer_id)
    people = (need.member_id, offer.member_id)
    held = hold(Q(need=need_id), members=people, needs=[need_id], offers=[offer_id])
    need, offer = held.needs[need_id], held.offers[offer_id]
    _check_waiting(need, offer, now)
    broken = rules.broken_rules(*sides.pair(need, offer, now=now), now)
    if broken:
        raise NotPermitted(broken)
    match = Match.objects.create(
        community_id=need.community_id,
        need=need,
        offer=offer,
        seeker_id=need.member_id,
        helper_id=offer.member_id,
        need_version=need.version,
        offer_version=offer.version,
        state=MatchState.IN_REVIEW,
        score=score,
        reasons=[{"code": reason.code, "params": reason.params} for reason in reasons],
        round=round,
        made_by=by,
        created_at=now,
    )
    _move(need, NeedState.MATCHED, now)
    # A moderator's own match needs no second look.
    if by is not None or not need.community.review_proposals:
        _ask(match, need, held.members[match.helper_id], now)
    return match


def _check_waiting(need: Need, offer: Offer, now: datetime) -> None:
    alive = need.state in waiting.LOOKING and need.expires_at is not None and need.expires_at > now
    if not alive or need.live >= need.places or offer.state != OfferState.OPEN:
        raise NotWaiting(_("This is no longer waiting for somebody."), code="not_waiting")


def _ask(match: Match, need: Need, helper: Member, now: datetime) -> None:
    """The proposal goes out: the helper is asked, the seeker hears once a need that people are being asked."""
    match.state = MatchState.PROPOSED
    match.proposed_at = now
    match.expires_at = _deadline(need, helper, now)
    if need.connect_me:
        match.seeker_answer, match.seeker_answered_at = Answer.YES, now
    match.save()
    _tell(match, match.helper, "match_asked", now)
    notify(
        member=need.member,
        kind="need_searching",
        event=f"need:{need.pk}:searching",
        now=now,
        community=need.community,
        refers_to={"need": str(need.uid)},
    )


def _deadline(need: Need, member: Member, now: datetime) -> datetime:
    allowed = TIME_TO_ANSWER[Urgency(need.urgency)]
    return deadline(now, allowed, sides.quiet_of(member), member.time_zone)


@transaction.atomic
def release(*, match: Match, now: datetime) -> Match:
    """A moderator has looked: the proposal that was held goes out. Raises `AlreadyAnswered`."""
    held = hold(Q(pk=match.pk))
    match = _one(held, OPEN_PROPOSAL[:1])
    _ask(match, held.needs[match.need_id], held.members[match.helper_id], now)
    return match


@transaction.atomic
def refuse(*, match: Match, now: datetime) -> Match:
    """A moderator has looked and does not let the proposal go out; nobody hears of it. Raises `AlreadyAnswered`."""
    held = hold(Q(pk=match.pk))
    match = _one(held, OPEN_PROPOSAL[:1])
    _finish(match, MatchState.DECLINED, now)
    _resume(held.needs[match.need_id], now)
    return match


# --- answering


@transaction.atomic
def answer(*, match: Match, member: Member, answer: str, seen: tuple[int, int], now: datetime) -> Match:
    """One side says yes or no. `seen` are the versions of need and offer that the person had before them.

    The helper is asked first; their first yes releases whoever else was asked. The seeker's yes connects the two. A no
    from either needs no reason, is told to nobody, and the search goes on. Raises `AlreadyAnswered` or `Changed`.
    """
    held = hold(Q(need=match.need_id), members=[match.seeker_id, match.helper_id])
    match = _one(held, (MatchState.PROPOSED,), pk=match.pk)
    need = held.needs[match.need_id]
    _check_turn(match, member, now)
    if answer == Answer.NO:
        return _decline(match, need, member, now)
    if seen != (need.version, held.offers[match.offer_id].version):
        raise Changed(_("Something was changed a moment ago. Please look once more."), code="changed")
    if member.pk == match.seeker_id:
        return _seeker_yes(match, need, now)
    return _helper_yes(match, need, held, now)


def may_answer(match: Match, member: Member, *, now: datetime) -> bool:
    """Whether this side's answer is asked for now."""
    if match.state != MatchState.PROPOSED or match.expires_at is None or match.expires_at <= now:
        return False
    if member.pk == match.helper_id:
        return not match.helper_answer
    return member.pk == match.seeker_id and match.helper_answer == Answer.YES and not match.seeker_answer


def _check_turn(match: Match, member: Member, now: datetime) -> None:
    if not may_answer(match, member, now=now):
        raise AlreadyAnswered(_("This no longer needs an answer."), code="already_answered")


def _helper_yes(match: Match, need: Need, held: Held, now: datetime) -> Match:
    match.helper_answer, match.helper_answered_at = Answer.YES, now
    for other in held.matches:
        if other.pk != match.pk and other.state in OPEN_PROPOSAL:
            _take_back(other, MatchState.SUPERSEDED, now)
    if match.seeker_answer == Answer.YES:
        return _connect(match, need, now)
    match.expires_at = _deadline(need, held.members[match.seeker_id], now)
    match.save()
    _tell(match, match.seeker, "match_said_yes", now)
    return match


def _seeker_yes(match: Match, need: Need, now: datetime) -> Match:
    match.seeker_answer, match.seeker_answered_at = Answer.YES, now
    return _connect(match, need, now)


def _connect(match: Match, need: Need, now: datetime) -> Match:
    match.state, match.connected_at, match.expires_at = MatchState.CONNECTED, now, None
    match.save()
    _move(need, NeedState.CONNECTED, now)
    for person in (match.seeker, match.helper):
        _tell(match, person, "match_connected", now)
    return match


def _decline(match: Match, need: Need, member: Member, now: datetime) -> Match:
    if member.pk == match.seeker_id:
        match.seeker_answer, match.seeker_answered_at = Answer.NO, now
        _tell(match, match.helper, "match_fell_through", now)
    else:
        match.helper_answer, match.helper_answered_at = Answer.NO, now
    _finish(match, MatchState.DECLINED, now)
    _resume(need, now)
    return match


@transaction.atomic
def may_know(*, match: Match, member: Member, now: datetime) -> None:
    """ "I may know this person": an open proposal is declined without a word, and the two are never put together again.

    Only for the two sides while the proposal is open; raises `AlreadyAnswered` otherwise.
    """
    held = hold(Q(pk=match.pk))
    match = _one(held, (MatchState.PROPOSED,))
    _check_turn(match, member, now)
    other = match.helper_id if member.pk == match.seeker_id else match.seeker_id
    MayKnow.objects.get_or_create(member=member, other_id=other, defaults={"created_at": now})
    _decline(match, held.needs[match.need_id], member, now)


# --- ending


@transaction.atomic
def complete(*, match: Match, member: Member, now: datetime) -> Match:
    """A good ending: this has helped. Closes the need; both may say thank you. Raises `NotConnected`."""
    held = hold(Q(pk=match.pk))
    match = _connected(held, match, member)
    match.ended_by = member
    _finish(match, MatchState.COMPLETED, now)
    close_need(held.needs[match.need_id], Closing.HELPED, now)
    _tell(match, _other(match, member), "match_over", now)
    _stir_offers(held.offers.values())
    return match


@transaction.atomic
def end(*, match: Match, member: Member, now: datetime) -> Match:
    """One side leaves early; no reason is asked. The search goes on while the need lives. Raises `NotConnected`."""
    held = hold(Q(pk=match.pk))
    match = _connected(held, match, member)
    match.ended_by = member
    _finish(match, MatchState.ENDED, now)
    _resume(held.needs[match.need_id], now)
    _tell(match, _other(match, member), "match_over", now)
    _stir_offers(held.offers.values())
    return match


@transaction.atomic
def again(*, match: Match, member: Member, wanted: bool, now: datetime) -> Match:
    """ "I would like to be paired with this person again", or not after all. It counts once both say so."""
    match = Match.objects.select_for_update().get(pk=match.pk)
    if match.state not in (MatchState.COMPLETED, MatchState.ENDED):
        raise NotConnected(_("This can be said once your time together has ended."), code="not_over")
    if member.pk == match.seeker_id:
        match.seeker_again = wanted
    else:
        match.helper_again = wanted
    match.save()
    return match


# --- what others bring about


@transaction.atomic
def withdraw_all(live: Q, *, now: datetime, members: Iterable[int] = (), by: Member | None = None) -> int:
    """Ends every live match that `live` finds, because somebody blocked, left or was suspended. Returns how many.

    To the other side it looks like an ordinary ending; their needs go on looking.
    """
    held = hold(live, members=members)
    for match in held.matches:
        if match.state == MatchState.CONNECTED:
            match.ended_by = by
            _finish(match, MatchState.ENDED, now)
            for person in (match.seeker, match.helper):
                if by is None or person.pk != by.pk:
                    _tell(match, person, "match_over", now)
        else:
            _take_back(match, MatchState.WITHDRAWN, now)
    for need in held.needs.values():
        _resume(need, now)
    _stir_offers(held.offers.values())
    return len(held.matches)


def supersede(held: Held, *, now: datetime) -> None:
    """Takes back the open proposals among the held matches, because what was asked has changed or is gone."""
    for match in held.matches:
        if match.state in OPEN_PROPOSAL:
            _take_back(match, MatchState.SUPERSEDED, now)
            _resume(held.needs[match.need_id], now)


@transaction.atomic
def recheck(*, member: Member, now: datetime) -> int:
    """A member's hours, languages or wishes changed: takes back their open proposals for which a rule no longer holds."""
    held = hold(Q(seeker=member) | Q(helper=member), members=[member.pk])
    gone = 0
    for match in held.matches:
        if match.state in OPEN_PROPOSAL and not _still_holds(match, held, now):
            _take_back(match, MatchState.SUPERSEDED, now)
            _resume(held.needs[match.need_id], now)
            gone += 1
    return gone


def _still_holds(match: Match, held: Held, now: datetime) -> bool:
    need, offer = sides.pair(held.needs[match.need_id], held.offers[match.offer_id], now=now)
    return all(rule in ASKED_ONCE for rule in rules.broken_rules(need, offer, now))


def expire_due(*, now: datetime) -> int:
    """Ends the proposals whose deadline has passed, each in its own transaction; returns how many."""
    overdue = Match.objects.filter(state=MatchState.PROPOSED, expires_at__lte=now).order_by("expires_at")
    return sum(_expire(pk, now) for pk in list(overdue.values_list("pk", flat=True)))


@transaction.atomic
def _expire(pk: int, now: datetime) -> bool:
    held = hold(Q(pk=pk, state=MatchState.PROPOSED, expires_at__lte=now))
    for match in held.matches:
        if match.helper_answer == Answer.YES:
            _tell(match, match.helper, "match_fell_through", now)
        _finish(match, MatchState.EXPIRED, now)
        _resume(held.needs[match.need_id], now)
    return bool(held.matches)


@transaction.atomic
def ask_silent(*, match: Match, now: datetime) -> None:
    """Asks both, once, whether a conversation that fell silent goes on."""
    held = hold(Q(pk=match.pk, state=MatchState.CONNECTED, nudged_at__isnull=True))
    for match in held.matches:
        match.nudged_at = now
        match.save()
        for person in (match.seeker, match.helper):
            _tell(match, person, "match_silent", now)


@transaction.atomic
def end_silent(*, match: Match, now: datetime) -> None:
    """Ends a conversation that stayed silent after both were asked. The need rests; its seeker may reopen it."""
    held = hold(Q(pk=match.pk, state=MatchState.CONNECTED, nudged_at__isnull=False))
    for match in held.matches:
        _finish(match, MatchState.ENDED, now)
        close_need(held.needs[match.need_id], Closing.EXPIRED, now)
        for person in (match.seeker, match.helper):
            _tell(match, person, "match_over", now)
        _stir_offers(held.offers.values())


# --- shared by all of the above


def _one(held: Held, states: Iterable[MatchState], pk: int | None = None) -> Match:
    """The held match, if it is still in one of these states."""
    for match in held.matches:
        if match.state in states and (pk is None or match.pk == pk):
            return match
    raise AlreadyAnswered(_("This no longer needs an answer."), code="already_answered")


def _connected(held: Held, match: Match, member: Member) -> Match:
    for current in held.matches:
        if current.pk == match.pk and current.state == MatchState.CONNECTED:
            if member.pk in (current.seeker_id, current.helper_id):
                return current
    raise NotConnected(_("This conversation has already ended."), code="not_connected")


def _take_back(match: Match, state: MatchState, now: datetime) -> None:
    """An open proposal is no longer needed; whoever had been asked is thanked."""
    if match.state == MatchState.PROPOSED:
        _tell(match, match.helper, "match_released", now)
    _finish(match, state, now)


def _finish(match: Match, state: MatchState, now: datetime) -> None:
    match.state, match.ended_at, match.expires_at = state, now, None
    match.save()


def _resume(need: Need, now: datetime) -> None:
    """A match of this need is over: the need goes on looking while it lives, and expires when its time has passed."""
    need.refresh_from_db(fields=["live", "state"])
    if need.state not in (NeedState.MATCHED, NeedState.CONNECTED):
        return
    if need.expires_at is not None and need.expires_at <= now and need.live == 0:
        close_need(need, Closing.EXPIRED, now)
        return
    _move(need, NeedState.MATCHED if need.live else NeedState.OPEN, now)
    waiting.stir(need)


def close_need(need: Need, because: Closing, now: datetime) -> None:
    """Closes a need that has no live match any more; the caller holds it."""
    need.closed_because, need.closed_at = because, now
    _move(need, NeedState.CLOSED, now)


def _move(need: Need, state: NeedState, now: datetime) -> None:
    need.state = state
    need.save(update_fields=["state", "closed_because", "closed_at"])


def _stir_offers(offers: Iterable[Offer]) -> None:
    """A place became free: needs that the offer could serve should be looked at soon."""
    for offer in offers:
        if offer.state == OfferState.OPEN:
            waiting.stir_for(offer)


def _other(match: Match, member: Member) -> Member:
    return match.helper if member.pk == match.seeker_id else match.seeker


def _tell(match: Match, member: Member, kind: str, now: datetime) -> None:
    notify(
        member=member,
        kind=kind,
        event=f"match:{match.pk}:{kind}",
        now=now,
        community=match.community,
        refers_to={"match": str(match.uid)},
    )
