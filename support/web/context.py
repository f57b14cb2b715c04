"""What every template may count on: the place, whose community this is, and what is unread."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts.languages import pages_in
from accounts.models import Member, Membership, Standing
from accounts.notifications import inbox
from support.web import drafts

HERE = "community"  # the session's key for the community whose pages somebody is on


def memberships_of(member: Member) -> list[Membership]:
    """My memberships in good standing, the oldest first."""
    mine = member.memberships.filter(standing=Standing.GOOD)
    return list(mine.select_related("community").order_by("joined_at", "pk"))


def current_membership(request: HttpRequest, mine: list[Membership]) -> Membership | None:
    """The one that the session remembers, else the first."""
    slug = request.session.get(HERE)
    return next(
        (membership for membership in mine if membership.community.slug == slug), next(iter(mine), None)
    )


def place(request: HttpRequest) -> dict[str, Any]:
    """The context of every page. A page about one community names its own `community` over this one."""
    always = {"site_name": settings.SITE_NAME, "demo": settings.DEMO, "page_languages": pages_in()}
    member = getattr(request, "user", None)
    if not isinstance(member, Member):
        return always | {"begun_here": drafts.holds(request.session)}
    mine = memberships_of(member)
    here = current_membership(request, mine)
    return always | {
        "community": here.community if here else None,
        "membership": here,
        "memberships": mine,
        "moderates": bool(here and here.moderates),
        "unread": inbox.unread_count(member),
        "live_mark": getattr(request, "live_mark", ""),
        # A page that looks again must not take the words that were meant for the next page a person opens.
        "live": "X-Live" in request.headers,
    }
