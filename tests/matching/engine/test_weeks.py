"""Everybody's coming two weeks at once say, bit for bit, what each person's own free quarters say."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.hours import HORIZON, foreseen, free_quarters
from matching.engine.masks import QUARTERS, local_week
from matching.engine.side import Hours, Window
from matching.engine.weeks import (
    AHEAD,
    CHUNK,
    WORDS,
    Words,
    coarse,
    foresee,
    free_words,
    horizon_words,
    local_weeks,
    weeks_of,
)
from tests.matching.engine.cast import NOW
from tests.matching.engine.strategies import hours_in, zones_and_starts

MONDAY, SUNDAY = 0, 6
WHOLE_WEEK = tuple(Window(weekday, 0, 1440) for weekday in range(7))


def numbers(words: Words) -> list[int]:
    """Each row's words as one number."""
    return [int.from_bytes(row.astype("<u8").tobytes(), "little") for row in words]


def words_of(people: list[Hours], now: datetime) -> Words:
    away = {row: hours.away for row, hours in enumerate(people) if hours.away}
    weeks = local_weeks([hours.windows for hours in people])
    return free_words(weeks, [hours.zone for hours in people], now, away)


def agree(people: list[Hours], now: datetime) -> bool:
    return numbers(words_of(people, now)) == [free_quarters(hours, now) for hours in people]


@settings(deadline=None)
@given(data=st.data(), seconds=st.sampled_from([0, 1, 450, 899]))
def test_the_same_bits_as_one_by_one(data: st.DataObject, seconds: int) -> None:
    zone, start = data.draw(zones_and_starts())
    others = data.draw(st.lists(zones_and_starts(), max_size=3))
    zones = [zone, *(other for other, _ in others), zone]
    people = [data.draw(hours_in(each, start)) for each in zones]
    assert agree(people, start + timedelta(seconds=seconds))


def test_what_is_foreseen_for_many_is_what_each_would_say_and_only_for_that_moment() -> None:
    zones = ("Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns")
    people = [
        Hours(zone, (Window(day, 60 * day, 60 * day + 75),), ((NOW.date(), NOW.date()),) if day % 2 else ())
        for zone in zones
        for day in range(7)
    ]
    later = NOW + timedelta(hours=5)
    one_by_one = {moment: [free_quarters(hours, moment) for hours in people] for moment in (NOW, later)}
    foresee(people, NOW)
    assert len(foreseen) == len(people)
    assert {
        moment: [free_quarters(hours, moment) for hours in people] for moment in (NOW, later)
    } == one_by_one
    foresee([], NOW)
    assert not foreseen


@pytest.mark.parametrize(
    ("zone", "now"),
    [
        ("Australia/Lord_Howe", "2026-03-30T11:07"),  # half an hour back
        ("Africa/Casablanca", "2026-02-10T00:00"),  # Ramadan: forth and back within six weeks
        ("Asia/Almaty", "2024-02-20T00:00"),  # another offset for good
        ("Pacific/Apia", "2011-12-20T00:00"),  # a day that never came
        ("America/St_Johns", "2010-10-30T00:00"),  # at one minute past midnight, within a quarter-hour
        ("America/St_Johns", "2010-11-07T02:30"),
        ("Africa/Monrovia", "1971-06-01T00:00"),  # 44 and a half minutes behind UTC
        ("Africa/Monrovia", "1972-01-01T00:00"),  # and then no more
    ],
)
def test_where_clocks_change_in_their_own_way(zone: str, now: str) -> None:
    nights = tuple(Window(weekday, start, 1440) for weekday in range(7) for start in (22 * 60 + 45, 23 * 60))
    mornings = tuple(Window(weekday, 0, 3 * 60 + 15) for weekday in range(7))
    away = ((date(2026, 4, 4), date(2026, 4, 5)), (date(2010, 11, 6), date(2010, 11, 7)))
    people = [Hours(zone, (*nights, *mornings)), Hours(zone, WHOLE_WEEK), Hours(zone, WHOLE_WEEK, away)]
    assert agree(people, datetime.fromisoformat(now).replace(tzinfo=UTC))


def test_a_quarter_hour_that_has_begun_is_not_free() -> None:
    always = [Hours("Asia/Kathmandu", WHOLE_WEEK)]
    assert numbers(words_of(always, NOW)) == [(1 << AHEAD) - 1]
    assert numbers(words_of(always, NOW + timedelta(seconds=1))) == [(1 << AHEAD) - 2]


def test_away_for_ever_is_never_free() -> None:
    assert not words_of([Hours("UTC", WHOLE_WEEK, ((date.min, date.max),))], NOW).any()


def test_more_people_than_one_step_takes() -> None:
    people = [Hours("Asia/Tokyo", (Window(row % 7, 540, 555 + row % 60 * 15),)) for row in range(CHUNK + 3)]
    assert agree(people, NOW)


def test_nobody_at_all() -> None:
    assert free_words(local_weeks([]), [], NOW).shape == (0, WORDS)
    assert coarse(free_words(local_weeks([]), [], NOW)).shape == (0,)
    assert weeks_of([]).shape == (0, QUARTERS)
    assert horizon_words(np.array([], dtype=np.int64)).shape == (0, WORDS)


def test_a_week_is_drawn_from_windows_that_touch_overlap_and_repeat() -> None:
    windows = [
        Window(MONDAY, 0, 30),
        Window(MONDAY, 15, 45),
        Window(MONDAY, 0, 30),
        Window(SUNDAY, 1410, 1440),
    ]
    week = local_weeks([[], windows])
    assert np.flatnonzero(week[1]).tolist() == [0, 1, 2, 670, 671]
    assert not week[0].any()


@given(data=st.data())
def test_a_week_kept_as_a_number_is_the_same_week(data: st.DataObject) -> None:
    people = data.draw(st.lists(hours_in("UTC", NOW), max_size=4))
    kept = weeks_of([local_week(hours.windows) for hours in people])
    assert np.array_equal(kept, local_weeks([hours.windows for hours in people]))


def test_a_horizon_leaves_the_first_bits() -> None:
    ahead = [0, 1, 63, 64, 65, 96, AHEAD - 1, AHEAD, AHEAD + 1]
    left = numbers(horizon_words(np.array(ahead, dtype=np.int64)))
    assert left == [(1 << min(bits, AHEAD)) - 1 for bits in ahead]


@settings(deadline=None)
@given(bits=st.lists(st.integers(0, AHEAD - 1), min_size=1))
def test_each_quarter_hour_lies_in_one_block_and_blocks_hold_no_more(bits: list[int]) -> None:
    quarters = sum(1 << bit for bit in set(bits))
    words = np.frombuffer(quarters.to_bytes(AHEAD // 8, "little"), dtype=np.uint64).reshape(1, WORDS)
    assert numbers(coarse(words)[:, None]) == [sum({1 << bit % QUARTERS * 64 // QUARTERS for bit in bits})]


@settings(deadline=None)
@given(data=st.data())
def test_two_whose_blocks_differ_share_no_quarter_hour(data: st.DataObject) -> None:
    zone, start = data.draw(zones_and_starts())
    other, _ = data.draw(zones_and_starts())
    words = words_of([data.draw(hours_in(zone, start)), data.draw(hours_in(other, start))], start)
    rough = coarse(words)
    assert rough[0] & rough[1] or not (words[0] & words[1]).any()


def test_two_weeks_are_whole_words() -> None:
    assert timedelta(minutes=15) * 64 * WORDS == HORIZON
