"""Words that suggest danger: exactly those, what they suggest, and what a moderator may and may not do about them."""

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from matching.models import Need
from support.danger.rows import BY_NAME, NEEDS, Source, names_of_signs, reads
from support.dashboard.actions import Action
from support.dashboard.desk import Desk, decide, moderated, show
from support.models import Decision, DecisionKind
from support.moderation import danger as moderation
from support.parties import names_of
from support.privacy import looks

READ = Action(
    DecisionKind.DANGER_READ,
    moderation.read,
    says=_("I have read it"),
    done=_("Noted. It waits no more."),
    explains=_("Who may be asked to help stays as it is."),
)
LIFT = Action(
    DecisionKind.DANGER_LIFTED,
    moderation.lift,
    says=_("No danger: open it to all helpers"),
    done=_("Every helper who fits may be asked from now on."),
)
KEEP = Action(
    DecisionKind.DANGER_SET,
    moderation.keep_for_trained,
    says=_("Only for trained helpers"),
    done=_("From now on it goes only to helpers who are trained and have said that they take such requests."),
)
ACTIONS = (READ, LIFT, KEEP)


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
        actions=_actions(source, row) if readable else [],
        earlier=_earlier(request, source, row),
        seen_in_address=quote(row.signs_since.isoformat()),
    )


@moderated
@require_POST
def danger_decide(request: Desk, what: str, pk: int) -> HttpResponse:
    source, row = _found(request, what, pk)
    if request.GET.get("seen", "") == row.signs_since.isoformat():
        decide(request, _actions(source, row), signed=row)
    return redirect("dashboard_danger", request.remit.community.slug, what, pk)


def _found(request: Desk, what: str, pk: int) -> tuple[Source, Any]:
    source = BY_NAME.get(what)
    if source is None:
        raise Http404
    return source, get_object_or_404(source.found(request.remit), pk=pk)


def _actions(source: Source, row: Any) -> list[Action]:
    actions = [READ] if row.signs_wait else []
    if source is NEEDS and isinstance(row, Need):
        actions.append(LIFT if row.danger else KEEP)
    return actions


def _earlier(request: Desk, source: Source, row: Any) -> list[Decision]:
    """What was decided about these words, the newest first."""
    refers_to = {f"refers_to__{source.name}": str(getattr(row, "uid", row.pk))}
    kinds = [action.kind for action in ACTIONS]
    mine = Decision.objects.filter(community=request.remit.community, kind__in=kinds, **refers_to)
    return list(mine.order_by("-made_at", "-pk"))
