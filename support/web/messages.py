"""One message of a conversation: put right, taken back, or left by a link in it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from matching import seen
from matching.models import Match
from support import changing, conversations
from support.links import links_in
from support.models import Message
from support.web.access import MemberRequest, my_conversation, now, signed_in
from support.web.forms_conversations import ChangeForm
from support.web.refusals import calmly, show_on


@signed_in
def change(request: MemberRequest, uid: UUID, message: UUID) -> HttpResponse:
    """Other words in the place of mine, or none any more."""
    mine = my_conversation(request, uid)
    found = _message(request, mine, message)
    if found.author_id != request.user.pk:
        raise Http404
    form = ChangeForm(request.POST if request.method == "POST" else None, initial={"words": found.words})
    if request.method == "POST" and "take_back" in request.POST:
        with calmly(request):
            changing.take_back(message=found, author=request.user, now=now())
            messages.success(request, _("Taken back."))
        return redirect("conversation", uid=uid)
    if request.method == "POST" and form.is_valid():
        try:
            changing.change(message=found, author=request.user, now=now(), **form.cleaned_data)
            return redirect("conversation", uid=uid)
        except ValidationError as refusal:
            show_on(form, refusal)
    return _page(request, mine, found, "change", form=form)


@require_safe
@signed_in
def way_out(request: MemberRequest, uid: UUID, message: UUID, number: int) -> HttpResponse:
    """Before a link in a message leads out of here: where to. The address itself stands in no address of ours."""
    mine = my_conversation(request, uid)
    found = _message(request, mine, message)
    links = links_in(found.words)
    if number >= len(links):
        raise Http404
    return _page(request, mine, found, "way_out", link=links[number])


def _message(request: MemberRequest, mine: Match, uid: UUID) -> Message:
    return get_object_or_404(conversations.messages_of(mine, request.user), uid=uid)


def _page(request: MemberRequest, mine: Match, found: Message, name: str, **shown: object) -> HttpResponse:
    facts = {
        "card": seen.card(mine, request.user, now=now(), fit=False),
        "message": found,
        "may_change": conversations.is_open(mine) and changing.may_change(found, request.user, now=now()),
        "minutes": changing.WITHIN.seconds // 60,
    }
    return render(request, f"web/conversations/{name}.html", facts | shown)
