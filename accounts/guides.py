"""Guides that a member has read: once, for every community."""

from datetime import datetime
from enum import StrEnum

from accounts.models import Member


class Guide(StrEnum):
    """Each with the column that says when it was read."""

    LISTENING = "listening_read_at"
    SENSITIVE = "sensitive_read_at"


def note_read(member: Member, guide: Guide, *, now: datetime) -> None:
    """Notes that `member` has read it; reading it again changes nothing."""
    Member.objects.filter(pk=member.pk, **{guide: None}).update(**{guide: now})
    member.refresh_from_db(fields=[guide])
