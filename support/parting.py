"""Leaving a conversation without a reason, with a last sentence for those who like."""

from datetime import datetime

from django.db import transaction

from accounts.models import Member
from matching import matches
from matching.models import Match
from support import conversations
from support.models import Message
from support.parties import locked


@transaction.atomic
def part(*, match: Match, member: Member, words: str, now: datetime) -> None:
    """Ends it early. `words`, one of `starters.partings` or none, come with the ending and are told with it.

    They are the service's own, so no moderator reads them first. Raises `NotConnected` like `matches.end`.
    """
    if words and conversations.is_open(locked(match)):
        Message.objects.create(match=match, author=member, words=words, sent_at=now)
    matches.end(match=match, member=member, now=now)
