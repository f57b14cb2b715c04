"""Two people who may fit, before anybody is asked."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.models import Match, MatchState
from support.cases.kind import CaseKind, Severity, page_of
from support.policies import Remit


def _to_look_at(remit: Remit, now: datetime) -> QuerySet[Match]:
    return remit.matches().filter(state=MatchState.IN_REVIEW)


PROPOSAL = CaseKind(
    name="proposal",
    severity=Severity.ORDINARY,
    title=gettext_lazy("Proposal"),
    rows=_to_look_at,
    since="created_at",
    sentence=lambda remit, match: _("Two people who may fit"),
    href=lambda remit, match: page_of(remit, "match", match.uid),
    people=("seeker", "helper"),
    hides_moderators=True,
)
