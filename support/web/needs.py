"""What I need: asking in a few steps, how it is doing, changing it, taking it back, asking again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Community
from matching import lately, needs, seen
from matching.models import Need, NeedState
from support import feelings, help_now
from support.moderation.needs import words_with
from support.web import glimpse, undo
from support.web.access import (
    MemberRequest,
    any_community,
    my_membership,
    my_need,
    now,
    signed_in,
    signed_in_member,
)
from support.web.beginning import begin
from support.web.drafts import ASK, Draft, take_over
from support.web.forms_looking_back import FeelingForm
from support.web.forms_needs import AboutForm, HowForm, NeedForm, WithWhomForm, WordsForm
from support.web.refusals import calmly, show_on
from support.web.steps import Facts, StepForm, Walk
from support.web.told import read_here

STEPS = (WordsForm, AboutForm, HowForm, WithWhomForm)


def ask(request: HttpRequest, community: str) -> HttpResponse:
    """Four steps; the first may be taken before signing in."""
    if signed_in_member(request) is None:
        return begin(request, any_community(community))
    return _ask(request, community)  # type: ignore[arg-type]


def _ask(request: MemberRequest, community: str) -> HttpResponse:
    mine, moment = my_membership(request, community), now()
    place = mine.community
    take_over(request.session, request.user, now=moment)
    facts = Facts(member=request.user, community=place, today=timezone.localdate(moment))
    walk = Walk(request, Draft(request, ASK, place, member=request.user, now=moment), STEPS, facts)
    form = walk.form()
    if request.method == "POST":
        form = walk.posted()
        answer = walk.onward(form) or _post(request, walk, form, place)
        if answer is not None:
            return answer
    answers = walk.answers()
    shown = {
        "community": place,
        "walk": walk,
        "form": form,
        "glimpse": glimpse.of_answers(answers),
        "own_words": answers.get("words", ""),
        "own_name": mine.display_name,
        "reads_first": walk.last and needs.read_first(request.user, place),
    }
    return render(request, "web/needs/ask.html", shown)


def _post(request: MemberRequest, walk: Walk, form: StepForm, place: Community) -> HttpResponse | None:
    """The last step: what was kept becomes a need. None where something wants another look."""
    if not form.is_valid():
        return None
    try:
        with walk.draft.posting() as mine:
            if not mine:
                return redirect("home")
            need = needs.post(member=request.user, community=place, now=now(), **walk.answers())
    except ValidationError as refusal:
        show_on(form, refusal)
        return None
    return redirect("need", uid=need.uid)


@require_safe
@signed_in
def need(request: MemberRequest, uid: UUID) -> HttpResponse:
    mine, moment = my_need(request, uid), now()
    read_here(request, moment, need=uid)
    shown = {
        "need": mine,
        "community": mine.community,
        "status": seen.need_status(mine, now=moment),
        "glimpse": glimpse.of_need(mine),
        "returned_with": words_with(mine) if mine.state == NeedState.DRAFT else "",
        "has_hours": request.user.availability.exists(),
        "lately": lately.others_who_asked(
            topics=list(mine.topics.all()), community=mine.community, member=request.user, now=moment
        ),
        "feeling": FeelingForm() if feelings.may_ask(mine) else None,
        "may_renew": needs.may_renew(mine, now=moment),
        "help_now": help_now.panel(member=request.user, place=mine.community, rows=[mine], now=moment),
        "now": moment,
    }
    return render(request, "web/needs/need.html", shown)


@signed_in
def edit(request: MemberRequest, uid: UUID) -> HttpResponse:
    mine, moment = my_need(request, uid), now()
    if mine.state in (NeedState.CONNECTED, NeedState.CLOSED):
        return redirect("need", uid=uid)
    facts = Facts(member=request.user, community=mine.community, today=timezone.localdate(moment))
    form = NeedForm(request.POST or None, initial=_as_it_stands(mine), facts=facts)
    if request.method == "POST" and form.is_valid():
        try:
            needs.edit(need=mine, now=moment, **form.cleaned_data)
        except ValidationError as refusal:
            show_on(form, refusal)
        else:
            messages.success(request, _("Changed. We go on with what you wrote now."))
            return redirect("need", uid=uid)
    return render(request, "web/needs/edit.html", {"need": mine, "community": mine.community, "form": form})


def _as_it_stands(mine: Need) -> dict[str, Any]:
    return model_to_dict(mine) | {"topics": [topic.slug for topic in mine.topics.all()]}


@require_POST
@signed_in
def withdraw(request: MemberRequest, uid: UUID) -> HttpResponse:
    mine = my_need(request, uid)
    facts, moment = undo.facts_of_need(mine), now()
    with calmly(request):
        needs.withdraw(need=mine, now=moment)
        undo.note(
            request,
            _("Taken back. Nobody is asked about it any more."),
            what="withdrawal",
            back=reverse("need", args=[uid]),
            moment=moment,
            **facts,
        )
    return redirect("need", uid=uid)


@require_POST
@signed_in
def renew(request: MemberRequest, uid: UUID) -> HttpResponse:
    mine = my_need(request, uid)
    with calmly(request):
        needs.renew(need=mine, now=now())
        messages.success(request, _("Good. We keep looking."))
    return redirect("need", uid=uid)


@require_POST
@signed_in
def reopen(request: MemberRequest, uid: UUID) -> HttpResponse:
    """Asks again; a second tap finds the request that the first one made."""
    mine = my_need(request, uid)
    with calmly(request):
        mine = needs.reopen(need=mine, now=now())
        messages.success(request, _("You are asking again. We start looking now."))
    return redirect("need", uid=mine.uid)
