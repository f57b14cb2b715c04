"""Helpers who would like to be asked about sensitive topics, where a moderator admits them first."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from support import helpers
from support.cases.kind import CaseKind, Severity, page_of

HELPER = CaseKind(
    name="helper",
    severity=Severity.ORDINARY,
    title=gettext_lazy("Helper to admit"),
    rows=lambda remit, now: helpers.to_admit(remit),
    since="ready_at",
    sentence=lambda remit, membership: (
        _("%(name)s would like to help with sensitive topics") % {"name": membership.display_name}
    ),
    href=lambda remit, membership: page_of(remit, "helper", membership.pk),
    people=("member",),
)
