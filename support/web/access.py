"""Who is asking, what they may look at, and what time it is. Whatever is not theirs does not exist for them: 404."""

from collections.abc import Callable
from datetime import datetime
from typing import Concatenate, ParamSpec
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from accounts import clock
from accounts.models import Community, Member, Membership, Standing
from matching import seen
from matching.models import Match, Need, Offer

P = ParamSpec("P")


class MemberRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: Member


def signed_in(
    view: Callable[Concatenate[MemberRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A page for those who are signed in; others sign in first and then come back to it."""
    return login_required(view)  # type: ignore[return-value]


def password_again(
    view: Callable[Concatenate[MemberRequest, P], HttpResponse],
) -> Callable[Concatenate[MemberRequest, P], HttpResponse]:
    """A page for those who have typed their password a moment ago; others are asked for it and then come back to it."""
    return reauthentication_required(view)  # type: ignore[no-any-return]


def now() -> datetime:
    """The moment of this request, by the database's clock."""
    return clock.database_now()


def signed_in_member(request: HttpRequest) -> Member | None:
    return request.user if isinstance(request.user, Member) else None


def my_membership(request: MemberRequest, slug: str) -> Membership:
    """My membership in good standing of the community with this slug, or 404."""
    mine = Membership.objects.select_related("community", "member")
    return get_object_or_404(mine, community__slug=slug, member=request.user, standing=Standing.GOOD)


def any_community(slug: str) -> Community:
    return get_object_or_404(Community, slug=slug)


def my_need(request: MemberRequest, uid: UUID) -> Need:
    mine = request.user.needs.select_related("community", "area").prefetch_related("topics")
    return get_object_or_404(mine, uid=uid)


def my_offer(request: MemberRequest, uid: UUID) -> Offer:
    mine = request.user.offers.select_related("community", "area").prefetch_related("topics", "avoids")
    return get_object_or_404(mine, uid=uid)


def my_match(request: MemberRequest, uid: UUID) -> Match:
    """A match that exists for me, or 404. `matching.seen` decides: a seeker's is not there before a helper's yes."""
    try:
        return seen.match_for(uid, request.user)
    except seen.NotYours as unknown:
        raise Http404 from unknown


def my_conversation(request: MemberRequest, uid: UUID) -> Match:
    """A match in which both said yes, then or now: the only kind that has a conversation."""
    match = my_match(request, uid)
    if match.state not in seen.HAVE_MET:
        raise Http404
    return match
