"""Whoever opens a page has read what leads there."""

from datetime import datetime

from accounts.notifications import inbox
from support.web.access import MemberRequest


def read_here(request: MemberRequest, now: datetime, **about: object) -> None:
    """Notes that what led to this page is read; `about` are the ids that its notifications refer to.

    A page that looks again by itself (static/js/live.js) reads nothing: nobody may be sitting there, and a letter that
    waits for them must still go out.
    """
    if "X-Live" in request.headers or request.resolver_match is None:
        return
    refers_to = {noun: str(uid) for noun, uid in about.items()}
    inbox.seen(member=request.user, route=request.resolver_match.view_name, refers_to=refers_to, now=now)
