"""The pages that anybody may read: what this is, which communities live here, and what is kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts import communities
from accounts.models import Community
from support.privacy.erasing import GRACE
from support.privacy.kept import CHAPTERS
from support.web.going import DOORS


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The front door. Those who live here go straight home."""
    if request.user.is_authenticated:
        return redirect("home")
    door = request.GET.get("door", "")
    shown = {"communities": listed_communities(), "door": door if door in DOORS else ""}
    return render(request, "web/front/front.html", shown)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "web/front/about.html", {"communities": listed_communities()})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "web/front/privacy.html", {"chapters": CHAPTERS})


@require_safe
def goodbye(request: HttpRequest) -> HttpResponse:
    """What somebody reads who has just asked for their account to be erased."""
    return render(request, "web/front/goodbye.html", {"days": GRACE.days})


def listed_communities() -> list[Community]:
    """Communities that want to be found, by name."""
    return list(communities.listed())
