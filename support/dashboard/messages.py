"""First messages that are held until a moderator has read them."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from support import contact_details
from support.dashboard.desk import Desk, decide, moderated, page_of, show
from support.models import Message
from support.moderation import actions
from support.parties import names_of
from support.privacy import looks


@moderated
@require_safe
def messages_list(request: Desk) -> HttpResponse:
    page = page_of(request, request.remit.held_messages().order_by("held_at", "pk"))
    looks.at_held(request.remit, page, now=request.now)
    names = names_of(request.remit.community, (message.author_id for message in page))
    lines = [
        (message, names.get(message.author_id, ""), bool(contact_details.found_in(message.words)))
        for message in page
    ]
    return show(request, "messages.html", page=page, lines=lines, actions=actions.MESSAGE)


@moderated
@require_POST
def message_decide(request: Desk, uid: UUID) -> HttpResponse:
    seen = Message.objects.filter(match__in=request.remit.matches(), held_at__isnull=False)
    message = get_object_or_404(seen.select_related("match__community", "author"), uid=uid)
    decide(request, actions.MESSAGE, message=message)
    return redirect("dashboard_messages", request.remit.community.slug)
