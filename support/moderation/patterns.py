"""Setting a pattern aside, once a moderator has looked at it and done whatever seemed right."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Member
from support import policies
from support.models import DecisionKind, Pattern
from support.moderation.decisions import record, told
from support.moderation.members import AlreadyDecided


@transaction.atomic
def set_aside(*, pattern: Pattern, by: Member, because: str, now: datetime) -> None:
    """The case is over; from here on only what is new counts."""
    remit = policies.require(by, pattern.community, pattern.member_id)
    because = told(because)
    if not Pattern.objects.filter(pk=pattern.pk, set_aside_at=None).update(set_aside_at=now):
        raise AlreadyDecided(_("This was decided a moment ago. Please look again."))
    record(
        remit,
        DecisionKind.PATTERN_SET_ASIDE,
        member=pattern.member,
        because=because,
        now=now,
        pattern=pattern.pk,
        what=pattern.kind,
        people=pattern.people,
    )
