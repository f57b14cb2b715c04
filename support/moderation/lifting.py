"""Taking a graded decision back: undone by its own moderator a moment later, lifted by any, or over by its time."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import live
from accounts.locking import lock_members
from accounts.models import Member, Membership, Notification, Role
from support import policies, reports
from support.models import DecisionKind, Grade, Measure, MeasureState
from support.moderation import effects, taken
from support.moderation.decisions import not_too_long
from support.moderation.measures import TIMED, concerned, log, tell
from support.policies import Remit

UNDO = timedelta(minutes=10)
MOST = 200  # that end in one sweep


class NotInForce(ValidationError):
    """It is over, or was taken back, already."""

    problem = "conflict"

    def __init__(self) -> None:
        super().__init__(_("This decision does not hold any more."))


@transaction.atomic
def lift(*, measure: Measure, by: Member, now: datetime, words: str = "") -> None:
    """Takes a decision back and tells the member. Raises NotAllowed, NotInForce, TooLong."""
    remit = remit_over(measure, by)
    if not may_lift(remit, measure):
        raise policies.not_allowed()
    words = not_too_long(words)
    end(measure, now, MeasureState.LIFTED)
    log(remit, measure, DecisionKind.LIFTED, now=now, words=words)
    tell(measure, now, kind="decision_lifted")


def may_lift(remit: Remit, measure: Measure) -> bool:
    """What two have decided falls when one of them takes it back; no third does it alone, unless an owner.

    A removal is an operator's to take back. Somebody else may answer an appeal (`appeals`).
    """
    if measure.grade == Grade.REMOVE and remit.rank != policies.OPERATOR:
        return False
    mine = remit.moderator.pk in (measure.by_id, measure.second_id)
    return measure.second_id is None or mine or remit.rank >= policies.RANK[Role.OWNER]


def undo_until(remit: Remit, measure: Measure) -> datetime | None:
    """Until when this moderator may undo it; None where it is not theirs, or nothing that is undone."""
    slip = measure.state == MeasureState.IN_FORCE and measure.second_id is None
    return measure.made_at + UNDO if slip and measure.by_id == remit.moderator.pk else None


@transaction.atomic
def undo(*, measure: Measure, by: Member, now: datetime) -> None:
    """A slip of the hand: within ten minutes its own moderator takes it back, and the report waits again.

    A limit whose place it took holds again; so do the requests and offers that a suspension has closed. Conversations
    that it has ended stay ended, and what a second moderator has confirmed is no slip. Raises NotAllowed, NotInForce.
    """
    remit = remit_over(measure, by)
    if measure.by_id != by.pk or measure.second_id or now > measure.made_at + UNDO:
        raise policies.not_allowed()
    told = f"measure:{measure.pk}:decision_made:"
    unread = Notification.objects.filter(member=measure.member_id, event__startswith=told, read_at=None)
    untold = bool(unread.delete()[0])
    _bring_back_replaced(measure, now)
    end(measure, now, MeasureState.DROPPED if untold else MeasureState.LIFTED)
    taken.reopen(measure, now)
    if not untold:
        tell(measure, now, kind="decision_lifted")  # they have read of it, so they read of this, too
    if measure.report:
        reports.open_again(report=measure.report, now=now)
    log(remit, measure, DecisionKind.LIFTED, now=now, words="")
    live.changed(remit.moderators)


def _bring_back_replaced(measure: Measure, now: datetime) -> None:
    if measure.grade not in TIMED:
        return
    lock_members([measure.member_id])
    same = Measure.objects.filter(
        community=measure.community_id, member=measure.member_id, grade=measure.grade, state=MeasureState.OVER
    )
    replaced = same.filter(ended_at=measure.made_at, until__gt=now).exclude(pk=measure.pk)
    replaced.update(state=MeasureState.IN_FORCE, ended_at=None)


def end(measure: Measure, now: datetime, state: MeasureState) -> None:
    """It holds no more, and what it did goes with it. Raises NotInForce when somebody was first."""
    membership = _membership(measure)
    holds = Measure.objects.filter(pk=measure.pk, state=MeasureState.IN_FORCE)
    if membership is not None:
        effects.EFFECTS[Grade(measure.grade)].end(measure, membership, now)
    if not holds.update(state=state, ended_at=now):
        raise NotInForce
    measure.refresh_from_db(fields=["state", "ended_at"])


def sweep(*, now: datetime) -> int:
    """Ends what its time has come for; of two sweeps at once, one ends it."""
    due = Measure.objects.filter(state=MeasureState.IN_FORCE, until__lte=now)
    return sum(_let_end(measure, now) for measure in due.order_by("until", "pk")[:MOST])


@transaction.atomic
def _let_end(measure: Measure, now: datetime) -> bool:
    try:
        with transaction.atomic():
            end(measure, now, MeasureState.OVER)
    except NotInForce:
        return False
    if measure.member.removed_at is None:  # for whoever was removed since, nothing goes on as before
        tell(measure, now, kind="decision_over")
    return True


def remit_over(measure: Measure, by: Member) -> Remit:
    """The remit of somebody who may take this decision back. Raises NotAllowed."""
    remit = policies.require(by, measure.community, *concerned(measure))
    membership = _membership(measure)
    if membership is not None and not remit.decides_standing_of(membership):
        raise policies.not_allowed()
    if measure.grade == Grade.REMOVE and remit.rank != policies.OPERATOR:
        raise policies.not_allowed()
    return remit


def _membership(measure: Measure) -> Membership | None:
    rows = Membership.objects.filter(community=measure.community_id, member=measure.member_id)
    return rows.select_related("community", "member").first()
