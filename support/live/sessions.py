"""Whether those who listen are still signed in: asked of the database when a stream begins, and again now and then."""

from collections.abc import Iterable

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.models import Member
from support.models import Session
from support.sessions import SessionStore

Listener = tuple[int, str]  # member, session


def over(listeners: Iterable[Listener]) -> set[Listener]:
    """Those whose session has ended, was taken over, or whose account is closed. Two queries, whatever their number."""
    asked = set(listeners)
    try:
        return asked - _valid(asked)
    finally:
        connection.close()  # this runs in a thread of its own, seldom


def _valid(asked: set[Listener]) -> set[Listener]:
    members = Member.objects.filter(is_active=True).in_bulk({member for member, _ in asked})
    rows = Session.objects.filter(
        session_key__in={session for _, session in asked}, expire_date__gt=timezone.now()
    )
    found = {(row.session_key, row.session_data) for row in rows}
    data = {key: SessionStore().decode(kept) for key, kept in found}
    return {
        (member, session)
        for member, session in asked
        if member in members and session in data and _belongs(data[session], members[member])
    }


def _belongs(session: dict[str, object], member: Member) -> bool:
    """As Django asks at every request: this member's, and from after their last change of password."""
    hashed = str(session.get(HASH_SESSION_KEY, ""))
    return session.get(SESSION_KEY) == str(member.pk) and constant_time_compare(
        hashed, member.get_session_auth_hash()
    )
