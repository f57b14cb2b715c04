"""Where somebody was going before they had to sign up, join or say their hours; and the join that they began.

Both live in the session: signing up keeps it, signing out empties it.
"""

from django.contrib import messages
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Community, Membership, Standing
from support import coming, drafts, second_factor
from support.web.access import MemberRequest, now
from support.web.context import HERE, current_membership, memberships_of

DOORS = {"ask": "ask", "offer": "offer_new"}  # the door's name in an address, and the page behind it
GOING = "going"
JOINING = "joining"


def remember_door(session: SessionBase, community: Community, door: str) -> None:
    """Somebody wants to ask or to offer here; anything else is forgotten again."""
    if door in DOORS:
        session[GOING] = [community.slug, door]


def door_to(session: SessionBase, community: Community) -> str:
    """The door by which somebody wanted to go in here; "" where there was none."""
    slug, door = session.get(GOING, ("", ""))
    return str(door) if slug == community.slug else ""


def onward(request: MemberRequest) -> HttpResponse:
    """On to the door that was remembered, once; else to what was begun before signing up; else home."""
    slug, door = request.session.pop(GOING, (None, None))
    mine = memberships_of(request.user)
    if door in DOORS and any(membership.community.slug == slug for membership in mine):
        return redirect(DOORS[door], community=slug)
    here = current_membership(request, mine)
    if here and drafts.ASK in drafts.begun(member=request.user, community=here.community, now=now()):
        return redirect("ask", community=here.community.slug)
    return redirect("home")


def begin_joining(session: SessionBase, community: Community, display_name: str, secret: str) -> None:
    """Keeps what a person who is not signed in wrote on the join page until they are."""
    session[JOINING] = {"community": community.slug, "display_name": display_name, "secret": secret}


def begun_joining(session: SessionBase, community: Community) -> dict[str, str]:
    """What was written on the join page of this community before: who comes back to it finds it there."""
    begun: dict[str, str] = session.get(JOINING, {})
    return begun if begun.get("community") == community.slug else {}


def finish_joining(request: MemberRequest) -> HttpResponse | None:
    """Joins what somebody began to join before signing up. Where that is refused, the join page says why."""
    begun = request.session.pop(JOINING, None)
    community = Community.objects.filter(slug=begun["community"]).first() if begun else None
    if begun is None or community is None:
        return None
    try:
        joined(request, community, begun["display_name"], begun["secret"])
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
        back = reverse("join", args=[community.slug])
        return redirect(reverse("invitation", args=[begun["secret"]]) if begun["secret"] else back)
    return None


def joined(request: MemberRequest, community: Community, display_name: str, secret: str = "") -> Membership:
    """Joins, or asks to join, and says which of the two it was. Raises what `communities.join` refuses."""
    membership = coming.join(
        community=community, member=request.user, display_name=display_name, now=now(), secret=secret
    )
    if membership.standing == Standing.GOOD:
        request.session[HERE] = community.slug
        messages.success(request, _("Welcome to %(name)s.") % {"name": community.name})
        if membership.moderates and second_factor.missing(request):
            messages.info(request, _("The moderators' pages open once you have set up your second step."))
    else:
        messages.info(request, _("You have asked to join %(name)s.") % {"name": community.name})
    return membership
