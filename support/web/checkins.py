"""Looking back on a time together: what is asked, "not now", and what may come of the answer."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from matching import needs, seen
from matching.models import Match
from support import checkins, conversations, followup, help_now, inviting
from support.models import CheckIn, Helped
from support.web.access import MemberRequest, my_conversation, now, signed_in
from support.web.forms_looking_back import AnewForm, CheckInForm
from support.web.refusals import calmly, show_on
from support.web.told import read_here


@signed_in
def checkin(request: MemberRequest, uid: UUID) -> HttpResponse:
    """The question. Where none waits, or it makes no sense any more, the page says so and asks nothing."""
    mine = my_conversation(request, uid)
    read_here(request, now(), match=uid)
    if checkins.open_for(mine, request.user) is None:
        return _page(request, mine, "nothing_asked")
    helps = mine.helper_id == request.user.pk
    form = CheckInForm(request.POST if request.method == "POST" else None, match=mine, helps=helps)
    if request.method == "POST" and form.is_valid():
        with calmly(request):
            checkins.answer(match=mine, member=request.user, now=now(), **form.cleaned_data)
        return redirect("checkin_onward", uid=uid)
    return _page(request, mine, "checkin", form=form)


@require_POST
@signed_in
def later(request: MemberRequest, uid: UUID) -> HttpResponse:
    mine = my_conversation(request, uid)
    checkins.put_aside(match=mine, member=request.user, now=now())
    messages.success(request, _("That is fine. There is nothing that you need to do."))
    return redirect("home")


@signed_in
def onward(request: MemberRequest, uid: UUID) -> HttpResponse:
    """What may come of it: somebody else, a good end, a word of thanks, a page for oneself. None of it has to."""
    mine = my_conversation(request, uid)
    said, step = checkins.said(mine, request.user), checkins.next_step(mine, request.user)
    if said is None or step is None:
        return _page(request, mine, "nothing_asked")
    if step == checkins.Step.NEVER_CAME:
        return _never_came(request, mine)
    if step == checkins.Step.SOMEBODY_ELSE:
        return _somebody_else(request, mine, said)
    shown = {
        "may_thank": followup.may_thank(mine, request.user),
        "invited": said.helped == Helped.YES and inviting.to_help(mine, request.user),
    }
    return _page(request, mine, "onward", said=said, **shown)


def _never_came(request: MemberRequest, mine: Match) -> HttpResponse:
    if request.method != "POST":
        return _page(request, mine, "never_came")
    with calmly(request):
        needs.never_met(match=mine, member=request.user, now=now())
        if mine.helper_id == request.user.pk:
            messages.success(request, _("This has ended quietly. Your place is free for somebody else."))
            return redirect("home")
        messages.success(request, _("We are looking for somebody else now."))
    return redirect("home")


def _somebody_else(request: MemberRequest, mine: Match, said: CheckIn) -> HttpResponse:
    form = AnewForm(
        request.POST if request.method == "POST" else None, need=mine.need, match=mine, misfits=said.misfits
    )
    if request.method == "POST" and form.is_valid():
        try:
            need = needs.look_anew(match=mine, now=now(), changes=form.cleaned_data)
        except ValidationError as refusal:
            show_on(form, refusal)
        else:
            messages.success(request, _("You are asking again. We start looking now."))
            return redirect("need", uid=need.uid)
    return _page(request, mine, "somebody_else", form=form, said=said)


def _page(request: MemberRequest, mine: Match, name: str, **shown: object) -> HttpResponse:
    facts = {
        "card": seen.card(mine, request.user, now=now()),
        "community": mine.community,
        "open": conversations.is_open(mine),
        "help_now": help_now.after_looking_back(member=request.user, match=mine, now=now()),
    }
    return render(request, f"web/checkins/{name}.html", facts | shown)
