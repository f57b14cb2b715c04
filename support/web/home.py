"""Home: what waits for me, how my needs are doing, what I offer, whom I talk with."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.models import Member, Standing
from matching import seen
from matching.models import Need, NeedState, Offer, OfferState
from matching.seen import Connection, NeedStage
from support import checkins, drafts
from support.models import DELIVERED, Message
from support.web import arriving, going, next_meetings
from support.web.access import MemberRequest, now, signed_in
from support.web.context import current_membership, memberships_here
from support.web.front import listed_communities
from support.web.moments import greeting

A_LOOK_BACK = 5  # conversations that are over


@dataclass(frozen=True)
class Talk:
    """A conversation and how much of it is new."""

    connection: Connection
    unread: int


@require_safe
@signed_in
def home(request: MemberRequest) -> HttpResponse:
    refused = going.finish_joining(request)
    if refused is not None:
        return refused
    member, moment = request.user, now()
    mine = memberships_here(request, member)
    here = current_membership(request, mine)
    if here is None:
        return _nowhere_yet(request)
    if not member.time_zone_confirmed and arriving.LATER not in request.session:
        return redirect("welcome")
    talks, to_answer = _talks(member), seen.to_answer(member, now=moment)
    new_words = [talk for talk in talks if talk.unread]
    asked = checkins.waiting(member, now=moment)
    shown = {
        "looking_back": [
            (one, talk) for one in asked for talk in talks if talk.connection.match_id == one.match_id
        ],
        "greeting": greeting(moment, here.display_name),
        "waiting": len(to_answer) + len(new_words),
        "to_answer": to_answer,
        "new_words": new_words,
        "needs": _how_needs_are(member, moment),
        "offers": list(_offers(member)),
        "meetings": next_meetings.of_talks(member, [talk.connection for talk in talks], moment),
        "talks": [talk for talk in talks if talk.connection.open],
        "over": [talk for talk in talks if not talk.connection.open][:A_LOOK_BACK],
        "has_hours": member.availability.exists(),
        "begun": drafts.begun(member=member, community=here.community, now=moment),
        "now": moment,
    }
    return render(request, "web/home/home.html", shown)


def _nowhere_yet(request: MemberRequest) -> HttpResponse:
    """Somebody who belongs to no community: which there are, and which they have asked to join."""
    asked = request.user.memberships.filter(standing=Standing.ASKED).select_related("community")
    shown = {
        "asked": list(asked),
        "communities": listed_communities(),
        "begun": drafts.begun_anywhere(member=request.user, now=now()),
    }
    return render(request, "web/home/nowhere.html", shown)


def _how_needs_are(member: Member, moment: datetime) -> list[tuple[Need, NeedStage, str]]:
    """Each with its stage, and the step of its way (see `parts/way.html`)."""
    mine, decided = list(_needs(member)), seen.needs_to_answer(member, now=moment)
    return [(need, seen.need_stage(need), _step(need, need.pk in decided)) for need in mine]


def _step(need: Need, to_answer: bool) -> str:
    if seen.need_stage(need) == NeedStage.IN_REVIEW:
        return "read"
    return "answer" if to_answer else "look"


def _needs(member: Member) -> Iterable[Need]:
    """What I still wait for; what has connected me with somebody shows as a conversation."""
    alive = member.needs.exclude(state__in=(NeedState.CONNECTED, NeedState.CLOSED)).select_related(
        "community"
    )
    return alive.order_by("-created_at")


def _offers(member: Member) -> Iterable[Offer]:
    kept = member.offers.exclude(state=OfferState.CLOSED).select_related("community")
    return kept.prefetch_related("topics").order_by("-created_at")


def _talks(member: Member) -> list[Talk]:
    """My conversations, with the new messages of all of them counted in one query."""
    connections = seen.connections(member)
    new = Message.objects.filter(DELIVERED, match__in=[one.match_id for one in connections], read_at=None)
    unread = Counter(new.exclude(author=member).values_list("match_id", flat=True))
    return [Talk(connection, unread[connection.match_id]) for connection in connections]
