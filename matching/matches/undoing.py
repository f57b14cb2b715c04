"""A match is undone by something else: a change, a deadline, a block, somebody leaving."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.models import Member
from matching.engine import rules
from matching.locking import Held, hold, hold_around
from matching.matches.pausing import offer_pause
from matching.matches.steps import OPEN_PROPOSAL, broken_since, finish, resume, take_back, tell
from matching.models import Answer, Match, MatchState


@transaction.atomic
def withdraw_all(live: Q, *, now: datetime, members: Iterable[int] = (), by: Member | None = None) -> int:
    """Ends every live match that `live` finds, because somebody blocked, left or was suspended. Returns how many.

    To the other side it looks like an ordinary ending; their needs go on looking.
    """
    held = hold(live, members=members)
    for match in held.matches:
        if match.state == MatchState.CONNECTED:
            match.ended_by = by
            finish(match, MatchState.ENDED, now)
            for person in (match.seeker, match.helper):
                if by is None or person.pk != by.pk:
                    tell(match, person, "match_over", now)
        else:
            take_back(match, MatchState.WITHDRAWN, now, by)
    for need in held.needs.values():
        resume(need)
    return len(held.matches)


def supersede(held: Held, *, now: datetime, by: Member | None = None) -> None:
    """Takes back the open proposals among the held matches, because what was asked has changed or is gone.

    `by` is whose doing that is: they need not be told.
    """
    for match in held.matches:
        if match.state in OPEN_PROPOSAL:
            take_back(match, MatchState.SUPERSEDED, now, by)
            resume(held.needs[match.need_id])


@transaction.atomic
def recheck(*, member: Member, now: datetime, by: Member | None = None, held: Held | None = None) -> int:
    """What the rules know of a member changed: takes back their open proposals that a rule now forbids.

    `by` is whose doing that is: they need not be told. `held` is what the caller holds around the member already.
    """
    return recheck_held(held or hold_around(member), now=now, by=by)


def recheck_held(held: Held, *, now: datetime, by: Member | None = None) -> int:
    """The same for whatever the caller holds: a rule became stricter for a whole community."""
    gone = 0
    for match in held.matches:
        if match.state in OPEN_PROPOSAL and not _still_holds(match, held, now):
            take_back(match, MatchState.SUPERSEDED, now, by)
            resume(held.needs[match.need_id])
            gone += 1
    return gone


def _still_holds(match: Match, held: Held, now: datetime) -> bool:
    """Whether the rules still hold; at what hour the helper was asked does not matter any more."""
    return all(rule is rules.helper_can_be_asked_now for rule in broken_since(match, held, now))


def expire_due(*, now: datetime) -> int:
    """Ends the proposals whose deadline has passed, each in its own transaction; returns how many."""
    overdue = Match.objects.filter(state=MatchState.PROPOSED, expires_at__lte=now).order_by("expires_at")
    return sum(_expire(pk, now) for pk in list(overdue.values_list("pk", flat=True)))


@transaction.atomic
def _expire(pk: int, now: datetime) -> bool:
    held = hold(Q(pk=pk, state=MatchState.PROPOSED, expires_at__lte=now))
    for match in held.matches:
        if match.helper_answer == Answer.YES:
            tell(match, match.helper, "match_fell_through", now)
        finish(match, MatchState.EXPIRED, now)
        if not match.helper_answer:
            offer_pause(match, now)
        resume(held.needs[match.need_id])
    return bool(held.matches)
