"""What I should know, newest first; and the door that marks one as read and leads on."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.notifications import inbox, links
from accounts.notifications.kinds import KINDS
from support.web import undo
from support.web.access import MemberRequest, now, signed_in

A_PAGE = 30


@require_safe
@signed_in
def notifications(request: MemberRequest) -> HttpResponse:
    page = Paginator(inbox.inbox(request.user), A_PAGE).get_page(request.GET.get("page"))
    told = [(notification, KINDS[notification.kind]) for notification in page]
    return render(request, "web/notifications/notifications.html", {"page": page, "told": told, "now": now()})


@require_POST
@signed_in
def read(request: MemberRequest) -> HttpResponse:
    moment, back = now(), reverse("notifications")
    if inbox.mark_all_read(member=request.user, now=moment):
        words = _("All marked as read.")
        undo.note(request, words, what="reading", back=back, moment=moment, read_at=moment.isoformat())
    return redirect(back)


@require_safe
@signed_in
def notification(request: MemberRequest, uid: UUID) -> HttpResponse:
    mine = get_object_or_404(inbox.inbox(request.user), uid=uid)
    inbox.mark_read(notification=mine, now=now())
    return redirect(links.path(mine))
