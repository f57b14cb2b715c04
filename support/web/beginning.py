"""Beginning to ask before one has an account: one's own words first, then the way in, and the words are there again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import Community, Joining
from support.web import drafts
from support.web.access import now
from support.web.drafts import ASK, Draft
from support.web.forms_needs import WordsForm
from support.web.going import JOINING
from support.web.often import at_most
from support.web.steps import LATER, Facts, Walk


@at_most(60, "begin")  # each may leave a draft
def begin(request: HttpRequest, place: Community) -> HttpResponse:
    """The first step for somebody who is not signed in. "Go on" leads to joining."""
    if not _may_come_in(request, place):
        return redirect("community", community=place.slug)
    moment = now()
    draft = Draft(request, ASK, place, member=None, now=moment)
    walk = Walk(
        request, draft, [WordsForm], Facts(member=None, community=place, today=timezone.localdate(moment))
    )
    form = walk.form()
    if request.method == "POST":
        form = walk.posted()
        draft.keep(request.POST, form.fields)
        if LATER in request.POST:
            return redirect("community", community=place.slug)
        if form.is_valid():
            return redirect(in_by(place))
    shown = {"community": place, "walk": walk, "form": form, "in_by": in_by(place)}
    return render(request, "web/needs/begin.html", shown)


def in_by(place: Community) -> str:
    """Where somebody joins who came to ask."""
    return reverse("join", args=[place.slug]) + "?door=ask"


def _may_come_in(request: HttpRequest, place: Community) -> bool:
    """Nobody writes in vain: where people come in by invitation only, one was followed."""
    if place.joining != Joining.INVITATION:
        return True
    begun = request.session.get(JOINING, {})
    return bool(begun.get("secret")) and begun.get("community") == place.slug


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Forgets what was begun in this browser without signing in."""
    drafts.forget(request.session)
    messages.success(request, _("What you wrote is gone from here. Nobody has read it."))
    return redirect("home" if request.user.is_authenticated else "front")
