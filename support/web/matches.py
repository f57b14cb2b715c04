"""Two people who may fit: what I may see of it, my yes or no."""

import re
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from matching import matches, seen
from matching.engine.side import Window
from matching.models import Answer, MatchState
from matching.seen import Card, Stage
from support import followup
from support.web import glimpse, next_meetings, weekpicture
from support.web.access import MemberRequest, my_match, now, signed_in
from support.web.refusals import calmly
from support.web.told import read_here

VERSION = re.compile(r"\d{1,9}", re.ASCII)


@require_safe
@signed_in
def match(request: MemberRequest, uid: UUID) -> HttpResponse:
    mine, moment = my_match(request, uid), now()
    read_here(request, moment, match=uid)
    card = seen.card(mine, request.user, now=moment)
    shown = {
        "card": card,
        "community": mine.community,
        "glimpse": glimpse.of_card(card),
        "week": _week(card),
        "ahead": _ahead(card),
        "coming": next_meetings.of_match(mine, request.user, card, moment),
        "thanks": list(followup.thanks_for(mine, request.user)),
        "may_thank": card.stage == Stage.OVER and followup.may_thank(mine, request.user),
        "now": moment,
    }
    return render(request, "web/matches/match.html", shown)


def _week(card: Card) -> weekpicture.Week:
    """Our shared hours inside mine, by my clock."""
    mine = [Window(*minutes) for minutes in card.my_hours]
    shared = [Window(*minutes) for minutes in card.shared_hours]
    other = None
    if card.other_name and card.ahead_minutes is not None and card.ahead_stays:
        other = weekpicture.Other(card.other_name, card.ahead_minutes)
    return weekpicture.read_only(mine=mine, shared=shared, zone=card.zone, other=other)


def _ahead(card: Card) -> str:
    """How the other's clock differs from mine; nothing where the card does not tell or where it is the same."""
    if not card.ahead_minutes or card.other_name is None:
        return ""
    hours, minutes = divmod(abs(card.ahead_minutes), 60)
    span = _("%(hours)d h %(minutes)02d min") if minutes else _("%(hours)d h")
    ahead = _("The clock of %(name)s is %(span)s ahead of yours.")
    behind = _("The clock of %(name)s is %(span)s behind yours.")
    words = ahead if card.ahead_minutes > 0 else behind
    return words % {"name": card.other_name, "span": span % {"hours": hours, "minutes": minutes}}


@require_POST
@signed_in
def answer(request: MemberRequest, uid: UUID) -> HttpResponse:
    """My yes or no, to what I had before me: the versions come back with the form."""
    mine, given = my_match(request, uid), request.POST.get("answer")
    if given not in Answer.values:
        raise Http404
    try:
        mine = matches.answer(
            match=mine, member=request.user, answer=given, seen=_versions(request), now=now()
        )
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
        return redirect("match", uid=uid)
    if given == Answer.NO:
        messages.success(request, _("Thank you for looking. Nobody is told why."))
        return redirect("home")
    return redirect("conversation" if mine.state == MatchState.CONNECTED else "match", uid=uid)


def _versions(request: MemberRequest) -> tuple[int, int]:
    """The versions of need and offer that the form showed; (0, 0) fits none."""
    shown = [request.POST.get(name, "") for name in ("need_version", "offer_version")]
    if not all(VERSION.fullmatch(version) for version in shown):
        return 0, 0
    need, offer = map(int, shown)
    return need, offer


@require_POST
@signed_in
def may_know(request: MemberRequest, uid: UUID) -> HttpResponse:
    mine = my_match(request, uid)
    with calmly(request):
        matches.may_know(match=mine, member=request.user, now=now())
        messages.success(request, _("Thank you for saying so. You two will not be put to each other again."))
    return redirect("home")
