"""Matches: how they stand, and the proposals that wait for a moderator's look."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from matching import wording
from matching.models import Match, MatchState
from support.dashboard.desk import Desk, decide, moderated, page_of, show
from support.masks import headline, seeker_name
from support.moderation import actions
from support.parties import names_of
from support.privacy import looks


@moderated
@require_safe
def matches_list(request: Desk) -> HttpResponse:
    """Who is matched with whom is not shown here: names stand only where a decision waits."""
    state = request.GET.get("state", "")
    rows = request.remit.matches().select_related("need").prefetch_related("need__topics")
    rows = rows.filter(state=state) if state in MatchState.values else rows
    page = page_of(request, rows.order_by("-created_at", "-pk"))
    return show(request, "matches.html", page=page, state=state, states=MatchState.choices)


@moderated
@require_safe
def match(request: Desk, uid: UUID) -> HttpResponse:
    found, remit = _in_review(request, uid), request.remit
    looks.at_proposal(remit, found, now=request.now)
    need = remit.needs().prefetch_related("topics").get(pk=found.need_id)
    names = names_of(remit.community, [found.seeker_id, found.helper_id])
    return show(
        request,
        "match.html",
        match=found,
        need=need,
        headline=headline(remit, need),
        seeker=seeker_name(remit, need, names),
        helper=names.get(found.helper_id, ""),
        reasons=wording.reason_sentences(found.reasons, helper_reads=False, zone=request.user.time_zone),
        actions=actions.PROPOSAL,
    )


@moderated
@require_POST
def match_decide(request: Desk, uid: UUID) -> HttpResponse:
    found = get_object_or_404(request.remit.matches().select_related("community"), uid=uid)
    decide(request, actions.PROPOSAL, match=found)
    return redirect("dashboard_matches", request.remit.community.slug)


def _in_review(request: Desk, uid: UUID) -> Match:
    rows = request.remit.matches().select_related("offer").prefetch_related("offer__topics")
    return get_object_or_404(rows, uid=uid, state=MatchState.IN_REVIEW)
