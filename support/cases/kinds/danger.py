"""Words that suggest danger: before everything else, read straight from the rows that hold them."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from support.cases.kind import CaseKind, Severity, page_of
from support.danger.rows import CHECKINS, MESSAGES, NEEDS, Source, names_of_signs, reads
from support.policies import Remit


def _kind(source: Source) -> CaseKind:
    return CaseKind(
        name=f"danger_{source.name}",
        severity=Severity.DANGER,
        title=gettext_lazy("Danger"),
        rows=lambda remit, now: source.waiting(remit),
        since="signs_since",
        sentence=_sentence(source),
        href=lambda remit, row: page_of(remit, "danger", source.name, row.pk),
        people=(source.writer,),
        hides_moderators=True,
    )


def _sentence(source: Source) -> Callable[[Remit, Any], str]:
    """What may be the matter; none of the words."""

    def sentence(remit: Remit, row: Any) -> str:
        if not reads(remit, source.writer_id(row)):
            return _("A moderator's own words may speak of danger")
        return str(names_of_signs(row)[0])

    return sentence


DANGER = (_kind(NEEDS), _kind(MESSAGES), _kind(CHECKINS))
