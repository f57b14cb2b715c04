"""Putting right, or taking back, what one has said, for some minutes.

What was there before is kept encrypted for as long as the message is, and a moderator reads it only where somebody
reports that message: whoever hurt somebody does not get rid of it that way. What still waits for a moderator has
reached nobody: it may be changed for as long as it waits, and taken back it is gone.
"""

from datetime import datetime, timedelta
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import live
from accounts.models import Member
from accounts.notifications.notify import call_back
from matching import signs
from support import conversations
from support.holding import early_pressure, to_be_held
from support.models import DELIVERED, FormerWords, Message
from support.parties import NotYours, locked, other_side

WITHIN = timedelta(minutes=10)
MOST = 10  # changes of one message


class TooLate(ValidationError):
    """The minutes are over, or the message was taken back or given back already."""

    problem = "conflict"


class OftenEnough(ValidationError):
    """The message was changed MOST times."""


class ReadFirst(ValidationError):
    """A first message that has arrived is not to become one that a moderator would have read before."""


def may_change(message: Message, member: Member, *, now: datetime) -> bool:
    """Whether `member` may still change or take back this message, as far as the message itself says."""
    if message.author_id != member.pk or message.taken_back_at or message.returned_at:
        return False
    return _waits(message) or now < _arrived_at(message) + WITHIN


@transaction.atomic
def change(*, message: Message, author: Member, words: str, now: datetime) -> Message:
    """Puts other words in the place of a message's. Nobody is told anew; open pages show it.

    One that waited goes out if nothing in it needs a moderator any more. Raises NotYours, ConversationClosed,
    MayNotWrite, TooLate, OftenEnough, ReadFirst, NothingSaid, TooLong.
    """
    words = conversations.readable(words)
    message = _held_still(message, author, now)
    conversations.require_voice(message.match, author, now=now)
    if message.words == words:
        return message
    return _change_waiting(message, words, now) if _waits(message) else _change_arrived(message, words, now)


@transaction.atomic
def take_back(*, message: Message, author: Member, now: datetime) -> None:
    """Leaves a calm line to both where the message was; twice is once. Raises NotYours, ConversationClosed, TooLate."""
    if Message.objects.filter(pk=message.pk, author=author, taken_back_at__isnull=False).exists():
        return
    message = _held_still(message, author, now)
    if _waits(message):
        message.delete()
        live.changed([author.pk])
        return
    _keep_former(message, now)
    message.words, message.taken_back_at = "", now
    message.save(update_fields=["words", "taken_back_at"])
    _tell_no_more(message, now)
    _show(message)


def _held_still(message: Message, author: Member, now: datetime) -> Message:
    """The message as it is now, with both people locked, so that no block, ending, or moderator comes in between."""
    if message.author_id != author.pk:
        raise NotYours(_("This belongs to two other people."))
    match = locked(message.match)
    conversations.require_open(match)
    found = Message.objects.filter(pk=message.pk).first()
    if found is None or not may_change(found, author, now=now):
        raise TooLate(
            ngettext(
                "A message can be changed for %(minutes)s minute. This one stays as it is; you can write a new one.",
                "A message can be changed for %(minutes)s minutes. This one stays as it is; you can write a new one.",
                WITHIN.seconds // 60,
            )
            % {"minutes": WITHIN.seconds // 60}
        )
    found.match = match
    return found


def _change_waiting(message: Message, words: str, now: datetime) -> Message:
    """It becomes another message, so that no moderator passes on words that they have not read."""
    message.words, message.uid = words, uuid4()
    signs.note(message, words, now=now)
    if not to_be_held(message.match, message.author, words):
        message.held_at, message.sent_at = None, now
    message.presses = _presses(message, words)
    message.save(update_fields=["words", "uid", "held_at", "sent_at", "presses", *signs.FIELDS])
    if message.held_at is None:
        conversations.tell(message, to=other_side(message.match, message.author), now=now)
    else:
        live.changed([message.author_id])
    return message


def _change_arrived(message: Message, words: str, now: datetime) -> Message:
    if message.former.count() >= MOST:
        raise OftenEnough(_("This message has been changed often. You can write a new one."))
    if to_be_held(message.match, message.author, words, in_place_of=message):
        raise ReadFirst(
            _(
                "A moderator reads a first message like this before it arrives. You can leave this one as it was, or "
                "take it back and write a new one."
            )
        )
    _keep_former(message, now)
    message.words, message.edited_at = words, now
    signs.note(message, words, now=now)
    message.presses = _presses(message, words)
    message.save(update_fields=["words", "edited_at", "presses", *signs.FIELDS])
    _show(message)
    return message


def _presses(message: Message, words: str) -> list[str]:
    """What it asked for before, too: that it was changed does not make it unsaid."""
    return sorted({*message.presses, *early_pressure(message.match, message.author, words)})


def _keep_former(message: Message, now: datetime) -> None:
    FormerWords.objects.create(message=message, words=message.words, until_at=now)


def _tell_no_more(message: Message, now: datetime) -> None:
    """Where nothing is left to read, no letter that still waits says that there is; what comes next is told anew."""
    unread = message.match.messages.filter(DELIVERED, author=message.author, read_at__isnull=True)
    if unread.filter(taken_back_at__isnull=True).exists() or not unread.update(read_at=now):
        return
    call_back(
        members=[other_side(message.match, message.author).pk],
        kinds=["message_new"],
        refers_to={"match": str(message.match.uid)},
        now=now,
    )


def _show(message: Message) -> None:
    live.changed([message.match.seeker_id, message.match.helper_id])


def _waits(message: Message) -> bool:
    return message.held_at is not None and message.released_at is None and message.returned_at is None


def _arrived_at(message: Message) -> datetime:
    return message.released_at or message.sent_at
