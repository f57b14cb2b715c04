"""A match begins: the helper is asked, or a moderator looks first."""

from collections.abc import Iterable
from datetime import datetime

from accounts.notifications.notify import notify
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Member
from matching import review, sides, waiting
from matching.engine import rules
from matching.engine.reasons import Reason
from matching.locking import hold
from matching.matches.steps import NotPermitted, NotWaiting, answer_by, finish, move, resume, still, tell
from matching.models import Answer, Match, MatchState, Need, NeedState, Offer, OfferState, Round


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
    move(need, NeedState.MATCHED)
    if by is None and need.community.review_proposals:
        review.call(need.community, f"match:{match.pk}", but=people, now=now)
    else:  # a moderator's own match needs no second look
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
    match.expires_at = answer_by(need, helper, now)
    if need.connect_me:
        match.seeker_answer, match.seeker_answered_at = Answer.YES, now
    match.save()
    tell(match, match.helper, "match_asked", now)
    notify(
        member=need.member,
        kind="need_searching",
        event=f"need:{need.pk}:searching",
        now=now,
        community=need.community,
        refers_to={"need": str(need.uid)},
    )


@transaction.atomic
def release(*, match: Match, now: datetime) -> Match:
    """A moderator has looked: the proposal that was held goes out. Raises `AlreadyAnswered`."""
    held = hold(Q(pk=match.pk))
    match = still(held, (MatchState.IN_REVIEW,))
    _ask(match, held.needs[match.need_id], held.members[match.helper_id], now)
    return match


@transaction.atomic
def refuse(*, match: Match, now: datetime) -> Match:
    """A moderator has looked and does not let the proposal go out; nobody hears of it. Raises `AlreadyAnswered`."""
    held = hold(Q(pk=match.pk))
    match = still(held, (MatchState.IN_REVIEW,))
    finish(match, MatchState.DECLINED, now)
    resume(held.needs[match.need_id], now)
    return match
