"""Good hours: always within both people's free time, exact across time zones and changes of the clock."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Member
from matching import availability
from matching.engine.hours import free_time, shared_time
from matching.engine.side import Hours, Window
from matching.models import Match, Need
from support import meetings
from support.meetings import hours
from tests.support.conftest import Connect
from tests.support.meetings.conftest import TUESDAY, Plan

pytestmark = pytest.mark.django_db

ZONES = ["Europe/Lisbon", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]
# The weeks in which these clocks change, and one in which none does.
WEEKS = [datetime(2026, *day, 9, tzinfo=UTC) for day in ((3, 5), (3, 26), (4, 2), (10, 1), (10, 22), (6, 8))]
windows = st.lists(
    st.builds(
        lambda day, start, length: Window(day, start * 15, min(start * 15 + length * 15, 1440)),
        st.integers(0, 6),
        st.integers(0, 94),
        st.integers(2, 40),
    ),
    min_size=1,
    max_size=6,
)


@given(
    st.sampled_from(ZONES),
    st.sampled_from(ZONES),
    windows,
    windows,
    st.sampled_from(WEEKS),
    st.sampled_from([15, 30, 45, 60]),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_put_forward_lies_within_both_free_times(
    mine: str, theirs: str, my_week: list[Window], their_week: list[Window], now: datetime, minutes: int
) -> None:
    match = Match(
        need=Need(urgency="whenever"), seeker=Member(time_zone=mine), helper=Member(time_zone=theirs)
    )
    a, b = Hours(mine, tuple(my_week)), Hours(theirs, tuple(their_week))
    free = shared_time(a, b, start=now, end=now + timedelta(days=14))
    chosen = hours._chosen(match, free, timedelta(minutes=minutes), ZoneInfo(mine))
    for begins, ends in chosen:
        assert ends - begins == timedelta(minutes=minutes)
        for one in (a, b):
            assert free_time(one, start=begins, end=ends) == [(begins, ends)]
    fits = any(last - first >= timedelta(minutes=minutes + 14) for first, last in free)
    assert bool(chosen) or not fits
    assert all(one.ends <= other.begins for one, other in pairwise(chosen))


def good(match: Match, now: datetime, zone: str = "Europe/Lisbon") -> list[datetime]:
    return [hour.begins for hour in hours.good(match, zone=zone, minutes=30, now=now)]


def test_a_few_hours_the_soonest_first_and_not_too_many_a_day(connected: Match, now: datetime) -> None:
    found = good(connected, now)
    assert found[:3] == [
        datetime(2026, 11, 23, 18, tzinfo=UTC),
        datetime(2026, 11, 24, 18, tzinfo=UTC),
        datetime(2026, 11, 25, 18, tzinfo=UTC),
    ]
    assert len(found) == 6


def test_a_free_day_has_a_morning_and_an_evening_and_a_short_one_two_hours_near_each_other(
    connected: Match, maya: Member, omar: Member, now: datetime
) -> None:
    for member in (maya, omar):
        availability.replace(member=member, windows=[Window(1, 0, 1440)], now=now)
    tuesday = datetime(2026, 11, 24, tzinfo=UTC)
    assert good(connected, now)[:2] == [tuesday.replace(hour=8), tuesday.replace(hour=14)]
    availability.replace(member=maya, windows=[Window(1, 18 * 60, 21 * 60)], now=now)
    assert good(connected, now)[:2] == [tuesday.replace(hour=18), tuesday.replace(hour=19, minute=30)]


def test_days_away_count_and_so_do_meetings_of_either(
    connected: Match, maya: Member, omar: Member, lena: Member, plan: Plan, connect: Connect, now: datetime
) -> None:
    plan(TUESDAY - timedelta(minutes=30))
    other = connect(lena, omar)
    assert datetime(2026, 11, 24, 18, tzinfo=UTC) not in good(other, now)
    assert datetime(2026, 11, 24, 18, 30, tzinfo=UTC) in good(other, now)
    availability.add_away(member=lena, first_day=date(2026, 11, 24), last_day=date(2026, 11, 24), now=now)
    assert not [begins for begins in good(other, now) if begins.date() == date(2026, 11, 24)]
    # A planned meeting of the two themselves is in nobody's way when it is moved, and not to be moved to itself.
    ours = meetings.ahead_of(connected)
    found = hours.good(connected, zone="Europe/Lisbon", minutes=60, now=now, but=ours)
    tuesdays = [hour.begins for hour in found if hour.begins.date() == date(2026, 11, 24)]
    assert tuesdays == [TUESDAY]


def test_before_the_day_by_which_help_is_needed(connected: Match, now: datetime) -> None:
    connected.need.needed_by = date(2026, 11, 24)
    assert {begins.date() for begins in good(connected, now)} == {date(2026, 11, 23), date(2026, 11, 24)}
    connected.need.needed_by = date(2026, 11, 23)
    late = datetime(2026, 11, 23, 22, tzinfo=UTC)
    assert good(connected, late)  # too late for that day: better than none


def test_no_hours_in_common_is_no_hour(connected: Match, maya: Member, now: datetime) -> None:
    availability.replace(member=maya, windows=[Window(0, 60, 120)], now=now)
    assert good(connected, now) == []
    assert not hours.is_shared(connected, TUESDAY, TUESDAY + timedelta(minutes=30))
