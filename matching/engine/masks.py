"""Weekly masks: a person's week as 672 quarter-hours of UTC, to find candidates generously and fast.

Free time is always inside the mask; the mask may hold more. The strict rule decides on concrete dates.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from matching.engine.side import Hours, Window
from matching.engine.zones import NO_TIME, regimes

QUARTER = timedelta(minutes=15)
QUARTERS = 7 * 24 * 4
WHOLE_WEEK = (1 << QUARTERS) - 1
HORIZON = timedelta(days=14)  # how far ahead two people may be asked to meet
YEAR = timedelta(days=366)


def week_mask(hours: Hours, *, start: datetime, end: datetime) -> int:
    """The week under every offset in effect from start to end; bit 0 is Monday 00:00 UTC.

    Days away are left out: they pass, and a mask must never lose a pair.
    """
    mask = 0
    for offset in _offsets(hours.zone, start, end):
        for window in hours.windows:
            mask |= _bits(window, offset)
    return mask


def local_week(windows: Iterable[Window]) -> int:
    """The week as the local clock reads it, in quarter-hours; bit 0 is Monday 00:00 there. It never goes stale."""
    week = 0
    for window in windows:
        week |= _bits(window, NO_TIME)
    return week


def mask_good_until(hours: Hours, *, start: datetime, end: datetime) -> datetime:
    """Until when the mask of start to end still covers everybody's coming two weeks.

    That is two weeks before the next change to an offset that the mask does not hold; looks a year ahead.
    """
    held = _offsets(hours.zone, start, end)
    ahead = regimes(hours.zone, end, end + YEAR)
    return next((begins for begins, _, offset in ahead if offset not in held), end + YEAR) - HORIZON


def _offsets(zone: str, start: datetime, end: datetime) -> set[timedelta]:
    return {regime.offset for regime in regimes(zone, start, end)}


def _bits(window: Window, offset: timedelta) -> int:
    """The window's quarter-hours of the UTC week; what runs over its end comes round to its beginning."""
    midnight = timedelta(days=window.weekday) - offset
    first = (midnight + timedelta(minutes=window.start)) // QUARTER
    last = -(-(midnight + timedelta(minutes=window.end)) // QUARTER)
    bits = ((1 << (last - first)) - 1) << first % QUARTERS
    return (bits | bits >> QUARTERS) & WHOLE_WEEK
