"""What two connected people do: talk, finish, thank, part, and get help when something is not right."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from matching import blocks, matches, seen
from matching.models import Match, MatchState
from support import (
    conversations,
    duty,
    followup,
    help_now,
    inviting,
    kind_words,
    parties,
    parting,
    reading,
    reports,
    silence,
    starters,
    unsent,
)
from support.moderation import in_force
from support.often import A_MINUTE
from support.web import errors, next_meetings, often, spoken
from support.web.access import MemberRequest, my_conversation, now, signed_in
from support.web.forms_conversations import MessageForm, PartingForm, ReportForm, ThanksForm
from support.web.often import at_most
from support.web.refusals import calmly, show_on


@signed_in
def conversation(request: MemberRequest, uid: UUID) -> HttpResponse:
    mine = my_conversation(request, uid)
    moment = now()
    if request.method != "POST":
        return _talk(request, mine, MessageForm(initial=_begun(request, mine, moment)), moment)
    if "keep" in request.POST:
        return _keep(request, mine, moment)
    if often.too_many(conversations.A_MINUTE, "say", f"member:{request.user.pk}"):
        return errors.too_often(request, wait=A_MINUTE)
    form = MessageForm(request.POST)
    if form.is_valid():
        try:
            conversations.send(match=mine, author=request.user, now=moment, **form.cleaned_data)
            return redirect(f"{request.path}#newest")
        except ValidationError as refusal:
            show_on(form, refusal)
    return _talk(request, mine, form, moment)


def _begun(request: MemberRequest, mine: Match, moment: datetime) -> dict[str, object]:
    """What they have begun to write, or else the beginning that they chose."""
    words = unsent.of(mine, request.user, now=moment)
    ready = starters.beginnings(parties.side_of(mine, request.user))
    chosen = request.GET.get("say", "")
    if not words and chosen.isdecimal() and int(chosen) < len(ready):
        words = ready[int(chosen)]
    return {"form_key": uuid4(), "words": words}


def _keep(request: MemberRequest, mine: Match, moment: datetime) -> HttpResponse:
    """Keeps what is being typed, for its writer alone."""
    with suppress(ValueError):
        key = UUID(request.POST.get("form_key", ""))
        words = request.POST.get("words", "")
        unsent.keep(match=mine, author=request.user, words=words, form_key=key, now=moment)
    return HttpResponse(status=204)


def _talk(request: MemberRequest, mine: Match, form: MessageForm, moment: datetime) -> HttpResponse:
    me = request.user
    part = _part(request, mine)
    is_open = conversations.is_open(mine)
    limit = in_force.silence(me, mine.community, now=moment)
    card = seen.card(mine, me, now=moment, fit=False)
    this = spoken.Reading(part, mine, me, card.other_name or "", is_open, moment)
    mine_here = this.mine
    shown = {
        "card": card,
        "community": mine.community,
        "part": part,
        "at": request.GET.get("at", "") if part.later else "",
        "said": spoken.all_of(this),
        "open": is_open,
        "limit": conversations.silence_says(limit) if is_open and limit else "",
        "coming": next_meetings.of_match(mine, me, card, moment) if is_open else None,
        "silent": not part.later and silence.asked_about(mine, part.said),
        "beginnings": starters.beginnings(parties.side_of(mine, request.user))
        if not mine_here and not part.later
        else [],
        "thanks": [] if is_open else followup.thanks_said(mine, me),
        "may_thank": not is_open and followup.may_thank(mine, me),
        "both_longer": mine.longer_since is not None,
        "help_now": help_now.panel(
            member=me, place=mine.community, rows=help_now.new_of(mine_here, now=moment), now=moment
        ),
        "form": form,
        "now": moment,
    }
    if not part.later:
        reading.note_read(match=mine, reader=me, now=moment)
    return render(request, "web/conversations/conversation.html", shown)


def _part(request: MemberRequest, mine: Match) -> reading.Part:
    """The newest, or around the message that the address names."""
    with suppress(ValueError):
        return reading.around(mine, request.user, UUID(request.GET.get("at", "")))
    return reading.newest(mine, request.user)


@signed_in
def finish(request: MemberRequest, uid: UUID) -> HttpResponse:
    """A good ending, and then a word of thanks for those who like."""
    mine = my_conversation(request, uid)
    if request.method == "POST":
        with calmly(request):
            matches.complete(match=mine, member=request.user, now=now())
        return redirect("match_thanks", uid=uid)
    return _page(request, mine, "finish")


@signed_in
def end(request: MemberRequest, uid: UUID) -> HttpResponse:
    mine = my_conversation(request, uid)
    form = PartingForm(
        request.POST if request.method == "POST" else None, side=parties.side_of(mine, request.user)
    )
    if request.method == "POST" and form.is_valid():
        with calmly(request):
            parting.part(match=mine, member=request.user, words=form.cleaned_data["words"], now=now())
            messages.success(request, _("This conversation has ended. You can still read it."))
        return redirect("conversation", uid=uid)
    return _page(request, mine, "end", form=form)


@signed_in
def thanks(request: MemberRequest, uid: UUID) -> HttpResponse:
    mine = my_conversation(request, uid)
    form = ThanksForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            followup.thank(match=mine, author=request.user, now=now(), **form.cleaned_data)
        except ValidationError as refusal:
            show_on(form, refusal)
        else:
            messages.success(request, _("Your thanks are on their way."))
            return redirect("match_thanks", uid=uid)
    return _page(request, mine, "thanks", form=form, may_thank=followup.may_thank(mine, request.user))


@require_POST
@signed_in
def again(request: MemberRequest, uid: UUID) -> HttpResponse:
    mine, wanted = my_conversation(request, uid), request.POST.get("wanted") == "yes"
    with calmly(request):
        matches.again(match=mine, member=request.user, wanted=wanted, now=now())
        said = _("Noted. If you both wish so, you may be paired again.") if wanted else _("Noted.")
        messages.success(request, said)
    return redirect("match_thanks", uid=uid)


@signed_in
def block(request: MemberRequest, uid: UUID) -> HttpResponse:
    mine = my_conversation(request, uid)
    if request.method == "POST":
        with calmly(request):
            other = parties.other_side(mine, request.user)
            blocks.block(blocker=request.user, blocked=other, now=now())
            messages.success(request, _("Blocked. You will not hear from this person any more."))
        return redirect("blocks")
    return _page(request, mine, "block")


@at_most(reports.A_MINUTE, "report")
@signed_in
def report(request: MemberRequest, uid: UUID) -> HttpResponse:
    """Of the newest messages, or of those in the part of the conversation that one comes from."""
    mine = my_conversation(request, uid)
    said = reversed(_part(request, mine).said)
    theirs = [message for message in said if message.author_id != request.user.pk]
    form = ReportForm(request.POST if request.method == "POST" else None, theirs=theirs)
    if request.method == "POST" and form.is_valid():
        try:
            reports.report(reporter=request.user, match=mine, now=now(), **form.cleaned_data)
        except ValidationError as refusal:
            show_on(form, refusal)
        else:
            messages.success(
                request, _("Thank you for telling us. You will hear when a moderator has looked.")
            )
            return redirect("conversation", uid=uid)
    away = duty.away_until(mine.community, now())
    return _page(request, mine, "report", form=form, now=now(), looks_by=away)


def _page(request: MemberRequest, mine: Match, name: str, **shown: object) -> HttpResponse:
    """A page beside the conversation, about one thing that can be done there."""
    facts = {
        "card": seen.card(mine, request.user, now=now(), fit=False),
        "community": mine.community,
        "open": conversations.is_open(mine),
        "finished": mine.state == MatchState.COMPLETED,
        "thanks": followup.thanks_said(mine, request.user),
        "shared": [
            one.pk
            for one in followup.thanks_said(mine, request.user)
            if kind_words.i_share(one, request.user)
        ],
        "invited": inviting.to_help(mine, request.user),
    }
    return render(request, f"web/conversations/{name}.html", facts | shown)
