"""Somebody says that a decision about them was not right."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from support.cases.kind import CaseKind, Severity, page_of
from support.moderation import appeals

APPEAL = CaseKind(
    name="appeal",
    severity=Severity.GRAVE,
    title=gettext_lazy("Appeal"),
    rows=lambda remit, now: appeals.waiting_for(remit),
    since="made_at",
    sentence=lambda remit, appeal: _("A decision to look at again"),
    href=lambda remit, appeal: page_of(remit, "measure", appeal.measure.uid),
    people=("measure__member",),
)
