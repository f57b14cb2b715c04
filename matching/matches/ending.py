"""Two connected people part: helped, early, or in silence."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Member
from matching.locking import hold
from matching.matches.steps import (
    NotConnected,
    close_need,
    connected,
    finish,
    other_side,
    resume,
    tell,
)
from matching.models import Closing, Match, MatchState


@transaction.atomic
def complete(*, match: Match, member: Member, now: datetime) -> Match:
    """A good ending: this has helped. Closes the need; both may say thank you. Raises `NotConnected`."""
    held = hold(Q(pk=match.pk))
    match = connected(held, match, member)
    match.ended_by = member
    finish(match, MatchState.COMPLETED, now)
    close_need(held.needs[match.need_id], Closing.HELPED, now)
    tell(match, other_side(match, member), "match_over", now)
    return match


@transaction.atomic
def end(*, match: Match, member: Member, now: datetime) -> Match:
    """One side leaves early; no reason is asked. The search goes on while the need lives. Raises `NotConnected`."""
    held = hold(Q(pk=match.pk))
    match = connected(held, match, member)
    match.ended_by = member
    finish(match, MatchState.ENDED, now)
    resume(held.needs[match.need_id])
    tell(match, other_side(match, member), "match_over", now)
    return match


@transaction.atomic
def again(*, match: Match, member: Member, wanted: bool, now: datetime) -> Match:
    """ "I would like to be paired with this person again", or not after all. It counts once both say so.

    Only for the two, and only after their end; raises `NotConnected` otherwise.
    """
    match = Match.objects.select_for_update().get(pk=match.pk)
    theirs = member.pk in (match.seeker_id, match.helper_id)
    if not theirs or match.state not in (MatchState.COMPLETED, MatchState.ENDED):
        raise NotConnected(_("This can be said once your time together has ended."), code="not_over")
    if member.pk == match.seeker_id:
        match.seeker_again = wanted
    else:
        match.helper_again = wanted
    match.save()
    return match


@transaction.atomic
def ask_silent(*, match: Match, now: datetime) -> None:
    """Asks both whether a conversation that fell silent goes on: once for each silence, says the caller."""
    held = hold(Q(pk=match.pk, state=MatchState.CONNECTED))
    for match in held.matches:
        match.nudged_at = now
        match.save()
        kind = "match_silent_longer" if match.longer_since else "match_silent"
        for person in (match.seeker, match.helper):
            tell(match, person, kind, now, which=f":{now:%Y-%m-%d}")


@transaction.atomic
def end_silent(*, match: Match, now: datetime) -> None:
    """Ends a conversation that stayed silent after both were asked. The need rests; its seeker may reopen it."""
    held = hold(Q(pk=match.pk, state=MatchState.CONNECTED, nudged_at__isnull=False))
    for match in held.matches:
        finish(match, MatchState.ENDED, now)
        close_need(held.needs[match.need_id], Closing.EXPIRED, now)
        for person in (match.seeker, match.helper):
            tell(match, person, "match_over", now)
