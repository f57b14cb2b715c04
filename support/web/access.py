"""Who is asking, what they may look at, and what time it is. Whatever is not theirs does not exist for them: 404."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Concatenate, ParamSpec
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from accounts import clock
from accounts.models import Community, Member, Membership
from matching.models import Match, Need, Offer
from support import mine
from support.web.context import memberships_here

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


@contextmanager
def or_404() -> Iterator[None]:
    """Whatever is not there for them is a page that is not there."""
    try:
        yield
    except ObjectDoesNotExist as unknown:
        raise Http404 from unknown


def my_membership(request: MemberRequest, slug: str) -> Membership:
    """My membership in good standing of the community with this slug, or 404. The page shows all of mine anyway."""
    for membership in memberships_here(request, request.user):
        if membership.community.slug == slug:
            return membership
    raise Http404


def any_community(slug: str) -> Community:
    return get_object_or_404(Community, slug=slug)


def my_need(request: MemberRequest, uid: UUID) -> Need:
    with or_404():
        return mine.need(request.user, uid)


def my_offer(request: MemberRequest, uid: UUID) -> Offer:
    with or_404():
        return mine.offer(request.user, uid)


def my_match(request: MemberRequest, uid: UUID) -> Match:
    """A match that exists for me, or 404. `matching.seen` decides: a seeker's is not there before a helper's yes."""
    with or_404():
        return mine.match(request.user, uid)


def my_conversation(request: MemberRequest, uid: UUID) -> Match:
    """A match in which both said yes, then or now: the only kind that has a conversation."""
    with or_404():
        return mine.conversation(request.user, uid)
