"""The guide on sensitive topics, for whoever would like to help with them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.guides import Guide, note_read
from support.guides import SENSITIVE
from support.web.access import MemberRequest, my_membership, now, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def sensitive_guide(request: MemberRequest, community: str) -> HttpResponse:
    place = my_membership(request, community).community
    if request.method == "POST":
        note_read(request.user, Guide.SENSITIVE, now=now())
        if place.admits_helpers:
            messages.success(request, _("Thank you. A moderator looks next, and you will hear from us."))
        return redirect("home")
    return render(request, "web/offers/sensitive.html", {"community": place, "guide": SENSITIVE})
