"""A long conversation, part by part: the newest first, and around any message that somebody looks for."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet, Subquery

from accounts.models import Member
from accounts.notifications import inbox
from accounts.prepared import Prepared
from matching.models import Match
from support import conversations
from support.conversations import messages_of
from support.models import Message
from support.parties import is_side

PART = 20


@dataclass(frozen=True)
class Part:
    """Some messages in their order. `earlier` and `later` are messages at which the parts beside this one begin."""

    said: list[Message]
    earlier: UUID | None
    later: UUID | None


def newest(match: Match, viewer: Member) -> Part:
    """The last 20 to 40. Where it begins moves seldom, so that nothing jumps when something new comes. One query."""
    found = NEWEST.all(match=match.pk, viewer=viewer.pk) if is_side(match, viewer) else []
    until: int = found[0].of_all if found else 0  # type: ignore[attr-defined]
    said = found[: until - _begin(until)][::-1]
    for message in said:
        message.match = match
    return Part(said, said[0].uid if said and _begin(until) else None, None)


def _begin(until: int) -> int:
    return max(0, (until - 1) // PART * PART - PART)


def _newest() -> QuerySet[Message]:
    here = conversations.readable_here()
    counted = here.order_by().values("match").annotate(of_all=Count("pk")).values("of_all")
    return here.annotate(of_all=Subquery(counted)).order_by("-sent_at", "-pk")[: 2 * PART]


NEWEST = Prepared(_newest)


def around(match: Match, viewer: Member, uid: UUID) -> Part:
    """Up to 20 on either side of a message; the newest, where there is no such message for `viewer`. Four queries."""
    rows = messages_of(match, viewer)
    wanted = rows.filter(uid=uid).first()
    if wanted is None:
        return newest(match, viewer)
    until = rows.count()
    place = rows.filter(Q(sent_at__lt=wanted.sent_at) | Q(sent_at=wanted.sent_at, pk__lt=wanted.pk)).count()
    return _part(match, viewer, max(0, place - PART), min(until, place + PART), until)


def note_read(*, match: Match, reader: Member, now: datetime, until: Message | None = None) -> None:
    """`reader` has read what is there, or all until one message: waiting letters about it are not sent.

    By a page that looks again by itself, too: two who talk need no letter for each word.
    """
    if not conversations.has_new(match, reader):
        _tell_no_more(match, reader, now)
        return
    with transaction.atomic():
        conversations.mark_read(match=match, reader=reader, now=now, until=until)
        if until is None or not _unread(match, reader).exists():
            _tell_no_more(match, reader, now)


def _unread(match: Match, reader: Member) -> QuerySet[Message]:
    return messages_of(match, reader).filter(read_at=None, taken_back_at=None).exclude(author=reader)


def _tell_no_more(match: Match, reader: Member, now: datetime) -> None:
    inbox.seen(member=reader, route="conversation", refers_to={"match": str(match.uid)}, now=now)


def _part(match: Match, viewer: Member, since: int, until: int, all_of_it: int) -> Part:
    said = list(messages_of(match, viewer)[since:until])
    earlier = said[0].uid if said and since > 0 else None
    later = said[-1].uid if said and until < all_of_it else None
    return Part(said, earlier, later)
