"""What every template may count on: the place, whose community this is, and what is unread."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts import rows
from accounts.languages import pages_in
from accounts.models import Member, Membership, Standing
from accounts.notifications import inbox
from accounts.prepared import Given, Prepared
from support.web import drafts

HERE = "community"  # the session's key for the community whose pages somebody is on
IN_BAR = {"home", "conversations", "hours", "me", "notifications"}  # pages that the bar and its menu name


MINE = Prepared(
    lambda: (
        Membership.objects.filter(member=Given("member"), standing=Standing.GOOD)
        .select_related("community")
        .order_by("joined_at", "pk")
    )
)


def memberships_of(member: Member) -> list[Membership]:
    """My memberships in good standing, the oldest first."""
    return _of(member, MINE.ask(member=member.pk))


def memberships_here(request: HttpRequest, member: Member) -> list[Membership]:
    """The same for a view that shows its page with them: they are not asked for again."""
    request.memberships_here = memberships_of(member)  # type: ignore[attr-defined]
    return request.memberships_here  # type: ignore[attr-defined,no-any-return]


def _of(member: Member, found: rows.Later[list[Membership]]) -> list[Membership]:
    mine = found()
    for membership in mine:
        membership.member = member
    return mine


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
    mine, unread = _known(request, member)
    here = current_membership(request, mine)
    return always | {
        "community": here.community if here else None,
        "membership": here,
        "memberships": mine,
        "moderates": bool(here and here.moderates),
        "unread": unread,
        "in_bar": _in_bar(request),
        "live_mark": getattr(request, "live_mark", ""),
        # A page that looks again must not take the words that were meant for the next page a person opens.
        "live": "X-Live" in request.headers,
    }


def _in_bar(request: HttpRequest) -> str:
    """Which of the pages of the bar this is; "" for all others."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    return name if name in IN_BAR else ""


def _known(request: HttpRequest, member: Member) -> tuple[list[Membership], int]:
    """Where somebody belongs, and how much is unread: at one go, unless the view has asked for the first."""
    known: list[Membership] | None = getattr(request, "memberships_here", None)
    if known is not None:
        return known, inbox.unread_count(member)
    with rows.together():
        mine, unread = MINE.ask(member=member.pk), inbox.ask_unread_count(member)
    return _of(member, mine), unread()
