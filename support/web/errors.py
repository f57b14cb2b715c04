"""What a person reads when a page cannot be shown: what happened, in plain words, and what to do now.

None of these pages needs the database; each has crisis help and the way out.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from support.web.crisis import lines_in_need


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: usually one that stayed open for a long time."""
    return render(request, "stale_form.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Something failed on our side. Whoever asked for crisis help gets it all the same."""
    if request.path == reverse("crisis"):
        page = render_to_string("web/crisis/crisis.html", lines_in_need(request))
        return HttpResponse(page, status=503, headers={"Retry-After": "60"})
    return HttpResponse(render_to_string("500.html"), status=500)


def too_often(request: HttpRequest, *, wait: int) -> HttpResponse:
    """Somebody, or somebody's program, has done this very often; in so many seconds it may be done again."""
    page = render(request, "429.html", status=429)
    page.headers["Retry-After"] = str(wait)
    return page


def not_this_way(request: HttpRequest, refusal: HttpResponse) -> HttpResponse:
    """A page for whoever opens an address that only takes forms: an old bookmark, or a reload at the wrong moment."""
    page = render(request, "405.html", status=405)
    page.headers["Allow"] = refusal.headers["Allow"]
    return page
