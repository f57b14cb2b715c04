"""Free time: weekly windows in a time zone become the coming days' free time, shared or alone.

A local window stands for the instants at which the local clock reads a time inside it. `free_time` is the
definition; `free_quarters` says the same in bits, and is what the rules and scores of many pairs lean on.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from matching.engine.masks import HORIZON, QUARTER, mask_holds_until, week_mask
from matching.engine.quiet import deadline, outside_quiet
from matching.engine.side import Hours, NeedSide
from matching.engine.zones import DAY, MINUTE, NO_TIME, Minutes, Span, instants, merged, regimes

__all__ = [
    "HORIZON",
    "Span",
    "deadline",
    "end_of_day",
    "free_quarters",
    "free_time",
    "half_hours",
    "has_stretch",
    "horizon",
    "horizon_of",
    "longest",
    "mask_holds_until",
    "outside_quiet",
    "overlap_by_weekday",
    "quarter_from",
    "quarter_of",
    "shared_quarters",
    "shared_time",
    "stretches",
    "week_mask",
]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def free_time(hours: Hours, *, start: datetime, end: datetime) -> list[Span]:
    """When somebody is free from start to end: in order, in UTC, with what touches joined."""
    week: list[list[Minutes]] = [[] for _ in range(7)]
    for window in hours.windows:
        week[window.weekday].append((window.start, window.end))

    def minutes_of(day: date) -> list[Minutes]:
        away = any(first <= day <= last for first, last in hours.away)
        return [] if away else week[day.weekday()]

    return instants(hours.zone, minutes_of, start=start, end=end)


def shared_time(a: Hours, b: Hours, *, start: datetime, end: datetime) -> list[Span]:
    """When both are free from start to end."""
    ours, theirs = (free_time(hours, start=start, end=end) for hours in (a, b))
    shared, i, j = [], 0, 0
    while i < len(ours) and j < len(theirs):
        shared.append((max(ours[i][0], theirs[j][0]), min(ours[i][1], theirs[j][1])))
        i, j = (i + 1, j) if ours[i][1] < theirs[j][1] else (i, j + 1)
    return [span for span in shared if span[0] < span[1]]


def longest(spans: Iterable[Span]) -> timedelta:
    """The length of the longest stretch; nothing at all for no stretch."""
    return max((ends - begins for begins, ends in spans), default=NO_TIME)


def has_stretch(spans: Iterable[Span], *, minutes: int = 30) -> bool:
    """Whether one of the stretches is at least so long."""
    return longest(spans) >= minutes * MINUTE


foreseen: dict[tuple[Hours, datetime], int] = {}  # what `weeks.foresee` worked out for many at once


def free_quarters(hours: Hours, now: datetime) -> int:
    """The free time of the coming two weeks in bits: bit k is the k-th whole quarter-hour of UTC.

    Bit 0 is the quarter-hour in which now lies. Every zone's offset has been a multiple of a quarter-hour
    since 1972, so whole quarters tell all.
    """
    known = foreseen.get((hours, now))
    return _free_quarters(hours, now) if known is None else known


@lru_cache(maxsize=1 << 15)
def _free_quarters(hours: Hours, now: datetime) -> int:
    base = quarter_of(now)
    quarters = 0
    for begins, ends in free_time(hours, start=now, end=now + HORIZON):
        first, last = (quarter_from(begins) - base) // QUARTER, (ends - base) // QUARTER
        quarters |= (1 << max(last, first)) - (1 << first)
    return quarters


def shared_quarters(a: Hours, b: Hours, *, now: datetime, until: datetime) -> int:
    """The quarter-hours, as in `free_quarters`, in which both are free before the horizon `until`."""
    ahead = (until - quarter_of(now)) // QUARTER
    return free_quarters(a, now) & free_quarters(b, now) & ((1 << ahead) - 1)


def stretches(quarters: int) -> Iterator[tuple[int, int]]:
    """The same quarter-hours as stretches in their order: which is the first, and which comes after the last."""
    done = 0
    while quarters:
        wait = (quarters & -quarters).bit_length() - 1
        quarters >>= wait
        long = (~quarters & quarters + 1).bit_length() - 1
        quarters >>= long
        yield done + wait, done + wait + long
        done += wait + long


def quarter_of(instant: datetime) -> datetime:
    """When the quarter-hour of UTC began in which the instant lies."""
    return instant - (instant - EPOCH) % QUARTER


def quarter_from(instant: datetime) -> datetime:
    """The first whole quarter-hour of UTC that begins at the instant or after."""
    return instant + (EPOCH - instant) % QUARTER


def half_hours(quarters: int) -> int:
    """Where a half hour can begin: a quarter-hour with its next."""
    return quarters & quarters >> 1


def horizon(need: NeedSide, now: datetime) -> datetime:
    """Until when this need may be met: two weeks, a day for today, or the end of its last day if sooner."""
    return horizon_of(need.urgency, need.needed_by, need.person.hours.zone, now)


def horizon_of(urgency: str, needed_by: date | None, zone: str, now: datetime) -> datetime:
    """The same from the need's facts; `needed_by` is a day in the seeker's zone."""
    until = now + (DAY if urgency == "today" else HORIZON)
    return until if needed_by is None else end_of_day(zone, needed_by, now, until)


@lru_cache(maxsize=4096)
def end_of_day(zone: str, day: date, start: datetime, end: datetime) -> datetime:
    """When the zone's clock leaves the day behind, kept between start and end."""
    if day > end.date():
        return end
    midnight = datetime.combine(day + DAY, time(), UTC)
    before = ((begins, midnight - offset, ends) for begins, ends, offset in regimes(zone, start, end))
    return max((min(leaves, ends) for begins, leaves, ends in before if begins < leaves), default=start)


def overlap_by_weekday(
    a: Hours, b: Hours, zone: str, *, start: datetime, end: datetime
) -> dict[int, tuple[Minutes, ...]]:
    """Each weekday's minutes, as the zone's clock reads them, that both share on some date in between."""
    days: dict[int, list[Minutes]] = {weekday: [] for weekday in range(7)}
    for begins, ends, offset in regimes(zone, start, end):
        for first, last in shared_time(a, b, start=begins, end=ends):
            for weekday, minutes in _by_day(first + offset, last + offset):
                days[weekday].append(minutes)
    return {weekday: tuple(merged(minutes)) for weekday, minutes in days.items()}


def _by_day(first: datetime, last: datetime) -> Iterator[tuple[int, Minutes]]:
    """A stretch of readings cut at midnight: each weekday with its minutes."""
    midnight = datetime.combine(first.date(), time(), UTC)
    while midnight < last:
        begins, ends = max(first - midnight, NO_TIME), min(last - midnight, DAY)
        yield midnight.weekday(), (begins // MINUTE, ends // MINUTE)
        midnight += DAY
