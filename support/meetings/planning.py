"""Suggesting an hour, saying yes or not then, moving, calling off, and saying afterwards whether it happened."""

from datetime import UTC, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import live
from accounts.models import DeliveryState, Member, Notification
from matching.engine.hours import quarter_of
from matching.models import Match
from support.meetings import hours
from support.meetings.steps import (
    ABOUT_AN_HOUR,
    LENGTHS,
    Busy,
    NothingToAnswer,
    NotThisHour,
    Outside,
    ahead_of,
    clashes,
    held,
    hush,
    keep,
    latest_of,
    let_go,
    look_again,
    tell,
)
from support.models import Meeting, MeetingState, Said
from support.parties import locked, other_side

FURTHEST = timedelta(days=60)


@transaction.atomic
def suggest(
    *, match: Match, member: Member, begins: datetime, minutes: int, now: datetime, outside: bool = False
) -> Meeting:
    """Suggests an hour to the other side, in place of whatever is suggested now; what is agreed stands meanwhile.

    An hour that is not among those that both share needs `outside`. The same suggestion twice is one. Raises Closed,
    NotThisHour, Outside and Busy, beside the field `time`.
    """
    other = other_side(match, member)
    match = held(match)
    ends = _check(begins, minutes, now)
    meeting = _to_change(match, now)
    if clashes(member.pk, begins, ends, but=meeting):
        raise Busy({"time": ValidationError(_("You have another meeting at this time."), code="busy")})
    if not outside and not hours.is_shared(match, begins, ends):
        text = _("This is outside of the hours that you both have marked as free.")
        raise Outside({"time": ValidationError(text, code="outside")})
    by_seeker = member.pk == match.seeker_id
    if (meeting.wanted, meeting.by_seeker) == ((begins, ends), by_seeker):
        return meeting
    meeting.wanted_from, meeting.wanted_until, meeting.by_seeker = begins, ends, by_seeker
    meeting.zone = member.time_zone
    meeting.save()
    _tell_of_suggestion(meeting, other, now)
    return meeting


def _check(begins: datetime, minutes: int, now: datetime) -> datetime:
    """When it ends."""
    if minutes not in LENGTHS:
        text, field = _("Please choose how long you would like to talk."), "minutes"
    elif begins <= now:
        text, field = _("This time is over already. Please choose a later one."), "time"
    elif begins > now + FURTHEST:
        text, field = _("This is a long way off. Please choose a day within two months."), "day"
    elif begins != quarter_of(begins):
        text, field = _("Please use quarter-hours, such as 18:15."), "time"
    else:
        return begins + timedelta(minutes=minutes)
    raise NotThisHour({field: ValidationError(text, code="not_this_hour")})


def _to_change(match: Match, now: datetime) -> Meeting:
    """The meeting that lies ahead, or a new one; one that has begun is not moved any more."""
    meeting = ahead_of(match)
    if meeting is not None and meeting.begins_at is not None and meeting.begins_at <= now:
        let_go(meeting, MeetingState.OVER, now)
        meeting = None
    new = Meeting(match=match, by_seeker=False, created_at=now, changed_at=now)
    return meeting or new


def _tell_of_suggestion(meeting: Meeting, other: Member, now: datetime) -> None:
    """One message for all suggestions that the other has not looked at yet: they find the last one."""
    match = meeting.match
    told = Notification.objects.filter(
        member=other, kind="meeting_suggested", read_at=None, refers_to__meeting=str(meeting.uid)
    )
    if told.exclude(deliveries__state=DeliveryState.CANCELLED).exists():
        look_again(match)
    else:
        tell(meeting, [other], "meeting_suggested", now, which=f"{now.astimezone(UTC):%Y%m%dT%H%M%S%f}")


def _looked_at(meeting: Meeting, member: Member, now: datetime) -> None:
    """Whoever answers has seen what was suggested: the next suggestion is told anew."""
    told = Notification.objects.filter(member=member, kind="meeting_suggested", read_at=None)
    told.filter(refers_to__meeting=str(meeting.uid)).update(read_at=now)


@transaction.atomic
def accept(*, match: Match, member: Member, wanted: datetime, now: datetime) -> Meeting:
    """Says yes to what the other suggested, as this member saw it: both keep that time from now on.

    Raises Closed, NothingToAnswer, NotThisHour, Busy, Taken.
    """
    match = held(match)
    meeting = _asked_of(match, member)
    if meeting.wanted is None or meeting.wanted[0] != wanted:
        raise NothingToAnswer(_("Another hour was suggested meanwhile. Please look once more."))
    begins, ends = meeting.wanted
    if begins <= now:
        raise NotThisHour(_("This time is over already. Please choose a later one."))
    if clashes(member.pk, begins, ends, but=meeting):
        raise Busy(_("You have another meeting at this time. You could suggest another hour."), code="busy")
    moved = meeting.agreed is not None
    meeting.sequence += moved
    keep(meeting, begins, ends, now)
    hush(meeting, ABOUT_AN_HOUR, now)
    _looked_at(meeting, member, now)
    kind = "meeting_moved" if moved else "meeting_agreed"
    tell(meeting, (match.seeker, match.helper), kind, now, which=str(meeting.sequence))
    return meeting


def _asked_of(match: Match, member: Member) -> Meeting:
    meeting = ahead_of(match)
    if meeting is None or meeting.wanted is None or meeting.suggested_by == member.pk:
        raise NothingToAnswer(_("There is nothing to answer here any more."))
    return meeting


@transaction.atomic
def refuse(*, match: Match, member: Member, now: datetime) -> None:
    """ "Not then", from the other side; or the one who suggested it takes it back, of which nobody is told.

    What was agreed before stands. Raises Closed, NothingToAnswer.
    """
    match = held(match)
    meeting = ahead_of(match)
    if meeting is None or meeting.wanted is None:
        raise NothingToAnswer(_("There is nothing to answer here any more."))
    other, own = other_side(match, member), meeting.suggested_by == member.pk
    if meeting.agreed is None:
        let_go(meeting, MeetingState.CANCELLED, now)
    else:
        meeting.wanted_from = meeting.wanted_until = None
        meeting.save()
        hush(meeting, ["meeting_suggested"], now)
    if own:
        look_again(match)
    else:
        _looked_at(meeting, member, now)
        tell(meeting, [other], "meeting_not_then", now, which=f"{now.astimezone(UTC):%Y%m%dT%H%M%S%f}")


@transaction.atomic
def cancel(*, match: Match, member: Member, now: datetime) -> None:
    """Calls a planned meeting off; no reason is asked. Both are told, for the sake of both calendars.

    Raises Closed, NothingToAnswer.
    """
    match = held(match)
    other_side(match, member)
    meeting = ahead_of(match)
    if meeting is None or meeting.agreed is None or meeting.agreed[1] <= now:
        raise NothingToAnswer(_("There is no meeting ahead that could be called off."))
    meeting.sequence += 1
    let_go(meeting, MeetingState.CANCELLED, now)
    tell(meeting, (match.seeker, match.helper), "meeting_cancelled", now, which="off")


@transaction.atomic
def say(*, match: Match, member: Member, said: str, now: datetime) -> Meeting:
    """Whether the last meeting happened, as this side saw it. The other is not told, and nothing is counted.

    It may be said anew. Raises NothingToAnswer where none has begun.
    """
    other_side(match, member)
    match = locked(match)
    meeting = latest_of(match)
    if meeting is None or not has_begun(meeting, now) or said not in Said.values:
        raise NothingToAnswer(_("There is nothing to answer here any more."))
    if meeting.state == MeetingState.ACCEPTED:
        let_go(meeting, MeetingState.OVER, now)
    if member.pk == match.seeker_id:
        meeting.seeker_said = said
    else:
        meeting.helper_said = said
    meeting.save()
    live.changed([member.pk])
    return meeting


def has_begun(meeting: Meeting, now: datetime) -> bool:
    """Whether it was agreed, not called off, and its beginning is past."""
    took_place = meeting.state in (MeetingState.ACCEPTED, MeetingState.OVER)
    return took_place and meeting.begins_at is not None and meeting.begins_at <= now
