"""Whom I speak for at my intake desk: how I reach each, what there is to tell them, and letting them go."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import intake as desks
from accounts.notifications.kinds import KINDS
from support import intake
from support.web.access import MemberRequest, now, or_404, signed_in


@require_safe
@signed_in
def speaking_for(request: MemberRequest) -> HttpResponse:
    spoken = list(desks.people(request.user))
    news = intake.news_of(spoken)
    people = [(one, [(KINDS[row.kind].title, row.created_at) for row in news[one.pk]]) for one in spoken]
    return render(request, "web/intake/people.html", {"people": people, "desk": desks.is_desk(request.user)})


@require_POST
@signed_in
def spoken_told(request: MemberRequest, uid: UUID) -> HttpResponse:
    with or_404():
        spoken = desks.person(request.user, uid)
    intake.told(spoken=spoken, now=now())
    messages.success(request, _("Noted. Thank you for passing it on."))
    return redirect("speaking_for")


@signed_in
def spoken_let_go(request: MemberRequest, uid: UUID) -> HttpResponse:
    """They no longer wish it. One calm step before, because all of theirs is erased at once."""
    with or_404():
        spoken = desks.person(request.user, uid)
    if request.method == "POST":
        intake.let_go(desk=request.user, uid=uid, now=now())
        messages.success(
            request, _("Nobody is asked for them any more, and what was kept of them is erased.")
        )
        return redirect("speaking_for")
    return render(request, "web/intake/let_go.html", {"spoken": spoken})
