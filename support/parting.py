"""Leaving a conversation without a reason, with a last sentence for those who like."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Member
from matching import matches
from matching.models import Match
from support import conversations, starters
from support.models import Message
from support.parties import locked, side_of


class NotOurs(ValidationError):
    """Last words are the service's own, or none: nobody parts with words that nobody can answer."""


@transaction.atomic
def part(*, match: Match, member: Member, words: str, now: datetime) -> None:
    """Ends it early. `words`, one of `starters.partings` or none, come with the ending and are told with it.

    They are the service's own, so no moderator reads them first. Raises `NotOurs`, and `NotConnected` as `matches.end`
    does.
    """
    if words and words not in starters.partings(side_of(match, member)):
        raise NotOurs(_("Please choose one of these last words, or none."))
    if words and conversations.is_open(locked(match)):
        Message.objects.create(match=match, author=member, words=words, sent_at=now)
    matches.end(match=match, member=member, now=now)
