"""Suspensions that wait for a second moderator."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from support.cases.kind import CaseKind, Severity, page_of
from support.models import Measure, MeasureState
from support.policies import Remit


def _proposed(remit: Remit, now: datetime) -> QuerySet[Measure]:
    equals = remit.memberships().filter(role__in=remit.out_of_reach).values("member")
    here = remit.measures().filter(state=MeasureState.PROPOSED)
    return here.exclude(by=remit.moderator).exclude(member__in=equals)


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
