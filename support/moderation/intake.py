"""Who asks for people without a device: owners say so, and take it back."""

from datetime import datetime

from django.db import transaction

from accounts import intake
from accounts.models import Member, Membership
from support import policies
from support.models import DecisionKind
from support.moderation.decisions import not_too_long, record


@transaction.atomic
def begin(*, membership: Membership, by: Member, now: datetime, because: str = "") -> None:
    """Makes somebody an intake desk of this community. Raises NotAllowed."""
    _set(membership, by, now, not_too_long(because), on=True)


@transaction.atomic
def end(*, membership: Membership, by: Member, now: datetime, because: str = "") -> None:
    """They are none any more; another desk goes on for their people. Raises NotAllowed."""
    _set(membership, by, now, not_too_long(because), on=False)


def _set(membership: Membership, by: Member, now: datetime, because: str, *, on: bool) -> None:
    remit = policies.require_settings(by, membership.community)
    if not remit.covers(membership.member_id):
        raise policies.not_allowed()
    intake.set_desk(membership=membership, on=on, now=now)
    kind = DecisionKind.INTAKE_ON if on else DecisionKind.INTAKE_OFF
    record(remit, kind, now=now, member=membership.member, because=because, membership=membership.pk)
