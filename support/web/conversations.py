"""What two connected people do: talk, finish, thank, part, and get help when something is not right."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.notifications import inbox
from matching import blocks, matches, seen
from matching.models import Match, MatchState
from support import conversations, followup, holding, inviting, kind_words, parties, reports, silence
from support.web.access import MemberRequest, my_meeting, now, signed_in
from support.web.forms_conversations import MessageForm, ReportForm, ThanksForm
from support.web.refusals import calmly, show_on

RECENT = 20  # of the other person's messages, to choose from in a report


@signed_in
def conversation(request: MemberRequest, uid: UUID) -> HttpResponse:
    mine = my_meeting(request, uid)
    form = MessageForm(request.POST if request.method == "POST" else None, initial={"form_key": uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            conversations.send(match=mine, author=request.user, now=now(), **form.cleaned_data)
            return redirect(f"{request.path}#newest")
        except ValidationError as refusal:
            show_on(form, refusal)
    return _talk(request, mine, form)


def _talk(request: MemberRequest, mine: Match, form: MessageForm) -> HttpResponse:
    moment = now()
    said = list(conversations.messages_of(mine, request.user))
    conversations.mark_read(match=mine, reader=request.user, now=moment)
    inbox.seen(member=request.user, route="conversation", refers_to={"match": str(mine.uid)}, now=moment)
    shown = {
        "card": seen.card(mine, request.user, now=moment),
        "community": mine.community,
        "said": [(message, holding.why_held(message)) for message in said],
        "open": conversations.is_open(mine),
        "silent": silence.asked_about(mine, said),
        "thanks": list(followup.thanks_for(mine, request.user)),
        "may_thank": followup.may_thank(mine, request.user),
        "both_longer": mine.longer_since is not None,
        "form": form,
        "now": moment,
    }
    return render(request, "web/conversations/conversation.html", shown)


@signed_in
def finish(request: MemberRequest, uid: UUID) -> HttpResponse:
    """A good ending, and then a word of thanks for those who like."""
    mine = my_meeting(request, uid)
    if request.method == "POST":
        with calmly(request):
            matches.complete(match=mine, member=request.user, now=now())
        return redirect("match_thanks", uid=uid)
    return _page(request, mine, "finish")


@signed_in
def end(request: MemberRequest, uid: UUID) -> HttpResponse:
    mine = my_meeting(request, uid)
    if request.method == "POST":
        with calmly(request):
            matches.end(match=mine, member=request.user, now=now())
            messages.success(request, _("This conversation has ended. You can still read it."))
        return redirect("conversation", uid=uid)
    return _page(request, mine, "end")


@signed_in
def thanks(request: MemberRequest, uid: UUID) -> HttpResponse:
    mine = my_meeting(request, uid)
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
    mine, wanted = my_meeting(request, uid), request.POST.get("wanted") == "yes"
    with calmly(request):
        matches.again(match=mine, member=request.user, wanted=wanted, now=now())
        said = _("Noted. If you both wish so, you may be paired again.") if wanted else _("Noted.")
        messages.success(request, said)
    return redirect("match_thanks", uid=uid)


@signed_in
def block(request: MemberRequest, uid: UUID) -> HttpResponse:
    mine = my_meeting(request, uid)
    if request.method == "POST":
        with calmly(request):
            other = parties.other_side(mine, request.user)
            blocks.block(blocker=request.user, blocked=other, now=now())
            messages.success(request, _("Blocked. You will not hear from this person any more."))
        return redirect("blocks")
    return _page(request, mine, "block")


@signed_in
def report(request: MemberRequest, uid: UUID) -> HttpResponse:
    mine = my_meeting(request, uid)
    theirs = conversations.messages_of(mine, request.user).exclude(author=request.user).order_by("-pk")
    form = ReportForm(request.POST if request.method == "POST" else None, theirs=theirs[:RECENT])
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
    return _page(request, mine, "report", form=form)


def _page(request: MemberRequest, mine: Match, name: str, **shown: object) -> HttpResponse:
    """A page beside the conversation, about one thing that can be done there."""
    facts = {
        "card": seen.card(mine, request.user, now=now()),
        "community": mine.community,
        "open": conversations.is_open(mine),
        "finished": mine.state == MatchState.COMPLETED,
        "thanks": list(followup.thanks_for(mine, request.user)),
        "shared": [
            one.pk for one in followup.thanks_for(mine, request.user) if kind_words.i_share(one, request.user)
        ],
        "invited": inviting.to_help(mine, request.user),
    }
    return render(request, f"web/conversations/{name}.html", facts | shown)
