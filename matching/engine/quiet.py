"""Quiet hours: when somebody would rather not be asked, and deadlines that wait for them."""

from datetime import datetime, timedelta
from functools import lru_cache

from matching.engine.side import Quiet
from matching.engine.zones import Minutes, instants, reading

DAY = 24 * 60
STRIDE = timedelta(days=7)


def outside_quiet(quiet: Quiet, zone: str, instant: datetime) -> bool:
    """Whether the zone's clock reads a time outside the quiet hours."""
    clock = reading(zone, instant)
    minute = clock.hour * 60 + clock.minute
    return any(first <= minute < last for first, last in _waking(quiet))


@lru_cache(maxsize=1024)
def deadline(now: datetime, hours_allowed: timedelta, quiet: Quiet, zone: str) -> datetime:
    """When the hours allowed are over, counted only outside the quiet hours."""
    left, begins = hours_allowed, now
    waking = _waking(quiet)
    while True:
        for first, last in instants(zone, lambda day: waking, start=begins, end=begins + STRIDE):
            if left <= last - first:
                return first + left
            left -= last - first
        begins += STRIDE


def _waking(quiet: Quiet) -> tuple[Minutes, ...]:
    """The minutes of a day that are not quiet; never none at all, so that every deadline comes."""
    start, end = quiet.start % DAY, quiet.end % DAY
    return ((end, start),) if end < start else ((0, start), (end, DAY))
