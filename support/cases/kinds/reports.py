"""Something was not right."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from support.cases.kind import CaseKind, Severity, page_of
from support.models import Report, ReportState
from support.policies import Remit


def _open(remit: Remit, now: datetime) -> QuerySet[Report]:
    return remit.reports().filter(state=ReportState.OPEN)


REPORT = CaseKind(
    name="report",
    severity=Severity.GRAVE,
    title=gettext_lazy("Report"),
    rows=_open,
    since="created_at",
    sentence=lambda remit, report: _("Something was not right"),
    href=lambda remit, report: page_of(remit, "report", report.uid),
    people=("reporter", "about"),
)
