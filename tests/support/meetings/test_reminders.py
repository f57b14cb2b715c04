"""A reminder a day before and one an hour before: each once, never a false one, never in the night."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest

from accounts import members
from accounts.models import Delivery, Member
from matching.models import Match
from support import meetings
from support.meetings import reminders, sweeping
from support.models import Meeting
from tests.support.meetings.conftest import Plan

pytestmark = pytest.mark.django_db

Told = Callable[[Member], list[str]]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
THURSDAY = datetime(2026, 11, 26, 18, 30, tzinfo=UTC)
BOTH = ["meeting_tomorrow", "meeting_soon"]


def reminded(told: Told, member: Member) -> list[str]:
    return [kind for kind in told(member) if kind in reminders.KINDS]


def test_each_is_reminded_once_a_day_and_once_an_hour_before(
    plan: Plan, maya: Member, omar: Member, told: Told
) -> None:
    plan(THURSDAY)
    for minutes, expected in (
        (-1441, []),
        (-1440, BOTH[:1]),
        (-61, BOTH[:1]),
        (-60, BOTH),
        (-1, BOTH),
        (60, BOTH),
    ):
        for _twice in range(2):
            sweeping.sweep(now=THURSDAY + timedelta(minutes=minutes))
        assert reminded(told, maya) == reminded(told, omar) == expected


def test_what_was_agreed_just_now_needs_no_reminder_of_tomorrow(plan: Plan, maya: Member, told: Told) -> None:
    plan(THURSDAY, at=THURSDAY - 20 * HOUR)
    sweeping.sweep(now=THURSDAY - 19 * HOUR)
    assert reminded(told, maya) == []
    sweeping.sweep(now=THURSDAY - HOUR)
    assert reminded(told, maya) == ["meeting_soon"]


def test_a_worker_that_was_away_says_only_what_is_still_of_use(plan: Plan, maya: Member, told: Told) -> None:
    plan(THURSDAY)
    sweeping.sweep(now=THURSDAY - timedelta(minutes=20))
    assert reminded(told, maya) == ["meeting_soon"]


def test_a_reminder_that_comes_after_the_beginning_is_none(plan: Plan, maya: Member, told: Told) -> None:
    plan(THURSDAY)
    sweeping.sweep(now=THURSDAY + timedelta(minutes=5))
    assert reminded(told, maya) == []


def test_moved_or_called_off_it_reminds_of_the_new_hour_or_of_none(
    plan: Plan, connected: Match, maya: Member, omar: Member, told: Told
) -> None:
    plan(THURSDAY)
    sweeping.sweep(now=THURSDAY - DAY)
    waiting = Delivery.objects.filter(notification__kind="meeting_tomorrow", state="waiting")
    assert waiting.count() == 2
    later, at = THURSDAY + DAY, THURSDAY - 20 * HOUR
    meetings.suggest(match=connected, member=omar, begins=later, minutes=30, now=at)
    meetings.accept(match=connected, member=maya, wanted=later, now=at)
    assert waiting.count() == 0  # what was not sent yet is not sent any more
    sweeping.sweep(now=THURSDAY - HOUR)
    assert reminded(told, maya) == ["meeting_tomorrow"]
    sweeping.sweep(now=later - DAY)
    assert reminded(told, maya) == ["meeting_tomorrow", "meeting_tomorrow"]
    meetings.cancel(match=connected, member=maya, now=later - 2 * HOUR)
    sweeping.sweep(now=later - HOUR)
    assert reminded(told, maya) == ["meeting_tomorrow", "meeting_tomorrow"]


@pytest.mark.parametrize(
    ("begins", "due"),
    [
        ((7, 30), (6, 30)),  # the letter waits until seven, and is still in time
        ((23, 0), (21, 45)),  # it would come too late: before the quiet hours, then
        ((6, 45), (-2, -15)),  # the evening before
        ((12, 0), (11, 0)),
    ],
)
def test_quiet_hours_hold_and_the_reminder_is_still_in_time(
    begins: tuple[int, int], due: tuple[int, int], maya: Member
) -> None:
    members.update_profile(member=maya, quiet_from=time(22), quiet_until=time(7), time_zone="UTC")
    day = datetime(2026, 11, 26, tzinfo=UTC)
    at = day + timedelta(hours=begins[0], minutes=begins[1])
    expected = day + timedelta(hours=due[0], minutes=due[1])
    assert reminders.hour_before(maya, at, now=day - DAY) == expected
    members.update_profile(member=maya, asked_in_quiet_hours=True)
    assert reminders.hour_before(maya, at, now=day - DAY) == at - HOUR


def test_a_suggestion_that_nobody_answered_is_gone_with_its_hour(
    connected: Match, maya: Member, omar: Member, told: Told, now: datetime
) -> None:
    meetings.suggest(match=connected, member=maya, begins=THURSDAY, minutes=30, now=now)
    before = told(maya), told(omar)
    sweeping.sweep(now=THURSDAY)
    assert (meetings.ahead_of(connected), (told(maya), told(omar))) == (None, before)
    assert Meeting.objects.get().untold is False
