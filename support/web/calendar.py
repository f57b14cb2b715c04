"""My own calendar: an address that it reads, made on wish, shown once, renewed and taken back."""

from hashlib import sha256

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from support.meetings import feeds
from support.often import A_MINUTE, address_of
from support.web import often
from support.web.access import MemberRequest, now, signed_in
from support.web.meetings import ics

SHOWN_ONCE = "calendar_address"
READS_A_MINUTE = 30


@signed_in
def calendar(request: MemberRequest) -> HttpResponse:
    if request.method == "POST":
        secret = feeds.make(member=request.user, now=now())
        request.session[SHOWN_ONCE] = settings.SITE_URL + reverse("calendar_feed", args=[secret])
        messages.success(request, _("Here is your address. Please copy it now: it is shown only once."))
        return redirect("calendar")
    shown = {"feed": feeds.of(request.user), "address": request.session.pop(SHOWN_ONCE, "")}
    return render(request, "web/meetings/calendar.html", shown)


@require_POST
@signed_in
def calendar_off(request: MemberRequest) -> HttpResponse:
    feeds.take_back(member=request.user)
    messages.success(
        request, _("The address no longer works. What a calendar has copied, it may still show for a while.")
    )
    return redirect("calendar")


@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """What a calendar reads. It is nobody's session: the address alone opens it, and nothing else here."""
    if often.too_many(READS_A_MINUTE, "calendar", f"feed:{secret}"):
        return _later()
    owner = feeds.owner_of(secret)
    if owner is None:
        if often.too_many(READS_A_MINUTE, "no_calendar", address_of(request)):
            return _later()
        raise Http404
    file = feeds.read(owner, now=now())
    response = ics(file, "PUBLISH")
    response["ETag"] = etag = f'"{sha256(file.encode()).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=etag, response=response) or response


def _later() -> HttpResponse:
    return HttpResponse(status=429, headers={"Retry-After": str(A_MINUTE)})
