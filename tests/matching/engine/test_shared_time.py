"""Shared time: both free at once, until the need's horizon, in spans and in bits alike."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.hours import (
    half_hours,
    has_stretch,
    horizon,
    longest,
    overlap_by_weekday,
    quarter_from,
    shared_quarters,
    shared_time,
    stretches,
)
from matching.engine.masks import HORIZON
from matching.engine.side import Hours, Window
from tests.matching.engine.cast import NOW, a_need, a_person
from tests.matching.engine.oracles import in_quarter_hours, is_free, steps
from tests.matching.engine.strategies import QUARTER, hours_in, zones_and_starts

MONDAY, TUESDAY, SUNDAY = 0, 1, 6
MINUTE = timedelta(minutes=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def lives_in(zone: str, *windows: Window) -> Hours:
    return Hours(zone, windows)


def test_two_zones_share_what_is_the_same_moment() -> None:
    berlin = lives_in("Europe/Berlin", Window(MONDAY, 18 * 60, 22 * 60))
    new_york = lives_in("America/New_York", Window(MONDAY, 12 * 60, 14 * 60))
    shared = shared_time(berlin, new_york, start=NOW, end=NOW + timedelta(days=1))
    assert shared == [(at("2026-11-23T17:00"), at("2026-11-23T19:00"))]


def test_shared_hours_move_when_only_one_of_two_zones_has_changed_its_clocks() -> None:
    """New York goes to summer time on 8 March 2026, Berlin on 29 March."""
    berlin = lives_in("Europe/Berlin", Window(MONDAY, 18 * 60, 19 * 60))
    new_york = lives_in("America/New_York", Window(MONDAY, 12 * 60, 13 * 60))
    weeks = [at("2026-03-02"), at("2026-03-09"), at("2026-03-30")]
    shared = [shared_time(berlin, new_york, start=week, end=week + timedelta(days=1)) for week in weeks]
    assert [len(spans) for spans in shared] == [1, 0, 1]


def test_the_longest_stretch() -> None:
    spans = [(NOW, NOW + 20 * MINUTE), (NOW + 60 * MINUTE, NOW + 90 * MINUTE)]
    assert longest(spans) == timedelta(minutes=30)
    assert longest([]) == timedelta(0)
    assert has_stretch(spans)
    assert not has_stretch(spans, minutes=31)


def test_two_quarters_apart_are_no_half_hour() -> None:
    assert not half_hours(0b101)
    assert half_hours(0b110) == 0b010


def test_a_half_hour_that_has_begun_is_no_longer_one() -> None:
    hours = lives_in("UTC", Window(MONDAY, 18 * 60, 18 * 60 + 30))
    evening, until = at("2026-11-23T18:00"), at("2026-11-24")
    assert half_hours(shared_quarters(hours, hours, now=evening, until=until))
    assert not half_hours(shared_quarters(hours, hours, now=evening + timedelta(seconds=1), until=until))


@settings(deadline=None)
@given(data=st.data(), days=st.integers(0, 14))
def test_shared_is_free_for_both_at_every_quarter_hour(data: st.DataObject, days: int) -> None:
    zone, start = data.draw(zones_and_starts())
    other, _ = data.draw(zones_and_starts())
    a, b = data.draw(hours_in(zone, start)), data.draw(hours_in(other, start))
    end = start + timedelta(days=days)
    expected = [
        quarter for quarter in steps(start, end, QUARTER) if is_free(a, quarter) and is_free(b, quarter)
    ]
    assert in_quarter_hours(shared_time(a, b, start=start, end=end)) == expected


@settings(deadline=None)
@given(data=st.data(), minutes=st.integers(60, 14 * 24 * 60), seconds=st.integers(0, 899))
def test_bits_and_spans_say_the_same_of_half_an_hour(data: st.DataObject, minutes: int, seconds: int) -> None:
    zone, start = data.draw(zones_and_starts())
    other, _ = data.draw(zones_and_starts())
    a, b = data.draw(hours_in(zone, start)), data.draw(hours_in(other, start))
    now = start + timedelta(seconds=seconds)
    until = now + minutes * MINUTE
    quarters = shared_quarters(a, b, now=now, until=until)
    spans = shared_time(a, b, start=now, end=until)
    assert bool(half_hours(quarters)) == has_stretch(spans)
    whole = {
        quarter
        for begins, ends in spans
        for quarter in steps(quarter_from(begins), ends, QUARTER)
        if quarter + QUARTER <= ends
    }
    assert {start + bit * QUARTER for bit in range(quarters.bit_length()) if quarters >> bit & 1} == whole
    told = list(stretches(quarters))
    assert [start + bit * QUARTER for span in told for bit in range(*span)] == sorted(whole)
    assert all(ends < begins for (_, ends), (begins, _) in pairwise(told))


class TestHorizon:
    def test_two_weeks_and_a_day_for_today(self) -> None:
        assert horizon(a_need(), NOW) == NOW + timedelta(days=14)
        assert horizon(a_need(urgency="today"), NOW) == NOW + timedelta(days=1)

    def test_the_end_of_the_last_day_in_the_seekers_zone(self) -> None:
        need = a_need(needed_by=date(2026, 11, 25))
        assert horizon(need, NOW) == at("2026-11-25T23:00")

    def test_a_late_last_day_changes_nothing(self) -> None:
        assert horizon(a_need(needed_by=date(2027, 1, 1)), NOW) == NOW + timedelta(days=14)
        assert horizon(a_need(needed_by=date.max), NOW) == NOW + timedelta(days=14)

    def test_a_last_day_that_is_over_leaves_no_time(self) -> None:
        assert horizon(a_need(needed_by=date(2026, 11, 22)), NOW) == NOW

    def test_a_day_that_begins_twice_ends_the_day_before_it_once(self) -> None:
        """In Havana the clock goes back from 01:00 to 00:00 on 1 November 2026."""
        maya = a_person(1, hours=Hours("America/Havana", ()))
        need = a_need(maya, needed_by=date(2026, 10, 31))
        assert horizon(need, at("2026-10-30T12:00")) == at("2026-11-01T04:00")

    def test_a_last_hour_that_comes_twice_counts_twice(self) -> None:
        """In Cairo the clock goes back from 24:00 to 23:00 on 29 October 2026."""
        maya = a_person(1, hours=Hours("Africa/Cairo", ()))
        need = a_need(maya, needed_by=date(2026, 10, 29))
        assert horizon(need, at("2026-10-28T12:00")) == at("2026-10-29T22:00")

    @settings(deadline=None)
    @given(where=zones_and_starts(), ahead=st.integers(-1, 16), seconds=st.integers(0, 899))
    def test_the_clock_reads_a_later_day_from_then_on_and_never_before(
        self, where: tuple[str, datetime], ahead: int, seconds: int
    ) -> None:
        zone, start = where
        now = start + timedelta(seconds=seconds)
        last_day = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=ahead)
        until = horizon(a_need(a_person(1, hours=Hours(zone, ())), needed_by=last_day), now)

        def is_over(instant: datetime) -> bool:
            return instant.astimezone(ZoneInfo(zone)).date() > last_day

        assert until == now or not is_over(until - timedelta.resolution)
        assert until == now + HORIZON or all(map(is_over, steps(until, now + HORIZON, QUARTER)))


class TestOverlapByWeekday:
    def test_in_the_zone_of_whoever_looks(self) -> None:
        berlin = lives_in("Europe/Berlin", Window(MONDAY, 18 * 60, 21 * 60))
        days = overlap_by_weekday(berlin, berlin, "Asia/Tokyo", start=NOW, end=NOW + timedelta(days=7))
        assert days[TUESDAY] == ((2 * 60, 5 * 60),)
        assert not any(minutes for weekday, minutes in days.items() if weekday != TUESDAY)

    def test_cut_at_midnight_and_joined_over_weeks(self) -> None:
        late = lives_in("UTC", Window(SUNDAY, 22 * 60, 24 * 60), Window(MONDAY, 0, 60))
        days = overlap_by_weekday(late, late, "UTC", start=NOW, end=NOW + timedelta(days=21))
        assert days[SUNDAY] == ((22 * 60, 24 * 60),)
        assert days[MONDAY] == ((0, 60),)

    def test_a_change_of_clocks_shows_both_readings(self) -> None:
        """London leaves summer time on 25 October 2026; Phoenix keeps its clock."""
        phoenix = lives_in("America/Phoenix", Window(MONDAY, 9 * 60, 10 * 60))
        start = at("2026-10-19")
        days = overlap_by_weekday(
            phoenix, phoenix, "Europe/London", start=start, end=start + timedelta(days=14)
        )
        assert days[MONDAY] == ((16 * 60, 18 * 60),)

    @settings(deadline=None)
    @given(data=st.data(), days=st.integers(0, 14))
    def test_holds_each_shared_quarter_hour_as_the_clock_reads_it(
        self, data: st.DataObject, days: int
    ) -> None:
        zone, start = data.draw(zones_and_starts())
        other, _ = data.draw(zones_and_starts())
        a, b = data.draw(hours_in(zone, start)), data.draw(hours_in(other, start))
        onlooker, _ = data.draw(zones_and_starts())
        end = start + timedelta(days=days)
        shared = [tick for tick in steps(start, end, QUARTER) if is_free(a, tick) and is_free(b, tick)]
        read = [tick.astimezone(ZoneInfo(onlooker)) for tick in shared]
        days_of_week = overlap_by_weekday(a, b, onlooker, start=start, end=end)
        found = {
            (day, minute)
            for day, stretches in days_of_week.items()
            for first, last in stretches
            for minute in range(first, last, 15)
        }
        assert found == {(clock.weekday(), clock.hour * 60 + clock.minute) for clock in read}
