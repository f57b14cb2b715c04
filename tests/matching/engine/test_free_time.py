"""Free time is exact: across zones, gaps and folds, midnights, turns of the week and days away."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.hours import free_time
from matching.engine.side import Hours, Window
from tests.matching.engine.oracles import free_quarter_hours, in_quarter_hours
from tests.matching.engine.strategies import hours_in, zones_and_starts

SUNDAY, MONDAY = 6, 0


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def free(hours: Hours, start: str, end: str) -> list[tuple[str, str]]:
    spans = free_time(hours, start=at(start), end=at(end))
    return [(begins.strftime("%a %H:%M"), ends.strftime("%a %H:%M")) for begins, ends in spans]


def test_a_window_comes_every_week_in_local_time() -> None:
    hours = Hours("Asia/Kathmandu", (Window(MONDAY, 18 * 60, 19 * 60),))
    spans = free_time(hours, start=at("2026-11-23"), end=at("2026-12-07"))
    assert spans == [
        (at("2026-11-23T12:15"), at("2026-11-23T13:15")),
        (at("2026-11-30T12:15"), at("2026-11-30T13:15")),
    ]


def test_start_and_end_cut_exactly() -> None:
    hours = Hours("UTC", (Window(MONDAY, 540, 720),))
    assert free(hours, "2026-11-23T09:07", "2026-11-23T11:59") == [("Mon 09:07", "Mon 11:59")]


def test_an_hour_that_never_comes_is_not_free() -> None:
    hours = Hours("Europe/Berlin", (Window(SUNDAY, 120, 180),))
    assert free(hours, "2026-03-29", "2026-03-30") == []


def test_a_window_around_the_gap_is_an_hour_shorter() -> None:
    hours = Hours("Europe/Berlin", (Window(SUNDAY, 60, 240),))
    assert free(hours, "2026-03-29", "2026-03-30") == [("Sun 00:00", "Sun 02:00")]


def test_an_hour_that_comes_twice_is_free_twice() -> None:
    hours = Hours("Europe/Berlin", (Window(SUNDAY, 120, 180),))
    assert free(hours, "2026-10-25", "2026-10-26") == [("Sun 00:00", "Sun 02:00")]


def test_part_of_an_hour_that_comes_twice_is_two_stretches() -> None:
    hours = Hours("Europe/Berlin", (Window(SUNDAY, 135, 165),))
    assert free(hours, "2026-10-25", "2026-10-26") == [("Sun 00:15", "Sun 00:45"), ("Sun 01:15", "Sun 01:45")]


def test_lord_howe_turns_back_half_an_hour() -> None:
    hours = Hours("Australia/Lord_Howe", (Window(SUNDAY, 60, 150),))
    assert free(hours, "2026-04-04", "2026-04-06") == [("Sat 14:00", "Sat 16:00")]


def test_a_window_over_midnight_and_the_turn_of_the_week_is_one_stretch() -> None:
    hours = Hours("Europe/Berlin", (Window(SUNDAY, 1380, 1440), Window(MONDAY, 0, 60)))
    assert free(hours, "2026-11-22T12:00", "2026-11-24") == [("Sun 22:00", "Mon 00:00")]


def test_days_away_are_local_days_both_ends_included() -> None:
    whole_week = tuple(Window(weekday, 0, 1440) for weekday in range(7))
    hours = Hours("Asia/Tokyo", whole_week, away=((date(2026, 11, 24), date(2026, 11, 25)),))
    assert free(hours, "2026-11-23", "2026-11-27") == [("Mon 00:00", "Mon 15:00"), ("Wed 15:00", "Fri 00:00")]


def test_a_zone_that_skipped_a_whole_day() -> None:
    hours = Hours("Pacific/Apia", tuple(Window(weekday, 600, 660) for weekday in range(7)))
    spans = free_time(hours, start=at("2011-12-28T12:00"), end=at("2012-01-01"))
    local_days = [begins.astimezone(ZoneInfo(hours.zone)).day for begins, _ in spans]
    assert local_days == [28, 29, 31, 1]  # there was no 30 December 2011 in Samoa


def test_a_zone_that_changed_its_rules_for_good() -> None:
    """Almaty moved from UTC+6 to UTC+5 on 1 March 2024."""
    hours = Hours("Asia/Almaty", tuple(Window(weekday, 1200, 1260) for weekday in range(7)))
    spans = free_time(hours, start=at("2024-02-28"), end=at("2024-03-03"))
    assert [begins.hour for begins, _ in spans] == [14, 14, 15, 15]


def test_no_windows_no_time() -> None:
    assert free_time(Hours("UTC", ()), start=at("2026-11-23"), end=at("2026-12-07")) == []


@settings(deadline=None)
@given(data=st.data(), days=st.integers(0, 14))
def test_agrees_with_asking_the_clock_every_quarter_hour(data: st.DataObject, days: int) -> None:
    zone, start = data.draw(zones_and_starts())
    hours = data.draw(hours_in(zone, start))
    end = start + timedelta(days=days)
    spans = free_time(hours, start=start, end=end)
    assert in_quarter_hours(spans) == free_quarter_hours(hours, start, end)
    assert all(ends < begins for (_, ends), (begins, _) in pairwise(spans))
