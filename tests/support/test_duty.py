"""Hours of duty: who is there, and by when somebody will have looked, on the community's own clock."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import Community
from matching.engine.side import Window
from support import duty

EVENING = Window(1, 17 * 60, 18 * 60)  # Tuesdays from five to six


def place(*windows: Window, zone: str = "Europe/Lisbon") -> Community:
    return Community(time_zone=zone, duty_hours=duty.as_kept(windows))


WEEK = timedelta(days=7)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """In UTC, which Lisbon keeps in winter; the 24th of November 2026 is a Tuesday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def test_somebody_is_there_from_the_first_minute_and_not_after_the_last() -> None:
    here = place(EVENING)
    there = [at(24, 16, 59), at(24, 17), at(24, 17, 59), at(24, 18), at(25, 17, 30)]
    assert [duty.on_duty(here, moment) for moment in there] == [False, True, True, False, False]


@pytest.mark.parametrize(
    ("now", "by"),
    [
        (at(23, 12), at(24, 18)),  # the day before: once they have been there for their hour
        (at(24, 17, 40), at(24, 17, 45) + WEEK),  # twenty minutes are left, the rest is next week; rounded up
        (at(24, 18), at(24, 18) + WEEK),
    ],
)
def test_a_look_takes_an_hour_of_duty(now: datetime, by: datetime) -> None:
    assert duty.looks_by(place(EVENING), now) == by


def test_while_somebody_is_there_it_takes_an_hour() -> None:
    assert duty.looks_by(place(Window(1, 0, 1440)), at(24, 9)) == at(24, 10)


def test_two_windows_that_touch_at_midnight_are_one_stretch() -> None:
    here = place(Window(1, 23 * 60 + 30, 1440), Window(2, 0, 30))
    assert duty.looks_by(here, at(24, 12)) == at(25, 0, 30)


def test_without_hours_nothing_is_promised() -> None:
    assert duty.looks_by(place(), at(24, 9)) is None
    assert not duty.on_duty(place(), at(24, 9))
    assert duty.next_on_duty(place(), at(24, 9)) is None


def test_a_clock_that_is_changed_changes_when_they_are_there() -> None:
    """On the 29th of March 2026 the clocks in Lisbon go from one to two: the night is an hour shorter."""
    here = place(Window(6, 0, 3 * 60))
    spring = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert duty.looks_by(here, spring) == spring + timedelta(hours=1)
    assert not duty.on_duty(here, datetime(2026, 3, 29, 2, 0, tzinfo=UTC))  # it is three there already
    summer = place(Window(0, 17 * 60, 18 * 60))
    assert duty.looks_by(summer, spring) == datetime(2026, 3, 30, 17, 0, tzinfo=UTC)


def test_hours_are_kept_in_order_and_joined_and_nonsense_is_refused() -> None:
    assert duty.as_kept([Window(1, 60, 120), Window(0, 0, 60), Window(1, 90, 180)]) == [
        [0, 0, 60],
        [1, 60, 180],
    ]
    for window in (Window(7, 0, 60), Window(0, 60, 60), Window(0, 0, 1441)):
        with pytest.raises(duty.NoHours):
            duty.as_kept([window])
