"""Home: what waits for me, how my needs are doing, what I offer, whom I talk with."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.models import Standing
from matching.seen import NeedStage
from support import at_home, drafts
from support.web import arriving, going, next_meetings
from support.web.access import MemberRequest, now, signed_in
from support.web.context import current_membership, memberships_here
from support.web.front import listed_communities
from support.web.moments import greeting

A_LOOK_BACK = 5  # conversations that are over


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
    told = at_home.of(member=member, community=here.community, now=moment)
    new_words = [talk for talk in told.talks if talk.unread]
    shown = {
        "looking_back": told.looking_back,
        "greeting": greeting(moment, here.display_name),
        "waiting": len(told.to_answer) + len(new_words),
        "to_answer": told.to_answer,
        "new_words": new_words,
        "needs": [(need, stage, _step(stage, decides)) for need, stage, decides in told.needs],
        "offers": told.offers,
        "meetings": next_meetings.of_talks(member, told.coming, moment),
        "talks": [talk for talk in told.talks if talk.connection.open],
        "over": [talk for talk in told.talks if not talk.connection.open][:A_LOOK_BACK],
        "has_hours": told.has_hours,
        "begun": told.begun,
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


def _step(stage: NeedStage, decides: bool) -> str:
    """The step of its way (see `parts/way.html`)."""
    if stage == NeedStage.IN_REVIEW:
        return "read"
    return "answer" if decides else "look"
