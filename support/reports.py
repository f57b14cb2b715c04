"""Somebody tells the moderators that something was not right between two people."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Member, Notification
from accounts.notifications.notify import notify
from matching import matches
from matching.locking import hold
from matching.models import Match
from support import numbers
from support.conversations import messages_of
from support.models import DELIVERED, FormerWords, Message, Outcome, Report, ReportState
from support.parties import other_side
from support.review import call_moderators

LONGEST = 4000
A_MINUTE = 10  # of one member
BEFORE, AFTER = 5, 5  # messages that a moderator reads on either side of the reported one


class NothingTold(ValidationError):
    """A report without a word."""


class TooLong(ValidationError):
    """A report longer than LONGEST characters."""


class NotInConversation(ValidationError):
    """The message is not one that the other person said to the reporter in this match."""


class AlreadyDecided(ValidationError):
    """A moderator has closed the report."""

    problem = "conflict"


@transaction.atomic
def report(
    *, reporter: Member, match: Match, words: str, now: datetime, message: Message | None = None
) -> Report:
    """Reports the other side of `match`, or one message of theirs, at any time, also after the end.

    The person reported is not told. Where enough people spoke up about a helper, matching pauses for them (`numbers`).
    The same report sent twice while it is open is one. Raises NotYours, NothingTold, TooLong, NotInConversation.
    """
    other = other_side(match, reporter)
    words = _readable(words)
    if message is not None and not messages_of(match, reporter).filter(pk=message.pk, author=other).exists():
        raise _not_here()
    # All that a pause by numbers may touch is held from the beginning: one order of locks.
    hold(Q(seeker=other) | Q(helper=other), members=[reporter.pk, other.pk])
    told = _told_before(reporter, match, message, words)
    if told is not None:
        return told
    made = Report.objects.create(
        community=match.community,
        reporter=reporter,
        about=other,
        match=match,
        message=message,
        words=words,
        created_at=now,
    )
    # A letter that asks its reporter how it goes would come at the worst moment.
    matches.hush(match, [reporter.pk], ["checkin_asked"], now)
    call_moderators(
        community=match.community,
        concerned=(reporter.pk, other.pk),
        event=f"report:{made.pk}",
        now=now,
        about=other.pk,
    )
    numbers.after_report(made, now=now)
    return made


def message_of(match: Match, reporter: Member, uid: UUID) -> Message:
    """The message that a report is to be about. Raises NotInConversation."""
    found = messages_of(match, reporter).filter(uid=uid).exclude(author=reporter).first()
    if found is None:
        raise _not_here()
    return found


def told_by(member: Member) -> QuerySet[Report]:
    """What this member told moderators, the newest first."""
    mine = Report.objects.filter(reporter=member).select_related("community")
    return mine.order_by("-created_at", "-pk")


def came_of(report: Report) -> str:
    """What its reporter reads of it."""
    if report.state == ReportState.OPEN:
        return _("A moderator will look at it.")
    return str(Outcome(report.outcome or Outcome.LOOKED).label)


@transaction.atomic
def close(*, report: Report, now: datetime, outcome: Outcome = Outcome.LOOKED) -> None:
    """Closes a report and lets its reporter know that a moderator has looked. Raises AlreadyDecided."""
    waiting = Report.objects.filter(pk=report.pk, state=ReportState.OPEN)
    if not waiting.update(state=ReportState.DECIDED, outcome=outcome):
        raise AlreadyDecided(_("Somebody has already closed this report."))
    report.refresh_from_db()
    notify(
        member=report.reporter,
        kind="report_outcome",
        event=f"report:{report.pk}:closed:{now.timestamp():.0f}",  # one that was opened again is told again
        now=now,
        community=report.community,
        refers_to={"match": str(report.match.uid)} if report.match else {},
    )


@transaction.atomic
def open_again(*, report: Report, now: datetime) -> None:
    """The decision was undone a moment later: the report waits again, and letters about it that wait do not go out."""
    if Report.objects.filter(pk=report.pk, state=ReportState.DECIDED).update(
        state=ReportState.OPEN, outcome=""
    ):
        Notification.objects.filter(
            member=report.reporter, kind="report_outcome", event__startswith=f"report:{report.pk}:closed:"
        ).delete()  # with the letters that still wait


def surroundings(report: Report) -> list[Message]:
    """The reported message and a few on either side of it, oldest first: all that a moderator reads of a conversation.

    Nothing that was said after the report: to speak up opens no window onto what comes. A message beside it that was
    changed since has no words here: the new ones came later, and the old ones are nobody's to read.
    """
    message = report.message
    if message is None:
        return []
    there = DELIVERED & (Q(released_at__isnull=True) | Q(released_at__lte=report.created_at))
    said = Message.objects.filter(there, match=message.match_id, sent_at__lte=report.created_at)
    before = said.filter(pk__lt=message.pk).order_by("-pk")[:BEFORE]
    after = said.filter(pk__gt=message.pk).order_by("pk")[:AFTER]
    for beside in (*before, *after):
        if beside.edited_at and beside.edited_at > report.created_at:
            beside.words = ""
    return [*reversed(before), message, *after]


def what_it_said(report: Report) -> list[FormerWords]:
    """What the reported message said before it was changed or taken back, oldest first; of no other message."""
    return list(report.message.former.all()) if report.message else []


def _not_here() -> NotInConversation:
    text = _("Please choose a message that the other person wrote to you.")
    return NotInConversation({"message": ValidationError(text, code="not_in_conversation")})


def _readable(words: str) -> str:
    words = words.strip()
    if not words:
        raise NothingTold(_("Please say in a few words what was not right."))
    if len(words) > LONGEST:
        raise TooLong(_("Please keep this under %(most)s characters.") % {"most": LONGEST})
    return words


def _told_before(reporter: Member, match: Match, message: Message | None, words: str) -> Report | None:
    """Words are encrypted, so the few open reports of this person on this match are read and compared."""
    told = Report.objects.filter(reporter=reporter, match=match, message=message, state=ReportState.OPEN)
    return next((report for report in told if report.words == words), None)
