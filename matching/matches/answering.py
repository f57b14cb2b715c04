"""Both sides answer, each apart: the helper first, then the seeker."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Member
from matching.locking import Held, hold, hold_around
from matching.matches.steps import (
    OPEN_PROPOSAL,
    AlreadyAnswered,
    Changed,
    answer_by,
    finish,
    hush,
    move,
    resume,
    still,
    take_back,
    tell,
)
from matching.matches.undoing import supersede
from matching.models import Answer, Match, MatchState, MayKnow, Need, NeedState


@transaction.atomic
def answer(*, match: Match, member: Member, answer: str, seen: tuple[int, int], now: datetime) -> Match:
    """One side says yes or no. `seen` are the versions of need and offer that the person had before them.

    The helper is asked first; their first yes releases whoever else was asked. The seeker's yes connects the two; one
    that was said beforehand counts as long as it stands on the need. A no from either needs no reason, is told to
    nobody, and the search goes on. Raises `AlreadyAnswered` or `Changed`.
    """
    held = hold(Q(need=match.need_id), members=[match.seeker_id, match.helper_id])
    match = still(held, (MatchState.PROPOSED,), pk=match.pk)
    need = held.needs[match.need_id]
    check_turn(match, member, now)
    hush(match, [member.pk], ["match_asked", "match_said_yes"], now)
    if answer == Answer.NO:
        return decline(match, need, member, now)
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


def check_turn(match: Match, member: Member, now: datetime) -> None:
    if not may_answer(match, member, now=now):
        raise AlreadyAnswered(_("This no longer needs an answer."), code="already_answered")


def _helper_yes(match: Match, need: Need, held: Held, now: datetime) -> Match:
    match.helper_answer, match.helper_answered_at = Answer.YES, now
    for other in held.matches:
        if other.pk != match.pk and other.state in OPEN_PROPOSAL:
            take_back(other, MatchState.SUPERSEDED, now)
    if need.connect_me:
        return _seeker_yes(match, need, now)
    match.expires_at = answer_by(need, held.members[match.seeker_id], now)
    match.save()
    tell(match, match.seeker, "match_said_yes", now)
    return match


def _seeker_yes(match: Match, need: Need, now: datetime) -> Match:
    match.seeker_answer, match.seeker_answered_at = Answer.YES, now
    return _connect(match, need, now)


def _connect(match: Match, need: Need, now: datetime) -> Match:
    """Both have said yes, to these versions: what is written into them after the end is not for each other."""
    match.state, match.connected_at, match.expires_at = MatchState.CONNECTED, now, None
    match.need_version, match.offer_version = need.version, match.offer.version
    match.save()
    move(need, NeedState.CONNECTED)
    for person in (match.seeker, match.helper):
        tell(match, person, "match_connected", now)
    return match


@transaction.atomic
def step_back(*, member: Member, now: datetime) -> None:
    """Says no to every proposal that this member can see, whoever it is with.

    For when they tell the matcher something that one proposal would give away by vanishing alone.
    """
    held = hold_around(member)
    for match in held.matches:
        seen = match.helper_id == member.pk or match.helper_answer == Answer.YES
        if match.state == MatchState.PROPOSED and seen:
            decline(match, held.needs[match.need_id], member, now)


def decline(match: Match, need: Need, member: Member, now: datetime) -> Match:
    if member.pk == match.seeker_id:
        match.seeker_answer, match.seeker_answered_at = Answer.NO, now
        tell(match, match.helper, "match_fell_through", now)
    else:
        match.helper_answer, match.helper_answered_at = Answer.NO, now
    finish(match, MatchState.DECLINED, now)
    resume(need)
    return match


@transaction.atomic
def may_know(*, match: Match, member: Member, now: datetime) -> None:
    """ "I may know this person": an open proposal is declined without a word, and the two are never put together again.

    Whatever else is open between the two is taken back with it. Only for the two sides while the proposal is open;
    raises `AlreadyAnswered` otherwise.
    """
    two = (match.seeker_id, match.helper_id)
    held = hold(Q(seeker__in=two, helper__in=two))
    match = still(held, (MatchState.PROPOSED,), pk=match.pk)
    check_turn(match, member, now)
    other = match.helper_id if member.pk == match.seeker_id else match.seeker_id
    MayKnow.objects.get_or_create(member=member, other_id=other, defaults={"created_at": now})
    decline(match, held.needs[match.need_id], member, now)
    supersede(held, now=now, by=member)
