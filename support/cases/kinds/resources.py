"""Crisis lines for the community's country that nobody has checked, or not for too long."""

from datetime import datetime

from django.db.models import Case, DateTimeField, ExpressionWrapper, F, Q, QuerySet, When
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from support import safety
from support.cases.kind import CaseKind, Severity, page_of
from support.models import CrisisResource
from support.policies import Remit

NEVER_CHECKED = Q(verified_on=None)


def _stale(remit: Remit, now: datetime) -> QuerySet[CrisisResource]:
    """The country's own lines and those that hold anywhere; a line nobody ever checked waits since it came."""
    shown_here = safety.lines().filter(country__in={remit.community.country, safety.ANYWHERE})
    expiry = Cast(F("expires_on"), DateTimeField())
    came = ExpressionWrapper(expiry - safety.GOOD_FOR, output_field=DateTimeField())
    since = Case(When(NEVER_CHECKED, then=came), default=expiry, output_field=DateTimeField())
    stale = NEVER_CHECKED | Q(expires_on__lt=now.date())
    return shown_here.filter(stale).annotate(stale_since=since)


RESOURCE = CaseKind(
    name="resource",
    severity=Severity.ORDINARY,
    title=gettext_lazy("Crisis help"),
    rows=_stale,
    since="stale_since",
    sentence=lambda remit, line: (
        _("%(name)s, %(phone)s: to be checked") % {"name": line.name, "phone": line.phone}
    ),
    href=lambda remit, line: page_of(remit, "line", line.pk),
)
