"""{% case_desk "report" report %}: who looks into a case, and the moderators' notes, on the page of any kind of case.

The page must have read the row through the remit. What no longer waits shows its notes only.
"""

from typing import Any

from django import template

from support import cases
from support.cases import claims, notes
from support.parties import names_of

register = template.Library()


@register.inclusion_tag("dashboard/parts/case_desk.html", takes_context=True)
def case_desk(context: Any, kind: str, row: Any) -> dict[str, Any]:
    remit, now = context["remit"], context["now"]
    found = cases.kind_named(kind)
    if found is None:
        raise LookupError(kind)
    waits = found.rows(remit, now).filter(pk=row.pk).exists()
    shared = {
        "kind": found,
        "row": row,
        "community": remit.community,
        "now": now,
        "csrf_token": context.get("csrf_token"),
        "waits": waits,
        "notes": notes.of(remit, found, row),
    }
    return shared | (_claim(remit, found, row, now) if waits else {})


def _claim(remit: Any, kind: cases.CaseKind, row: Any, now: Any) -> dict[str, Any]:
    """Who has it, and who could take it over: by their names here."""
    claim = claims.held(remit, now=now).get((kind.name, row.pk))
    takers = claims.takers(remit, kind, row.pk, now=now)
    names = names_of(remit.community, [member.pk for member in takers] + ([claim.by_id] if claim else []))
    mine = claim is not None and claim.by_id == remit.moderator.pk
    return {
        "claim": claim,
        "mine": mine,
        "holder": names.get(claim.by_id, "") if claim else "",
        "takers": [(member.pk, names.get(member.pk, "")) for member in takers]
        if mine or claim is None
        else [],
    }
