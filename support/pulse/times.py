"""The times that figures are about: whole ISO weeks, and stretches of four of them. The running one is never told.

They never overlap with others of their kind, so one cannot be taken from the other. Weeks begin on Monday, in UTC.
"""

from datetime import UTC, date, datetime, time, timedelta

FIRST = datetime(2001, 1, 1, tzinfo=UTC)  # a Monday
WEEK = timedelta(weeks=1)
FOUR_WEEKS = timedelta(weeks=4)
BACK = timedelta(weeks=26)  # how far back is told at most


def begin(span: timedelta, moment: datetime) -> datetime:
    """When the stretch of this length began in which the moment lies."""
    return FIRST + (moment - FIRST) // span * span


def over(span: timedelta, *, rests: timedelta, now: datetime) -> list[datetime]:
    """The beginnings of the stretches that have been over for so long, the oldest first."""
    last = begin(span, now - rests) - span
    return [last - number * span for number in reversed(range(BACK // span))]


def week_of(moment: datetime) -> date:
    """The Monday of its week."""
    return begin(WEEK, moment).date()


def at(day: date) -> datetime:
    """When this day began."""
    return datetime.combine(day, time(), UTC)
