"""Four eyes: where a community wants it, one moderator proposes a suspension and another confirms it or does not."""

from datetime import datetime

from django.db import transaction

from accounts.models import Member
from matching.locking import hold_around
from support import policies
from support.models import DecisionKind, Grade, Measure, MeasureState, Outcome, Report
from support.moderation import effects
from support.moderation.decisions import not_too_long
from support.moderation.lifting import NotInForce, _membership, remit_over
from support.moderation.measures import LOGGED, log, tell
from support.policies import Remit


@transaction.atomic
def confirm(*, measure: Measure, by: Member, now: datetime, words: str = "") -> None:
    """A second moderator says yes: from now on the suspension holds. Raises NotAllowed and NotInForce."""
    remit = _remit(measure, by)
    length = measure.until - measure.made_at if measure.until else None
    _settle(
        measure,
        now,
        state=MeasureState.IN_FORCE,
        second=by,
        meanwhile=False,
        until=now + length if length else None,
    )
    membership = _membership(measure)
    if membership is not None:
        effects.EFFECTS[Grade.SUSPEND].begin(measure, membership, now)
    looked = Report.objects.filter(measures=measure, outcome=Outcome.LOOKED).values("pk")
    Report.objects.filter(pk__in=looked).update(outcome=Outcome.ACTED)
    log(remit, measure, LOGGED[Grade.SUSPEND], now=now)
    tell(measure, now)


@transaction.atomic
def drop(*, measure: Measure, by: Member, now: datetime, words: str = "") -> None:
    """A second moderator says no, and nobody hears of it. What held meanwhile ends. Raises NotAllowed, NotInForce."""
    remit = _remit(measure, by)
    _settle(measure, now, state=MeasureState.DROPPED, second=by, meanwhile=False, ended_at=now)
    log(remit, measure, DecisionKind.SUSPENSION_DROPPED, now=now, words=not_too_long(words))


def _remit(measure: Measure, by: Member) -> Remit:
    remit = remit_over(measure, by)
    if measure.by_id == by.pk:
        raise policies.not_allowed()
    return remit


def _settle(measure: Measure, now: datetime, **fields: object) -> None:
    """Lets go of what held meanwhile. Everything around the member is held before the first write."""
    membership = _membership(measure)
    if membership is not None:
        hold_around(membership.member)
    if measure.meanwhile and membership is not None:
        effects.go_on(measure, membership, now)
    waits = Measure.objects.filter(pk=measure.pk, state=MeasureState.PROPOSED)
    if not waits.update(**fields):
        raise NotInForce
    measure.refresh_from_db()
