"""What two connected people say to each other.

A conversation is open because its match is connected and no block stands between the two: nothing opens or shuts it.
After the end it stays readable to both. Sending locks both members in the order that blocking does, so no message
crosses a block.
"""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts import live
from accounts.models import Member
from accounts.notifications.notify import notify
from accounts.prepared import Given, Prepared, PreparedChange
from accounts.rows import add
from matching import matches, signs
from matching.models import Match, MatchState
from support import unsent
from support.holding import early_pressure, to_be_held
from support.models import DELIVERED, WAITING, Grade, Measure, MeasureState, Message
from support.moderation import in_force
from support.parties import blocked, is_side, locked, other_side
from support.review import call_moderators

LONGEST = 4000
A_MINUTE = 30  # messages of one person
# Letters to somebody who has not spoken for a while: once they speak, none that still waits goes out.
ASK_FOR_A_WORD = ("message_unanswered", "match_silent", "match_silent_longer")


class ConversationClosed(ValidationError):
    """The two are no longer connected, whatever the reason: an ending and a block read alike."""

    problem = "conflict"


class MayNotWrite(ValidationError):
    """A moderator has limited this member's messages for some days."""

    problem = "not_allowed"


class NothingSaid(ValidationError):
    """An empty message."""


class TooLong(ValidationError):
    """A message longer than LONGEST characters."""


class AlreadySent(ValidationError):
    """A form that was sent before came back with other words in it."""

    problem = "conflict"


class NotWaiting(ValidationError):
    """The message no longer waits for a moderator."""

    problem = "conflict"


def is_open(match: Match) -> bool:
    """Whether the two may write to each other now."""
    return match.state == MatchState.CONNECTED and not blocked(match)


def messages_of(match: Match, viewer: Member) -> QuerySet[Message]:
    """What `viewer` may read here, oldest first: all that was delivered, and their own words in any case."""
    if not is_side(match, viewer):
        return Message.objects.none()
    return match.messages.filter(_readable_by(viewer.pk)).order_by("sent_at", "pk")


def readable_here() -> QuerySet[Message]:
    """The same in no order, of the `match` and `viewer` that are `Given`, for what is compiled once.

    Only for matches that were found for their viewer (`mine.conversation`): who is a side is not asked here.
    """
    return Message.objects.filter(_readable_by(Given("viewer")), match=Given("match"))


def unread_count(member: Member) -> int:
    """How many messages to `member` they have not read yet, over all conversations; none that was taken back."""
    sides = Q(match__seeker=member) | Q(match__helper=member)
    there = Message.objects.filter(DELIVERED, sides, taken_back_at__isnull=True)
    return there.filter(read_at__isnull=True).exclude(author=member).count()


@transaction.atomic
def send(*, match: Match, author: Member, words: str, form_key: UUID, now: datetime) -> Message:
    """Says something to the other side and tells them, or holds it for a moderator (see `holding`).

    The same form sent twice is one message. Raises NotYours, ConversationClosed, MayNotWrite, NothingSaid,
    TooLong, AlreadySent.
    """
    other_side(match, author)
    words = readable(words)
    match = locked(match)
    sent = OF_FORM.first(match=match.pk, author=author.pk, form_key=form_key)
    if sent is not None:
        return _same(sent, words)
    require_open(match)
    require_voice(match, author, now=now)
    unsent.forget(match=match, author=author)
    matches.hush(match, [author.pk], ASK_FOR_A_WORD, now)
    message = Message(
        match=match,
        author=author,
        words=words,
        form_key=form_key,
        sent_at=now,
        held_at=now if to_be_held(match, author, words) else None,
        presses=early_pressure(match, author, words),
    )
    signs.note(message, words, now=now)
    add(message)()
    if message.held_at is None:
        tell(message, to=other_side(match, author), now=now)
    else:
        call_moderators(
            community=match.community,
            concerned=(match.seeker_id, match.helper_id),
            event=f"message:{message.pk}:held",
            now=now,
        )
    return message


@transaction.atomic
def mark_read(*, match: Match, reader: Member, now: datetime, until: Message | None = None) -> None:
    """Notes that `reader` has read all that was delivered to them here, or all until one message.

    "Seen" only where both show it, and now.

    Nobody else hears of it, unless both show it: by a ring one could tell who is looking.
    """
    if not has_new(match, reader):
        return
    match = locked(match)
    seen = is_open(match) and both_show_seen(match)
    if _note_read(match, reader, until, {"read_at": now, "seen_at": now if seen else None}):
        live.changed([match.seeker_id, match.helper_id] if seen else [reader.pk])


def _note_read(match: Match, reader: Member, until: Message | None, noted: dict[str, datetime | None]) -> int:
    if until is None:
        return READ.make(match=match.pk, reader=reader.pk, **noted)
    so_far = Q(sent_at__lt=until.sent_at) | Q(sent_at=until.sent_at, pk__lte=until.pk)
    return _new(match.pk, reader.pk).filter(so_far).update(**noted)


def has_new(match: Match, reader: Member) -> bool:
    """Whether something was delivered to `reader` here that is not noted as read."""
    return is_side(match, reader) and NEW.first(match=match.pk, reader=reader.pk) is not None


def both_show_seen(match: Match) -> bool:
    """Whether both have said that the other may see what they have read."""
    return match.seeker.shows_seen and match.helper.shows_seen


@transaction.atomic
def release(*, message: Message, now: datetime) -> None:
    """A moderator has read a held message: it is passed on. Raises NotWaiting or ConversationClosed."""
    match = locked(message.match)
    require_open(match)
    _settle(message, released_at=now)
    tell(message, to=other_side(match, message.author), now=now)


@transaction.atomic
def give_back(*, message: Message, now: datetime) -> None:
    """Leaves a held message with its author alone. Raises NotWaiting."""
    _settle(message, returned_at=now)
    live.changed([message.author_id])


def readable(words: str) -> str:
    """The words as they are kept. Raises NothingSaid or TooLong."""
    words = words.strip()
    if not words:
        raise NothingSaid(_("There is nothing to send yet. A few words are enough."))
    if len(words) > LONGEST:
        raise TooLong(
            _("This is longer than one message can be (%(most)s characters). Could you send it in two?")
            % {"most": LONGEST}
        )
    return words


def _same(sent: Message, words: str) -> Message:
    changed_since = sent.edited_at or sent.taken_back_at
    if sent.words != words and not changed_since:
        raise AlreadySent(_("This message was already sent as it was. To say more, please write a new one."))
    return sent


def require_open(match: Match) -> None:
    """Raises ConversationClosed. `match` comes from `parties.locked`, so that it stays true."""
    if not is_open(match):
        raise ConversationClosed(_("This conversation has ended. You can still read it."))


def require_voice(match: Match, author: Member, *, now: datetime) -> None:
    """Raises MayNotWrite while a moderator has limited what `author` writes here. Reading goes on."""
    if limit := in_force.silence(author, match.community, now=now):
        raise MayNotWrite(silence_says(limit))


def require_unread_voice(match: Match, author: Member, *, now: datetime) -> None:
    """For words that no moderator could read first. Raises MayNotWrite where `author` is limited, or read first."""
    require_voice(match, author, now=now)
    holds = in_force.of(author, match.community, Grade.HOLD).filter(until__gt=now)
    if limit := holds.order_by("-until").first():
        raise MayNotWrite(silence_says(limit))


def silence_says(limit: Measure) -> str:
    """What somebody reads who may not write for now, in place of the field to write in."""
    if limit.until is None or limit.state == MeasureState.PROPOSED:
        return _(
            "You cannot write here for now. A moderator will tell you more soon. You can read everything."
        )
    return _(
        "You cannot write here until %(day)s. You can read everything. Why, stands under “About me”."
    ) % {"day": date_format(localtime(limit.until), "SHORT_DATETIME_FORMAT")}


def _settle(message: Message, **moment: datetime) -> None:
    """Of two moderators at once, one is told that it was already looked at. Words that were changed since wait on."""
    if not Message.objects.filter(WAITING, pk=message.pk, uid=message.uid).update(**moment):
        raise NotWaiting(_("Somebody has already looked at this message."))
    message.refresh_from_db()


def tell(message: Message, *, to: Member, now: datetime) -> None:
    """Lets `to` know of a message that reached them. Open pages hear of each.

    One notification stands for all that is unread: its event is the oldest unread message.
    """
    live.changed([to.pk, message.author_id])
    oldest = UNREAD.first(match=message.match_id, author=message.author_id)
    notify(
        member=to,
        kind="message_new",
        event=f"match:{message.match_id}:unread:{oldest}",
        now=now,
        community=message.match.community,
        refers_to={"match": str(message.match.uid)},
    )


def _readable_by(viewer: int | Given) -> Q:
    return DELIVERED | Q(author=viewer)


def _new(match: int | Given, reader: int | Given) -> QuerySet[Message]:
    return Message.objects.filter(DELIVERED, match=match, read_at__isnull=True).exclude(author=reader)


NEW = Prepared(lambda: _new(Given("match"), Given("reader")).order_by().values_list("pk", flat=True))
READ = PreparedChange(
    lambda: (
        _new(Given("match"), Given("reader")),
        {"read_at": Given("read_at"), "seen_at": Given("seen_at")},
    )
)
OF_FORM = Prepared(
    lambda: Message.objects.filter(
        match=Given("match"), author=Given("author"), form_key=Given("form_key")
    ).order_by()
)
UNREAD = Prepared(
    lambda: (
        Message.objects.filter(DELIVERED, match=Given("match"), author=Given("author"), read_at__isnull=True)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
)
