"""Words that suggest danger: exactly those, what they suggest, and what a moderator may and may not do about them."""

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from support.danger.rows import BY_NAME, Source, names_of_signs, reads
from support.dashboard.desk import Desk, decide, moderated, show
from support.moderation import danger_actions
from support.parties import names_of
from support.privacy import looks


@moderated
@require_safe
def danger(request: Desk, what: str, pk: int) -> HttpResponse:
    source, row = _found(request, what, pk)
    writer, remit = source.writer_id(row), request.remit
    readable = reads(remit, writer)
    if readable:
        looks.at_danger(remit, row, now=request.now)
    place = remit.memberships().filter(member=writer).first() if readable else None
    return show(
        request,
        "danger.html",
        source=source,
        row=row,
        texts=source.texts(row) if readable else [],
        readable=readable,
        suggests=names_of_signs(row),
        writer=place,
        name=names_of(remit.community, [writer]).get(writer, "") if readable else "",
        actions=danger_actions.of_signed(source, row) if readable else [],
        earlier=danger_actions.decided_before(remit, source, row),
        may=danger_actions.MAY,
        may_not=danger_actions.MAY_NOT,
        seen_in_address=quote(row.signs_since.isoformat()),
    )


@moderated
@require_POST
def danger_decide(request: Desk, what: str, pk: int) -> HttpResponse:
    source, row = _found(request, what, pk)
    if request.GET.get("seen", "") == row.signs_since.isoformat():
        decide(request, danger_actions.of_signed(source, row), signed=row)
    return redirect("dashboard_danger", request.remit.community.slug, what, pk)


def _found(request: Desk, what: str, pk: int) -> tuple[Source, Any]:
    source = BY_NAME.get(what)
    if source is None:
        raise Http404
    return source, get_object_or_404(source.found(request.remit), pk=pk)
