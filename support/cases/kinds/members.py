"""People who asked to come in."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership, Standing
from support.cases.kind import CaseKind, Severity, page_of
from support.policies import Remit


def _asking(remit: Remit, now: datetime) -> QuerySet[Membership]:
    return remit.memberships().filter(standing=Standing.ASKED).exclude(member__in=remit.near)


def _sentence(membership: Membership) -> str:
    """Whom the address resembles shows nowhere."""
    if membership.resembles:
        return _("%(name)s: perhaps back after a suspension") % {"name": membership.display_name}
    return membership.display_name


MEMBER = CaseKind(
    name="member",
    severity=Severity.ORDINARY,
    title=gettext_lazy("New member"),
    rows=_asking,
    since="asked_at",
    sentence=lambda remit, membership: _sentence(membership),
    href=lambda remit, membership: page_of(remit, "member", membership.pk),
    people=("member",),
)
