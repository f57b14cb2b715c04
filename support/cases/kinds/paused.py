"""Helpers whom the safety numbers have paused: nobody new meets them until a moderator has looked."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from support import numbers
from support.cases.kind import CaseKind, Severity, page_of
from support.policies import Remit


def _paused(remit: Remit, now: datetime) -> QuerySet[Membership]:
    paused = remit.memberships().filter(pk__in=numbers.waiting().values("pk"))
    return paused.exclude(member__in=remit.near)


PAUSED = CaseKind(
    name="paused",
    severity=Severity.GRAVE,
    title=gettext_lazy("Paused helper"),
    rows=_paused,
    since="matching_paused_at",
    sentence=lambda remit, membership: (
        _("Several people blocked or reported %(name)s") % {"name": membership.display_name}
    ),
    href=lambda remit, membership: page_of(remit, "helper", membership.pk),
    people=("member",),
)
