"""Decisions about first messages that are held for a moderator's eyes."""

from datetime import datetime

from django.db import transaction

from accounts.models import Member
from support import conversations, policies
from support.models import DecisionKind, Message
from support.moderation.decisions import not_too_long, record, told


@transaction.atomic
def release(*, message: Message, by: Member, now: datetime, because: str = "") -> None:
    """A moderator has read a held message: it is passed on."""
    match = message.match
    remit = policies.require(by, match.community, match.seeker_id, match.helper_id)
    because = not_too_long(because)
    conversations.release(message=message, now=now)
    record(
        remit,
        DecisionKind.MESSAGE_RELEASED,
        member=message.author,
        because=because,
        message=message.uid,
        now=now,
    )


@transaction.atomic
def give_back(*, message: Message, by: Member, words: str, now: datetime) -> None:
    """A moderator does not pass a message on, and tells its writer why beside it; nobody else ever sees it."""
    match = message.match
    remit = policies.require(by, match.community, match.seeker_id, match.helper_id)
    words = told(words)
    conversations.give_back(message=message, now=now)
    record(
        remit, DecisionKind.MESSAGE_RETURNED, member=message.author, words=words, message=message.uid, now=now
    )
