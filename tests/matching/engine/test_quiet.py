"""Quiet hours, and deadlines that count only outside them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.quiet import deadline, outside_quiet
from matching.engine.side import Quiet
from tests.matching.engine.oracles import MINUTE, is_quiet, steps
from tests.matching.engine.strategies import zones_and_starts

NIGHT = Quiet(22 * 60, 7 * 60)
SIESTA = Quiet(13 * 60, 15 * 60)
NONE = Quiet(0, 0)


def berlin(text: str) -> datetime:
    """A moment of winter in Berlin, an hour ahead of UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC) - timedelta(hours=1)


@pytest.mark.parametrize(
    ("quiet", "clock", "outside"),
    [
        (NIGHT, "2026-11-23T21:59", True),
        (NIGHT, "2026-11-23T22:00", False),
        (NIGHT, "2026-11-23T03:00", False),
        (NIGHT, "2026-11-23T07:00", True),
        (SIESTA, "2026-11-23T12:59", True),
        (SIESTA, "2026-11-23T13:00", False),
        (SIESTA, "2026-11-23T15:00", True),
        (NONE, "2026-11-23T00:00", True),
    ],
)
def test_outside_quiet_hours(quiet: Quiet, clock: str, outside: bool) -> None:
    assert outside_quiet(quiet, "Europe/Berlin", berlin(clock)) is outside


@pytest.mark.parametrize(
    ("quiet", "asked", "hours", "over"),
    [
        (NONE, "2026-11-23T12:00", 24, "2026-11-24T12:00"),
        (NIGHT, "2026-11-23T12:00", 2, "2026-11-23T14:00"),
        (NIGHT, "2026-11-23T21:00", 2, "2026-11-24T08:00"),
        (NIGHT, "2026-11-23T23:30", 2, "2026-11-24T09:00"),
        (NIGHT, "2026-11-23T12:00", 10, "2026-11-23T22:00"),
        (NIGHT, "2026-11-23T12:00", 72, "2026-11-28T09:00"),
        (SIESTA, "2026-11-23T12:30", 2, "2026-11-23T16:30"),
    ],
)
def test_the_hours_allowed_wait_while_it_is_quiet(quiet: Quiet, asked: str, hours: int, over: str) -> None:
    assert deadline(berlin(asked), timedelta(hours=hours), quiet, "Europe/Berlin") == berlin(over)


def test_a_quiet_night_in_which_the_clocks_change_is_as_long_as_it_is() -> None:
    evening = datetime(2026, 3, 28, 20, tzinfo=UTC)  # 21:00 in Berlin, whose night is an hour short
    assert deadline(evening, timedelta(hours=2), NIGHT, "Europe/Berlin") == datetime(
        2026, 3, 29, 6, tzinfo=UTC
    )


def test_one_minute_a_day_is_enough_to_come_to_an_end() -> None:
    almost_always = Quiet(0, 24 * 60 - 1)
    start = datetime(2026, 11, 23, tzinfo=UTC)
    assert deadline(start, timedelta(minutes=20), almost_always, "UTC") == start + timedelta(days=20)


def test_a_day_that_is_quiet_all_through_is_taken_for_none() -> None:
    start = datetime(2026, 11, 23, tzinfo=UTC)
    assert deadline(start, timedelta(hours=2), Quiet(0, 24 * 60), "UTC") == start + timedelta(hours=2)


@settings(deadline=None, max_examples=60)
@given(
    where=zones_and_starts(),
    quiet=st.builds(Quiet, st.integers(0, 1439), st.integers(0, 1439)),
    minutes=st.integers(1, 300),
)
def test_agrees_with_counting_minutes(where: tuple[str, datetime], quiet: Quiet, minutes: int) -> None:
    zone, start = where
    over = deadline(start, minutes * MINUTE, quiet, zone)
    counted = [minute for minute in steps(start, over, MINUTE) if not is_quiet(quiet, zone, minute)]
    assert len(counted) == minutes
    assert counted[-1] + MINUTE == over
    assert all(outside_quiet(quiet, zone, minute) for minute in counted)
