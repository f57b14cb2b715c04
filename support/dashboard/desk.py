"""The moderators' desk: who may sit down at it, what its pages share, and how a decision is answered."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.clock import database_now
from accounts.models import Community, Member
from support import cases, second_factor
from support.moderation.actions import Action, carry_out
from support.policies import Remit, remit_of

P = ParamSpec("P")
Row = TypeVar("Row", bound=Model)
ROWS = 25  # on a page of a list


class Desk(HttpRequest):
    """A request of somebody who moderates the community in the address."""

    user: Member
    remit: Remit
    now: datetime


def moderated(
    view: Callable[Concatenate[Desk, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A page for the moderators of the community in its address, who have used their second step.

    For everybody else it does not exist.
    """

    @wraps(view)
    def guarded(request: Any, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        slug = kwargs.pop("community")
        request.remit = remit_of(request.user, get_object_or_404(Community, slug=slug))
        if request.remit is None:
            raise Http404
        if second_factor.missing(request):
            onward = request.path if request.method in ("GET", "HEAD") else reverse("dashboard", args=[slug])
            return second_factor.ask(request, onward=onward)
        request.now = database_now()
        return view(request, *args, **kwargs)

    return login_required(guarded)


def show(request: Desk, template: str, **context: Any) -> HttpResponse:
    """A page of the dashboard, with the counts of what waits in its menu."""
    waiting = cases.counts(request.remit, now=request.now)
    common = {
        "community": request.remit.community,
        "remit": request.remit,
        "now": request.now,
        "waiting": waiting,
    }
    return render(request, f"dashboard/{template}", common | context)


def page_of(request: HttpRequest, rows: QuerySet[Row], per_page: int = ROWS) -> Page[Row]:
    """The page of a list that the address asks for; the nearest one, where it asks for none that exists."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))


def decide(request: Desk, actions: Iterable[Action], **about: object) -> None:
    """Carries out the action that the form names. The next page says what was done, or why not."""
    action = next((action for action in actions if action.kind == request.POST.get("kind")), None)
    if action is None:
        raise Http404
    try:
        carry_out(request.remit, action, words=request.POST.get("words", ""), now=request.now, **about)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        messages.success(request, str(action.done))
