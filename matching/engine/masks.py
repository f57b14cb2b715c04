"""Weekly masks: a person's week as 672 quarter-hours of UTC, to find candidates generously and fast.

Free time is always inside the mask; the mask may hold more. The strict rule decides on concrete dates.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from matching.engine.side import Hours, Window
from matching.engine.zones import regimes

QUARTER = timedelta(minutes=15)
A_DAY = 24 * 4
QUARTERS = 7 * A_DAY
WHOLE_WEEK = (1 << QUARTERS) - 1
HORIZON = timedelta(days=14)  # how far ahead two people may be asked to meet
YEAR = timedelta(days=366)


def local_week(windows: Iterable[Window]) -> int:
    """The week as the local clock reads it, in quarter-hours; bit 0 is Monday 00:00 there. It never goes stale."""
    week = 0
    for window in windows:
        first, last = window.weekday * A_DAY + window.start // 15, window.weekday * A_DAY + window.end // 15
        week |= (1 << last) - (1 << first)
    return week


def week_mask(hours: Hours, *, start: datetime, end: datetime) -> int:
    """The week under every offset in effect from start to end; bit 0 is Monday 00:00 UTC.

    Days away are left out: they pass, and a mask must never lose a pair.
    """
    week, mask = local_week(hours.windows), 0
    for offset in _offsets(hours.zone, start, end):
        mask |= _turned(week, offset // QUARTER) | _turned(week, -(-offset // QUARTER))
    return mask


def mask_holds_until(hours: Hours, *, start: datetime, end: datetime) -> datetime:
    """Until when everybody's free time is inside the mask of start to end.

    That is the next change to an offset that the mask does not hold; looks a year ahead.
    """
    held = _offsets(hours.zone, start, end)
    ahead = regimes(hours.zone, end, end + YEAR)
    return next((begins for begins, _, offset in ahead if offset not in held), end + YEAR)


def _offsets(zone: str, start: datetime, end: datetime) -> set[timedelta]:
    return {regime.offset for regime in regimes(zone, start, end)}


def _turned(week: int, ahead: int) -> int:
    """The local week as UTC counts it, where the local clock is so many quarter-hours ahead."""
    first = ahead % QUARTERS
    return (week >> first | week << QUARTERS - first) & WHOLE_WEEK
