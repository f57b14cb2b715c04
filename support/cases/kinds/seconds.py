"""Suspensions that wait for a second moderator."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from support.cases.kind import CaseKind, Severity, page_of
from support.models import Measure, MeasureState
from support.policies import Remit


def _proposed(remit: Remit, now: datetime) -> QuerySet[Measure]:
    here = Measure.objects.filter(community=remit.community, state=MeasureState.PROPOSED)
    near = Q(member__in=remit.near) | Q(report__reporter__in=remit.near)
    return here.exclude(by=remit.moderator).exclude(near)


SECOND = CaseKind(
    name="second",
    severity=Severity.GRAVE,
    title=gettext_lazy("Suspension"),
    rows=_proposed,
    since="made_at",
    sentence=lambda remit, measure: _("A suspension that needs a second pair of eyes"),
    href=lambda remit, measure: page_of(remit, "measure", measure.uid),
    people=("member",),
)
