"""A zone's clock, exactly: which instants read which wall-clock time, across every change of offset."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

Span = tuple[datetime, datetime]
Minutes = tuple[int, int]  # of a day, after its local midnight

Moment = TypeVar("Moment", datetime, int)

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
NO_TIME = timedelta(0)


class Regime(NamedTuple):
    """A stretch of time during which the zone keeps one offset from UTC."""

    begins: datetime
    ends: datetime
    offset: timedelta


@lru_cache(maxsize=4096)
def regimes(zone: str, start: datetime, end: datetime) -> tuple[Regime, ...]:
    """The zone's regimes from start to end, cut at the exact instants of change."""
    clock = _clock(zone)
    first, last = start.astimezone(UTC).date(), end.astimezone(UTC).date()
    cuts = [cut for cut in _changes(zone, first, last + DAY) if start < cut < end]
    return tuple(
        Regime(begins, ends, _offset(clock, begins)) for begins, ends in pairwise([start, *cuts, end])
    )


@lru_cache(maxsize=4096)
def _changes(zone: str, first: date, last: date) -> tuple[datetime, ...]:
    """When the zone's offset changes between two days of UTC: worked out once a day, however often somebody asks.

    Looking once a day finds every change: no zone has changed twice within four weeks since 2020.
    """
    clock = _clock(zone)
    looks = pairwise(datetime.combine(day, time(), UTC) for day in _days(first, last))
    return tuple(
        _change(clock, *look) for look in looks if _offset(clock, look[0]) != _offset(clock, look[1])
    )


def reading(zone: str, instant: datetime) -> datetime:
    """What the zone's clock reads at an instant."""
    return instant.astimezone(_clock(zone))


def instants(
    zone: str, minutes_of: Callable[[date], Iterable[Minutes]], *, start: datetime, end: datetime
) -> list[Span]:
    """The instants from start to end at which the clock reads one of that local day's minutes.

    Right across a gap (readings that never come) and a fold (readings that come twice) alike.
    """
    spans: list[Span] = []
    for begins, ends, offset in regimes(zone, start, end):
        for day in _days((begins + offset).date(), (ends + offset).date()):
            midnight = datetime.combine(day, time(), UTC) - offset
            for first, last in minutes_of(day):
                spans.append((max(midnight + MINUTE * first, begins), min(midnight + MINUTE * last, ends)))
    return merged(spans)


def merged(spans: Iterable[tuple[Moment, Moment]]) -> list[tuple[Moment, Moment]]:
    """The same time in order, with what touches or overlaps joined, and nothing empty."""
    joined: list[tuple[Moment, Moment]] = []
    for begins, ends in sorted(span for span in spans if span[0] < span[1]):
        if joined and begins <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], ends)
        else:
            joined.append((begins, ends))
    return joined


@lru_cache(maxsize=1024)
def _clock(zone: str) -> ZoneInfo:
    """The zone's clock, kept: zoneinfo itself keeps eight and reads any other from its file again."""
    return ZoneInfo(zone)


def _days(first: date, last: date) -> Iterable[date]:
    return (first + DAY * number for number in range((last - first).days + 1))


def _offset(clock: ZoneInfo, instant: datetime) -> timedelta:
    return instant.astimezone(clock).utcoffset() or NO_TIME


def _change(clock: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The instant between the two at which the offset changes, to the microsecond."""
    old = _offset(clock, before)
    while after - before > timedelta.resolution:
        middle = before + (after - before) // 2
        before, after = (middle, after) if _offset(clock, middle) == old else (before, middle)
    return after
