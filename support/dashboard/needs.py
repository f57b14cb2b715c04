"""Needs: those to read, those that look for somebody, and one need with whom could be asked by hand."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from accounts.languages import language_names
from matching.models import Format, Need, NeedState
from matching.waiting import LOOKING
from matching.widening import waits_long
from support import matchmaking
from support.dashboard.desk import Desk, decide, moderated, page_of, show
from support.masks import headline, seeker_name
from support.moderation import actions
from support.parties import names_of
from support.privacy import looks

CANDIDATES = 10  # on a page


@moderated
@require_safe
def needs_list(request: Desk) -> HttpResponse:
    remit = request.remit
    reading = request.GET.get("show") == "read"
    found = remit.needs().prefetch_related("topics")
    if reading:
        rows = found.filter(state=NeedState.IN_REVIEW).order_by("changed_at", "pk")
    else:
        rows = found.filter(state__in=LOOKING).order_by("waiting_since", "pk")
    page = page_of(request, rows)
    looks.at_list(remit, page, now=request.now)
    names = names_of(remit.community, (need.member_id for need in page))
    lines = [(need, headline(remit, need), seeker_name(remit, need, names)) for need in page]
    return show(request, "needs.html", page=page, lines=lines, reading=reading)


@moderated
@require_safe
def need(request: Desk, uid: UUID) -> HttpResponse:
    found, remit = _need(request, uid), request.remit
    looks.at_need(remit, found, reading=found.state == NeedState.IN_REVIEW, now=request.now)
    names = names_of(remit.community, [found.member_id])
    context = {
        "need": found,
        "headline": headline(remit, found),
        "name": seeker_name(remit, found, names),
        "words": found.words if remit.reads_words(found) else "",
        "formats": [str(Format(format).label) for format in found.formats],
        "languages": language_names(found.languages),
        "actions": actions.of_need(found),
    }
    if found.state in LOOKING:
        context |= _search(request, found)
    return show(request, "need.html", **context)


@moderated
@require_POST
def need_decide(request: Desk, uid: UUID) -> HttpResponse:
    found = _need(request, uid)
    decide(request, actions.NEED, need=found)
    return redirect("dashboard_need", request.remit.community.slug, uid)


@moderated
@require_POST
def match_by_hand(request: Desk, uid: UUID) -> HttpResponse:
    found = _need(request, uid)
    offer = get_object_or_404(request.remit.offers(), uid=_uid(request.POST.get("offer", "")))
    decide(request, [actions.BY_HAND], need=found, offer=offer)
    return redirect("dashboard_need", request.remit.community.slug, uid)


def _need(request: Desk, uid: UUID) -> Need:
    rows = request.remit.needs().select_related("community", "member", "area").prefetch_related("topics")
    return get_object_or_404(rows.exclude(state=NeedState.DRAFT), uid=uid)


def _uid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _search(request: Desk, need: Need) -> dict[str, object]:
    """Why nobody was found, what would widen the search once it takes long, and who could be asked."""
    now, remit = request.now, request.remit
    seen = matchmaking.look(need, remit, now=now)
    page = page_of(request, matchmaking.offers_about(need, remit), CANDIDATES)
    return {
        "why": matchmaking.why_nobody(seen, now=now),
        "whole": seen.whole,
        "waits_long": waits_long(need, now=now),
        "wider": matchmaking.what_would_widen(seen, now=now) if waits_long(need, now=now) else [],
        "page": page,
        "candidates": matchmaking.candidates(need, page, now=now),
        "by_hand": actions.BY_HAND,
    }
