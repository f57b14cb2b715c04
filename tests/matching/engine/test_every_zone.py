"""No wrong overlap: a year of two people's time, held against what the clocks of their zones read.

What a clock reads is asked of zoneinfo for every single quarter-hour; nothing of the engine is used for it.
"""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from numpy.typing import NDArray

from matching.engine.hours import free_quarters, quarter_from, shared_quarters, shared_time
from matching.engine.masks import HORIZON, QUARTER, QUARTERS, mask_holds_until, week_mask
from matching.engine.side import Hours, Window
from matching.engine.weeks import AHEAD, free_words, local_weeks
from tests.matching.engine.strategies import ZONES

Flags = NDArray[np.bool_]

WEEKS = 52
RENEWED = HORIZON + timedelta(days=2)
NIGHTS = (*(Window(day, 1335, 1440) for day in range(7)), *(Window(day, 0, 225) for day in range(7)))

# Where and when clocks do what is easily got wrong; each is put together with the next.
UNUSUAL = [
    ("Europe/Berlin", "2026-11-23"),
    ("Australia/Lord_Howe", "2026-11-23"),  # half an hour forth and back
    ("Asia/Kathmandu", "2026-11-23"),  # 5:45 ahead, all year
    ("Pacific/Chatham", "2026-11-23"),  # 12:45 and 13:45 ahead
    ("Africa/Casablanca", "2026-11-23"),  # back for Ramadan
    ("Africa/Cairo", "2026-11-23"),  # back over midnight
    ("Asia/Almaty", "2023-11-20"),  # an hour back for good
    ("America/Godthab", "2023-01-02"),  # an hour forth, and never back that year
    ("America/Scoresbysund", "2023-10-02"),  # from UTC-1 with summer time to UTC-2 with summer time
    ("Antarctica/Vostok", "2023-11-20"),  # two hours back for good
    ("America/St_Johns", "2026-11-23"),  # 3:30 and 2:30 behind
]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@lru_cache(maxsize=64)
def clock(zone: str, start: datetime) -> tuple[list[int], list[int]]:
    """What the zone's clock reads, quarter-hour after quarter-hour: the quarter of the week, and the day."""
    ticks = (start + QUARTER * number for number in range((WEEKS + 3) * QUARTERS))
    read = [tick.astimezone(ZoneInfo(zone)) for tick in ticks]
    assert not any(local.minute % 15 or local.second for local in read)
    quarters = [local.weekday() * 96 + local.hour * 4 + local.minute // 15 for local in read]
    return quarters, [local.toordinal() for local in read]


def free_by_the_clock(hours: Hours, start: datetime) -> Flags:
    """Whether somebody is free, quarter-hour after quarter-hour."""
    quarters, days = (np.array(each) for each in clock(hours.zone, start))
    week = np.zeros(QUARTERS, dtype=np.bool_)
    for window in hours.windows:
        week[window.weekday * 96 + window.start // 15 : window.weekday * 96 + window.end // 15] = True
    free: Flags = week[quarters]
    for first, last in hours.away:
        free &= (days < first.toordinal()) | (days > last.toordinal())
    return free


def somebody(zone: str, start: datetime) -> Hours:
    """Free at night, over every midnight and the turn of the week, and now and then; away now and then."""
    chance = random.Random(zone)
    starts = [(chance.randrange(7), chance.randrange(0, 1440, 15)) for _ in range(8)]
    windows = [Window(day, first, min(1440, first + chance.choice([15, 45, 150]))) for day, first in starts]
    return Hours(zone, (*NIGHTS, *windows), tuple(absences(chance, start.date())))


def absences(chance: random.Random, day: date) -> Iterator[tuple[date, date]]:
    for _ in range(8):
        day += timedelta(days=chance.randrange(20, 60))
        yield day, day + timedelta(days=chance.randrange(4))


def looks(start: datetime) -> Iterator[datetime]:
    """A moment of every week, at any time of the week, on the quarter-hour or not."""
    for week in range(WEEKS):
        yield (
            start
            + timedelta(weeks=week)
            + QUARTER * (week * 37 % QUARTERS)
            + timedelta(seconds=week % 3 * 449)
        )


def coming(free: Flags, start: datetime, now: datetime) -> Flags:
    """The whole quarter-hours of the coming two weeks."""
    first, begun = divmod(now - start, QUARTER)
    whole = free[first : first + AHEAD].copy()
    whole[0] &= not begun
    return whole


def as_number(flags: Flags) -> int:
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def in_bits(spans: list[tuple[datetime, datetime]], start: datetime, now: datetime) -> int:
    base = now - (now - start) % QUARTER
    bits = 0
    for begins, ends in spans:
        first, last = (quarter_from(begins) - base) // QUARTER, (ends - base) // QUARTER
        bits |= (1 << max(first, last)) - (1 << first)
    return bits


def hold_against_the_clocks(zone: str, other: str, start: datetime) -> None:
    """Each alone, both together, in spans, in bits, and everybody at once: all as the clocks read."""
    ours, theirs = somebody(zone, start), somebody(other, start)
    each_free = [free_by_the_clock(hours, start) for hours in (ours, theirs)]
    weeks = local_weeks([ours.windows, theirs.windows])
    for now in looks(start):
        free = [coming(each, start, now) for each in each_free]
        both, until = as_number(free[0] & free[1]), now + HORIZON
        assert [free_quarters(hours, now) for hours in (ours, theirs)] == [as_number(each) for each in free]
        assert shared_quarters(ours, theirs, now=now, until=until) == both
        assert in_bits(shared_time(ours, theirs, start=now, end=until), start, now) == both
        words = free_words(weeks, [zone, other], now, {0: ours.away, 1: theirs.away})
        assert np.array_equal(words, np.packbits(free, axis=1, bitorder="little").view(np.uint64))


def hold_mask_against_the_clock(zone: str, start: datetime) -> None:
    """A mask that is renewed when two weeks are no longer held covers all free time of the coming two weeks."""
    assert start.weekday() == 0, "so that quarter-hours counted from the start are those of the UTC week"
    hours, until = somebody(zone, start), start
    free, mask = free_by_the_clock(hours, start), 0
    for now in looks(start):
        if now + HORIZON > until:
            mask = week_mask(hours, start=now, end=now + RENEWED)
            until = mask_holds_until(hours, start=now, end=now + RENEWED)
        first = (now - start) // QUARTER
        quarters = (first + np.flatnonzero(coming(free, start, now))) % QUARTERS
        assert not sum(1 << bit for bit in set(quarters.tolist())) & ~mask


@pytest.mark.parametrize(("zone", "first"), UNUSUAL)
def test_a_year_where_clocks_are_unusual(zone: str, first: str) -> None:
    zones = [each for each, _ in UNUSUAL]
    other = zones[(zones.index(zone) + 1) % len(zones)]
    hold_against_the_clocks(zone, other, at(first))
    hold_mask_against_the_clock(zone, at(first))


@pytest.mark.load
@pytest.mark.parametrize("first", ["2023-03-06", "2026-11-23"])
@pytest.mark.parametrize("zone", ZONES)
def test_a_year_in_every_zone(zone: str, first: str) -> None:
    other = random.Random(f"with {zone}").choice(ZONES)
    hold_against_the_clocks(zone, other, at(first))
    hold_mask_against_the_clock(zone, at(first))
