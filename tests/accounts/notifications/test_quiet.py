"""Quiet hours end in the member's own morning, whatever happens to the clocks in that night."""

import zoneinfo
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Member
from accounts.notifications import quiet


def member(zone: str, begin: time = time(22), end: time = time(7)) -> Member:
    return Member(time_zone=zone, quiet_from=begin, quiet_until=end)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-23 21:59", "2026-11-23 21:59"),
        ("2026-11-23 22:00", "2026-11-24 07:00"),
        ("2026-11-24 03:00", "2026-11-24 07:00"),
        ("2026-11-24 07:00", "2026-11-24 07:00"),
    ],
)
def test_a_night_is_waited_for(now: str, due: str) -> None:
    assert quiet.due_at(member("Europe/Lisbon"), at(now)) == at(due)


def test_quiet_hours_may_lie_in_the_middle_of_the_day() -> None:
    napping = member("Europe/Lisbon", time(13), time(15))
    assert quiet.due_at(napping, at("2026-11-23 14:00")) == at("2026-11-23 15:00")
    assert quiet.due_at(napping, at("2026-11-23 23:00")) == at("2026-11-23 23:00")


def test_the_night_in_which_the_clock_is_put_forward_is_shorter() -> None:
    assert quiet.due_at(member("Europe/Berlin"), at("2027-03-28 00:30")) == at("2027-03-28 05:00")


def test_the_night_in_which_the_clock_is_put_back_is_longer() -> None:
    assert quiet.due_at(member("Europe/Berlin"), at("2026-10-24 22:30")) == at("2026-10-25 06:00")


def test_an_end_that_the_clock_jumps_over_waits_until_after_the_jump() -> None:
    owl = member("Europe/Berlin", time(22), time(2, 30))  # 02:30 does not exist in that night
    due = quiet.due_at(owl, at("2027-03-27 23:00"))
    assert at("2027-03-28 01:00") <= due <= at("2027-03-28 01:30")


def test_an_end_that_comes_twice_counts_when_it_comes_next() -> None:
    owl = member("Europe/Berlin", time(22), time(2, 30))
    assert quiet.due_at(owl, at("2026-10-25 00:00")) == at("2026-10-25 00:30")
    assert quiet.due_at(owl, at("2026-10-25 01:15")) == at("2026-10-25 01:30")


@given(
    zone=st.sampled_from(sorted(zoneinfo.available_timezones())),
    minute=st.integers(0, 2 * 366 * 24 * 60),
    begin=st.times(),
    end=st.times(),
)
def test_what_is_due_is_never_quiet_never_early_and_never_lost(
    zone: str, minute: int, begin: time, end: time
) -> None:
    somebody, moment = member(zone, begin, end), at("2026-01-01 00:00") + timedelta(minutes=minute)
    due = quiet.due_at(somebody, moment)
    assert not quiet.is_quiet(somebody, due)
    assert moment <= due <= moment + timedelta(hours=26)
