"""Weekly masks are generous: no pair that could meet in the coming two weeks is ever lost."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.hours import free_time, has_stretch, shared_time
from matching.engine.masks import HORIZON, QUARTERS, mask_holds_until, week_mask
from matching.engine.side import Hours, Window
from tests.matching.engine.oracles import in_quarter_hours
from tests.matching.engine.strategies import QUARTER, hours_in, zones_and_starts

SUMMER = datetime(2026, 7, 6, tzinfo=UTC)
MONDAY, SUNDAY = 0, 6


def bits(mask: int) -> set[int]:
    return {bit for bit in range(QUARTERS) if mask >> bit & 1}


def of_the_week(instant: datetime) -> int:
    return (instant.weekday() * 24 * 60 + instant.hour * 60 + instant.minute) // 15


def test_bit_nought_is_monday_midnight_utc() -> None:
    hours = Hours("UTC", (Window(MONDAY, 0, 30),))
    assert week_mask(hours, start=SUMMER, end=SUMMER + HORIZON) == 0b11


def test_a_window_comes_round_the_turn_of_the_week() -> None:
    hours = Hours("America/New_York", (Window(SUNDAY, 19 * 60 + 30, 20 * 60 + 30),))
    assert bits(week_mask(hours, start=SUMMER, end=SUMMER + HORIZON)) == {670, 671, 0, 1}


def test_both_offsets_in_weeks_of_change() -> None:
    hours = Hours("Europe/Berlin", (Window(MONDAY, 60, 120),))
    october = datetime(2026, 10, 19, tzinfo=UTC)
    assert bits(week_mask(hours, start=october, end=october + HORIZON)) == {668, 669, 670, 671, 0, 1, 2, 3}


def test_a_mask_holds_until_the_clocks_change() -> None:
    berlin, tokyo = Hours("Europe/Berlin", ()), Hours("Asia/Tokyo", ())
    end = SUMMER + HORIZON
    change = datetime(2026, 10, 25, 1, tzinfo=UTC)
    assert mask_holds_until(berlin, start=SUMMER, end=end) == change
    assert mask_holds_until(tokyo, start=SUMMER, end=end) > SUMMER + timedelta(days=300)


@settings(deadline=None)
@given(data=st.data())
def test_no_pair_that_shares_half_an_hour_is_lost(data: st.DataObject) -> None:
    zone, start = data.draw(zones_and_starts())
    other, _ = data.draw(zones_and_starts())
    a, b = data.draw(hours_in(zone, start)), data.draw(hours_in(other, start))
    now = start + timedelta(seconds=data.draw(st.integers(0, 899)))
    shared = week_mask(a, start=now, end=now + HORIZON) & week_mask(b, start=now, end=now + HORIZON)
    following = (shared >> 1) | (shared & 1) << QUARTERS - 1
    if has_stretch(shared_time(a, b, start=now, end=now + HORIZON)):
        assert shared & following


@settings(deadline=None)
@given(data=st.data())
def test_free_time_lies_inside_the_mask_for_as_long_as_it_holds(data: st.DataObject) -> None:
    zone, start = data.draw(zones_and_starts())
    hours = data.draw(hours_in(zone, start))
    mask = week_mask(hours, start=start, end=start + HORIZON)
    last = mask_holds_until(hours, start=start, end=start + HORIZON) - HORIZON
    later = max(start, min(last, start + timedelta(days=data.draw(st.integers(0, 200)))))
    later -= (later - SUMMER) % QUARTER
    free = in_quarter_hours(free_time(hours, start=later, end=later + HORIZON))
    assert {of_the_week(quarter) for quarter in free} <= bits(mask)


@settings(deadline=None)
@given(data=st.data())
def test_the_mask_holds_nothing_else_while_the_clocks_stay(data: st.DataObject) -> None:
    zone, start = data.draw(zones_and_starts())
    hours = Hours(zone, data.draw(hours_in(zone, start)).windows)
    now = week_mask(hours, start=start, end=start)
    weeks = [start + timedelta(days=7 * week) for week in range(-30, 30)]
    like_now = [week for week in weeks if week_mask(hours, start=week, end=week + timedelta(days=7)) == now]
    free = {
        of_the_week(quarter)
        for week in like_now
        for quarter in in_quarter_hours(free_time(hours, start=week, end=week + timedelta(days=7)))
    }
    assert not like_now or free == bits(now)
