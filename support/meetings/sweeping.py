"""What comes with time: reminders, meetings that are over, and calendars that must hear of an ending.

The rows are the queue, and each step locks its two people first, as everything about meetings does: whoever moves or
calls off a meeting at this very moment is either seen or waits.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from support.meetings import reminders
from support.meetings.steps import hush, let_go, look_again, tell
from support.models import Attending, Meeting, MeetingState
from support.parties import locked

AT_ONCE = 200


def sweep(*, now: datetime) -> None:
    """Does all that is due, each meeting in a transaction of its own."""
    for due, act in STEPS:
        for meeting in list(due(now).select_related("match").order_by("pk")[:AT_ONCE]):
            _still(meeting, due, act, now)


@transaction.atomic
def _still(meeting: Meeting, due: "Due", act: "Act", now: datetime) -> None:
    match = locked(meeting.match)
    current = due(now).filter(pk=meeting.pk).first()
    if current is not None:
        current.match = match
        act(current, now)


def _to_remind(now: datetime) -> QuerySet[Meeting]:
    reminded = Q(day_before_at__lte=now) | Q(hour_before_at__lte=now)
    return Meeting.objects.filter(pk__in=Attending.objects.filter(reminded).values("meeting"))


def _remind(meeting: Meeting, now: datetime) -> None:
    for seat in meeting.attending.select_related("member").order_by("member"):
        soon = seat.hour_before_at is not None and seat.hour_before_at <= now
        tomorrow = seat.day_before_at is not None and seat.day_before_at <= now
        if soon or tomorrow:
            _remind_one(meeting, seat, now, soon=soon)


def _remind_one(meeting: Meeting, seat: Attending, now: datetime, *, soon: bool) -> None:
    """What comes too late to be of use is left out; of two at once, the later one says it all."""
    begins = seat.during.lower
    useful = now < (begins if soon else begins - reminders.STILL_A_DAY)
    seat.day_before_at = None
    seat.hour_before_at = None if soon else seat.hour_before_at
    seat.save(update_fields=["day_before_at", "hour_before_at"])
    if useful:
        kind = "meeting_soon" if soon else "meeting_tomorrow"
        tell(meeting, [seat.member], kind, now, which=str(meeting.sequence))


def _to_end(now: datetime) -> QuerySet[Meeting]:
    return Meeting.objects.filter(state=MeetingState.ACCEPTED, ends_at__lte=now)


def _end(meeting: Meeting, now: datetime) -> None:
    """Its time is over. Nobody is written to: what is asked then stands on their pages."""
    let_go(meeting, MeetingState.OVER, now)
    look_again(meeting.match)


def _to_lapse(now: datetime) -> QuerySet[Meeting]:
    return Meeting.objects.filter(wanted_from__lte=now)


def _lapse(meeting: Meeting, now: datetime) -> None:
    """A suggestion that nobody answered in time is gone; what was agreed stands."""
    if meeting.agreed is None:
        let_go(meeting, MeetingState.CANCELLED, now)
    else:
        meeting.wanted_from = meeting.wanted_until = None
        meeting.save()
        hush(meeting, ["meeting_suggested"], now)
    look_again(meeting.match)


def _to_tell(now: datetime) -> QuerySet[Meeting]:
    return Meeting.objects.filter(untold=True)


def _tell_of_ending(meeting: Meeting, now: datetime) -> None:
    """The match has ended, and the meeting with it. Whoever is told of the end finds the entry in that letter.

    Whoever ended it is told of nothing, so for their calendar there is a letter of its own.
    """
    meeting.untold = False
    meeting.save(update_fields=["untold"])
    if meeting.match.ended_by is not None:
        tell(meeting, [meeting.match.ended_by], "meeting_cancelled", now, which="ended")


Due = Callable[[datetime], "QuerySet[Meeting]"]
Act = Callable[[Meeting, datetime], None]
STEPS: tuple[tuple[Due, Act], ...] = (
    (_to_remind, _remind),
    (_to_end, _end),
    (_to_lapse, _lapse),
    (_to_tell, _tell_of_ending),
)
