"""Patterns that somebody should look at. They accuse nobody and have changed nothing."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from support.cases.kind import CaseKind, Severity, page_of
from support.models import Pattern
from support.policies import Remit


def _noticed(remit: Remit, now: datetime) -> QuerySet[Pattern]:
    return remit.patterns().filter(set_aside_at=None)


PATTERN = CaseKind(
    name="pattern",
    severity=Severity.GRAVE,
    title=gettext_lazy("Pattern"),
    rows=_noticed,
    since="found_at",
    sentence=lambda remit, pattern: str(pattern.get_kind_display()),
    href=lambda remit, pattern: page_of(remit, "pattern", pattern.pk),
    people=("member",),
)
