"""All my conversations, the newest words first, and looking for words in them."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.models import Member
from matching import seen
from matching.seen import Connection
from support import finding
from support.models import DELIVERED, Message
from support.web.access import MemberRequest, signed_in
from support.web.forms_conversations import FindForm
from support.web.often import at_most
from support.web.refusals import show_on

ROWS = 20
ALL = 500


@dataclass(frozen=True)
class Talk:
    """A conversation, how much of it is new, and when something was last said."""

    connection: Connection
    unread: int
    last: datetime


@require_safe
@signed_in
def talks(request: MemberRequest) -> HttpResponse:
    page = Paginator(_talks(request.user), ROWS).get_page(request.GET.get("page"))
    return render(request, "web/conversations/talks.html", {"page": page, "form": FindForm()})


@at_most(20, "find_words")
@signed_in
def find(request: MemberRequest) -> HttpResponse:
    """Words that somebody looks for are private: they come in a form, and stand in no address."""
    if request.method != "POST":
        return redirect("conversations")
    form = FindForm(request.POST)
    hits: list[finding.Hit] = []
    if form.is_valid():
        try:
            hits = finding.find(member=request.user, words=form.cleaned_data["words"])
        except ValidationError as refusal:
            show_on(form, refusal)
    shown = {"form": form, "hits": hits, "most": finding.SHOWN, "looked_through": finding.LOOKED_THROUGH}
    return render(request, "web/conversations/found.html", shown)


def _talks(member: Member) -> list[Talk]:
    """Three queries, however many there are."""
    connections = seen.connections(member, limit=ALL)
    rows = Message.objects.filter(
        DELIVERED | Q(author=member), match__in=[one.match_id for one in connections]
    )
    new = DELIVERED & Q(read_at=None, taken_back_at=None) & ~Q(author=member)
    counted = rows.values("match").annotate(last=Max("sent_at"), unread=Count("pk", filter=new))
    by_match = {row["match"]: (row["unread"], row["last"]) for row in counted.order_by()}
    all_of_them = [
        Talk(connection, *by_match.get(connection.match_id, (0, connection.connected_at)))
        for connection in connections
    ]
    return sorted(all_of_them, key=lambda talk: talk.last, reverse=True)
