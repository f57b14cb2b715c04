"""A long conversation, part by part: the newest first, and around any message that somebody looks for."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.models import Member
from accounts.notifications import inbox
from matching.models import Match
from support import conversations
from support.conversations import messages_of
from support.models import Message

PART = 20


@dataclass(frozen=True)
class Part:
    """Some messages in their order. `earlier` and `later` are messages at which the parts beside this one begin."""

    said: list[Message]
    earlier: UUID | None
    later: UUID | None


def newest(match: Match, viewer: Member) -> Part:
    """The last 20 to 40. Where it begins moves seldom, so that nothing jumps when something new comes. Two queries."""
    until = messages_of(match, viewer).count()
    since = max(0, (until - 1) // PART * PART - PART)
    return _part(match, viewer, since, until, until)


def around(match: Match, viewer: Member, uid: UUID) -> Part:
    """Up to 20 on either side of a message; the newest, where there is no such message for `viewer`. Four queries."""
    rows = messages_of(match, viewer)
    wanted = rows.filter(uid=uid).first()
    if wanted is None:
        return newest(match, viewer)
    until = rows.count()
    place = rows.filter(Q(sent_at__lt=wanted.sent_at) | Q(sent_at=wanted.sent_at, pk__lt=wanted.pk)).count()
    return _part(match, viewer, max(0, place - PART), min(until, place + PART), until)


@transaction.atomic
def note_read(*, match: Match, reader: Member, now: datetime, until: Message | None = None) -> None:
    """`reader` has read what is there, or all until one message: waiting letters about it are not sent.

    By a page that looks again by itself, too: two who talk need no letter for each word.
    """
    conversations.mark_read(match=match, reader=reader, now=now, until=until)
    new = messages_of(match, reader).filter(read_at=None, taken_back_at=None).exclude(author=reader)
    if until is None or not new.exists():
        inbox.seen(member=reader, route="conversation", refers_to={"match": str(match.uid)}, now=now)


def _part(match: Match, viewer: Member, since: int, until: int, all_of_it: int) -> Part:
    said = list(messages_of(match, viewer)[since:until])
    earlier = said[0].uid if said and since > 0 else None
    later = said[-1].uid if said and until < all_of_it else None
    return Part(said, earlier, later)
