"""Needs that have looked for somebody longer than the community holds bearable."""

from datetime import datetime, timedelta

from django.db.models import DateTimeField, ExpressionWrapper, F, QuerySet
from django.utils.translation import gettext_lazy

from matching.models import Need
from matching.waiting import LOOKING
from support.cases.kind import CaseKind, Severity, page_of
from support.masks import headline
from support.policies import Remit
from support.privacy import looks


def _too_long(remit: Remit, now: datetime) -> QuerySet[Need]:
    """A case begins once it is too long: since then a moderator's answer is due, not since the need was posted.

    Whether somebody is being asked makes no difference: a proposal that comes and goes must not move the case.
    """
    patience = timedelta(days=remit.community.waits_long_days)
    since = ExpressionWrapper(F("waiting_since") + patience, output_field=DateTimeField())
    looking = remit.needs().filter(state__in=LOOKING, waiting_since__lte=now - patience)
    return looking.annotate(too_long_since=since)


WAITING = CaseKind(
    name="waiting",
    severity=Severity.ORDINARY,
    title=gettext_lazy("Waiting long"),
    rows=_too_long,
    since="too_long_since",
    sentence=headline,
    href=lambda remit, need: page_of(remit, "need", need.uid),
    people=("member",),
    hides_moderators=True,
    glanced=lambda remit, needs, now: looks.at_list(remit, needs, now=now),
)
