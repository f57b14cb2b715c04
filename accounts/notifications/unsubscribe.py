"""Stopping letters by one click, signed out (RFC 8058). The link's token is encrypted: it tells and opens nothing.

It never runs out, since letters lie about for years; all it can do is to stop letters, and that can be taken back.
"""

from typing import NamedTuple

from cryptography.fernet import InvalidToken
from django.urls import reverse

from accounts.fields import decrypt, encrypt
from accounts.models import Member, Notification
from accounts.notifications import links
from accounts.notifications.kinds import CHOSEN, KINDS, Group

PURPOSE = "stop letters"


class Stop(NamedTuple):
    """Whose letters, and of which group; None stands for all."""

    member: Member
    group: Group | None


def link(notification: Notification) -> str:
    """Where letters like this one are stopped."""
    kind = KINDS[notification.kind]
    group = "" if kind.gathers else str(kind.group)
    token = encrypt(f"{PURPOSE}|{notification.member_id}|{group}")
    return links.absolute(reverse("stop_letters", kwargs={"token": token}))


def headers(notification: Notification) -> dict[str, str]:
    """What lets a mail program show a button for it."""
    return {
        "List-Unsubscribe": f"<{link(notification)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def read(token: str) -> Stop | None:
    """What a link asks for; None where it is not one of ours, or nobody is there any more."""
    try:
        purpose, member_id, group = decrypt(token).split("|")
    except (InvalidToken, ValueError):
        return None
    if purpose != PURPOSE:
        return None
    member = Member.objects.filter(pk=int(member_id), erased_at=None).first()
    if member is None:
        return None
    return Stop(member, Group(group) if group in CHOSEN else None)
