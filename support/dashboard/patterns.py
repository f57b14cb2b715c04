"""One pattern: what happened and how often; where it is about words, the flagged messages and nothing around them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from support.dashboard.desk import Desk, decide, moderated, show
from support.models import Message, Pattern, PatternKind
from support.moderation import helper_actions as actions
from support.patterns import PATTERNS
from support.privacy import looks

ABOUT_WORDS = (PatternKind.ELSEWHERE, PatternKind.SECRECY)


@moderated
@require_safe
def pattern(request: Desk, pk: int) -> HttpResponse:
    """The words open when a moderator asks for them: each look is written down."""
    found = _pattern(request, pk)
    noticed = next(one for one in PATTERNS if one.kind == found.kind)
    about_words = found.kind in ABOUT_WORDS
    reading = about_words and "read" in request.GET
    said = _said(request, found) if reading else []
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


def _said(request: Desk, found: Pattern) -> list[Message]:
    """The flagged messages as they stand now; none between people near to the moderator."""
    rows = Message.objects.filter(pk__in=found.things, author=found.member_id)
    return list(rows.filter(match__in=request.remit.matches()).order_by("sent_at", "pk"))
