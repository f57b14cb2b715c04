"""Decisions about somebody's place in the community: letting in, pausing, and back again; see `measures`, too."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import communities
from accounts.models import Member, Membership, Standing
from matching import standing
from support import policies
from support.models import DecisionKind, Grade, Measure, MeasureState
from support.moderation import in_force, lifting
from support.moderation.decisions import not_too_long, record, told
from support.moderation.measures import tell
from support.policies import Remit


class AlreadyDecided(ValidationError):
    """The member no longer stands as this decision supposes."""

    problem = "conflict"


@transaction.atomic
def admit(*, membership: Membership, by: Member, now: datetime, because: str = "") -> None:
    """Lets somebody in who asked to join."""
    remit = policies.require(by, membership.community, membership.member_id)
    because = not_too_long(because)
    communities.admit(membership=membership, now=now)
    record(remit, DecisionKind.ADMITTED, member=membership.member, because=because, now=now)


@transaction.atomic
def turn_away(*, membership: Membership, by: Member, because: str, now: datetime) -> None:
    """Does not let somebody in who asked to join; the reason stays with the moderators."""
    remit = policies.require(by, membership.community, membership.member_id)
    because = told(because)
    communities.turn_away(membership=membership, now=now)
    record(remit, DecisionKind.NOT_ADMITTED, member=membership.member, because=because, now=now)


@transaction.atomic
def pause_matching(*, membership: Membership, by: Member, because: str, now: datetime) -> None:
    """No new matches for this member here until a moderator lifts it; open proposals are taken back."""
    remit = policies.require_standing(by, membership)
    because = told(because)
    _check(membership, Standing.GOOD, paused=False)
    standing.pause_matching(membership=membership, now=now)
    record(remit, DecisionKind.MATCHING_PAUSED, member=membership.member, because=because, now=now)


@transaction.atomic
def resume_matching(*, membership: Membership, by: Member, now: datetime, because: str = "") -> None:
    """Lifts a pause."""
    remit = policies.require_standing(by, membership)
    because = not_too_long(because)
    _check(membership, Standing.GOOD, paused=True)
    standing.resume_matching(membership=membership, now=now)
    _over(membership, now, Grade.LIMIT_MATCHING)
    record(remit, DecisionKind.MATCHING_RESUMED, member=membership.member, because=because, now=now)


@transaction.atomic
def reinstate(*, membership: Membership, by: Member, because: str, now: datetime) -> None:
    """Takes a suspended member back. Who was removed everywhere is an operator's to take back (`lifting`)."""
    remit = policies.require_standing(by, membership)
    if membership.member.removed_at is not None:
        raise policies.not_allowed()
    because = told(because)
    _check(membership, Standing.SUSPENDED)
    if not may_take_back_in(remit, membership):
        raise policies.not_allowed()
    standing.reinstate(membership=membership)
    _over(membership, now, Grade.SUSPEND)
    record(remit, DecisionKind.REINSTATED, member=membership.member, because=because, now=now)


def may_take_back_in(remit: Remit, membership: Membership) -> bool:
    """Whether this moderator alone may end what suspends somebody here (`lifting.may_lift`)."""
    suspensions = in_force.of(membership.member, membership.community, Grade.SUSPEND)
    return all(lifting.may_lift(remit, measure) for measure in suspensions)


def _over(membership: Membership, now: datetime, grade: Grade) -> None:
    """What was decided so is over with it, and whoever was told of it is told of that."""
    holds = list(
        in_force.of(membership.member, membership.community, grade).select_related("community", "member")
    )
    Measure.objects.filter(pk__in=[measure.pk for measure in holds]).update(
        state=MeasureState.OVER, ended_at=now
    )
    for measure in holds:
        tell(measure, now, kind="decision_lifted")


def _check(membership: Membership, stands: Standing, *, paused: bool | None = None) -> None:
    membership.refresh_from_db(fields=["standing", "matching_paused_at"])
    as_paused = paused is None or paused == (membership.matching_paused_at is not None)
    if membership.standing != stands or not as_paused:
        raise AlreadyDecided(_("This was decided a moment ago. Please look again."))
