"""Needs that a moderator reads before the search begins."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from matching.models import Need, NeedState
from support.cases.kind import CaseKind, Severity, page_of
from support.masks import headline
from support.policies import Remit
from support.privacy import looks


def _to_read(remit: Remit, now: datetime) -> QuerySet[Need]:
    return remit.needs().filter(state=NeedState.IN_REVIEW)


NEED = CaseKind(
    name="need",
    severity=Severity.ORDINARY,
    title=gettext_lazy("Request"),
    rows=_to_read,
    since="changed_at",
    sentence=headline,
    href=lambda remit, need: page_of(remit, "need", need.uid),
    people=("member",),
    hides_moderators=True,
    glanced=lambda remit, needs, now: looks.at_list(remit, needs, now=now),
)
