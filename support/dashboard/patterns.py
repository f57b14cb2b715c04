"""One pattern: what happened and how often; where it is about words, the flagged messages and nothing around them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from support.dashboard.desk import Desk, decide, moderated, show
from support.models import Pattern
from support.moderation import helper_actions as actions
from support.patterns import reading as read
from support.privacy import looks


@moderated
@require_safe
def pattern(request: Desk, pk: int) -> HttpResponse:
    """The words open when a moderator asks for them: each look is written down."""
    found = _pattern(request, pk)
    noticed, about_words = read.noticed(found), found.kind in read.ABOUT_WORDS
    reading = about_words and "read" in request.GET
    said = read.said(request.remit, found) if reading else []
    if reading:
        looks.at_flagged(request.remit, said, now=request.now)
    return show(
        request,
        "pattern.html",
        pattern=found,
        membership=request.remit.memberships().filter(member=found.member_id).first(),
        sentence=noticed.sentence(found.people),
        advice=noticed.advice,
        about_words=about_words,
        reading=reading,
        said=said,
        actions=actions.of_pattern(found),
    )


@moderated
@require_POST
def pattern_decide(request: Desk, pk: int) -> HttpResponse:
    decide(request, [actions.SET_ASIDE], pattern=_pattern(request, pk))
    return redirect("dashboard", request.remit.community.slug)


def _pattern(request: Desk, pk: int) -> Pattern:
    return get_object_or_404(request.remit.patterns().select_related("community", "member"), pk=pk)
