"""Finding an hour together: suggesting, saying yes or not then, moving, calling off; and never two at once."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Delivery, DeliveryState, Member, Notification
from matching import blocks, matches, standing
from matching.models import Match
from support import audit, meetings
from support.meetings import sweeping
from support.models import Attending, Meeting, MeetingState
from support.parties import NotYours
from tests.support.conftest import Connect
from tests.support.meetings.conftest import TUESDAY, Plan

pytestmark = pytest.mark.django_db

Told = Callable[[Member], list[str]]
HOUR = timedelta(hours=1)


def broken() -> list[str]:
    return [finding.promise for finding in audit.findings() if finding.broken]


def test_one_suggests_the_other_says_yes_and_both_are_told(
    connected: Match, maya: Member, omar: Member, told: Told, now: datetime
) -> None:
    meeting = meetings.suggest(match=connected, member=maya, begins=TUESDAY, minutes=45, now=now)
    assert (meeting.state, meeting.agreed, told(omar)[-1]) == ("proposed", None, "meeting_suggested")
    assert not Attending.objects.exists()
    meeting = meetings.accept(match=connected, member=omar, wanted=TUESDAY, now=now)
    assert meeting.agreed == (TUESDAY, TUESDAY + timedelta(minutes=45))
    assert {row.member_id for row in Attending.objects.all()} == {maya.pk, omar.pk}
    assert (told(maya)[-1], told(omar)[-1]) == ("meeting_agreed", "meeting_agreed")
    assert broken() == []


def test_only_the_other_one_says_yes_and_only_to_what_they_saw(
    connected: Match, maya: Member, omar: Member, lena: Member, now: datetime
) -> None:
    meetings.suggest(match=connected, member=maya, begins=TUESDAY, minutes=30, now=now)
    with pytest.raises(meetings.NothingToAnswer):
        meetings.accept(match=connected, member=maya, wanted=TUESDAY, now=now)
    with pytest.raises(meetings.NothingToAnswer):
        meetings.accept(match=connected, member=omar, wanted=TUESDAY + HOUR, now=now)
    with pytest.raises(NotYours):
        meetings.suggest(match=connected, member=lena, begins=TUESDAY, minutes=30, now=now)
    for act in (meetings.refuse, meetings.cancel):
        with pytest.raises(ValidationError):
            act(match=connected, member=lena, now=now)


def test_what_cannot_be_an_hour_is_refused_beside_its_field(
    connected: Match, maya: Member, now: datetime
) -> None:
    wrong = {
        "time": [(now, 30), (TUESDAY + timedelta(minutes=7), 30), (TUESDAY + timedelta(hours=3), 30)],
        "minutes": [(TUESDAY, 20)],
        "day": [(TUESDAY + timedelta(days=90), 30)],
    }
    for field, hours in wrong.items():
        for begins, minutes in hours:
            with pytest.raises(ValidationError) as refusal:
                meetings.suggest(match=connected, member=maya, begins=begins, minutes=minutes, now=now)
            assert set(refusal.value.error_dict) == {field}
    late = TUESDAY + timedelta(hours=3)
    allowed = meetings.suggest(match=connected, member=maya, begins=late, minutes=30, now=now, outside=True)
    assert allowed.wanted_from == late


def test_another_hour_takes_the_place_of_the_first(
    connected: Match, maya: Member, omar: Member, told: Told, now: datetime
) -> None:
    first = meetings.suggest(match=connected, member=maya, begins=TUESDAY, minutes=30, now=now)
    again = meetings.suggest(match=connected, member=maya, begins=TUESDAY, minutes=30, now=now)
    other = meetings.suggest(match=connected, member=omar, begins=TUESDAY + HOUR, minutes=30, now=now)
    assert first.pk == again.pk == other.pk
    assert (told(maya)[-1], told(omar).count("meeting_suggested")) == ("meeting_suggested", 1)
    meetings.accept(match=connected, member=maya, wanted=TUESDAY + HOUR, now=now)
    assert Meeting.objects.get().sequence == 0


def test_suggestions_that_nobody_has_looked_at_are_one_message(
    connected: Match, maya: Member, omar: Member, told: Told, now: datetime
) -> None:
    for hours in range(3):
        begins = TUESDAY + timedelta(hours=hours)
        meetings.suggest(match=connected, member=maya, begins=begins, minutes=30, now=now, outside=True)
    assert told(omar).count("meeting_suggested") == 1


def test_a_planned_meeting_stands_until_both_want_it_moved(
    connected: Match, maya: Member, omar: Member, plan: Plan, told: Told, now: datetime
) -> None:
    plan()
    meetings.suggest(match=connected, member=omar, begins=TUESDAY + HOUR, minutes=30, now=now)
    assert meetings.ahead_of(connected).agreed == (TUESDAY, TUESDAY + HOUR / 2)  # type: ignore[union-attr]
    meetings.refuse(match=connected, member=maya, now=now)
    assert (meetings.ahead_of(connected).state, told(omar)[-1]) == ("accepted", "meeting_not_then")  # type: ignore[union-attr]
    meetings.suggest(match=connected, member=omar, begins=TUESDAY + HOUR, minutes=30, now=now)
    meeting = meetings.accept(match=connected, member=maya, wanted=TUESDAY + HOUR, now=now)
    assert (meeting.sequence, meeting.begins_at) == (1, TUESDAY + HOUR)
    assert (told(maya)[-1], told(omar)[-1]) == ("meeting_moved", "meeting_moved")
    assert broken() == []


def test_not_then_tells_the_other_kindly_and_taking_back_tells_nobody(
    connected: Match, maya: Member, omar: Member, told: Told, now: datetime
) -> None:
    meetings.suggest(match=connected, member=maya, begins=TUESDAY, minutes=30, now=now)
    meetings.refuse(match=connected, member=omar, now=now)
    assert (meetings.ahead_of(connected), told(maya)[-1]) == (None, "meeting_not_then")
    meetings.suggest(match=connected, member=omar, begins=TUESDAY, minutes=30, now=now)
    before = told(maya)
    meetings.refuse(match=connected, member=omar, now=now)
    assert told(maya) == before
    letters = Delivery.objects.filter(notification__member=maya, notification__kind="meeting_suggested")
    assert {letter.state for letter in letters} == {DeliveryState.CANCELLED}


def test_calling_off_frees_the_hour_and_both_calendars_hear_of_it(
    connected: Match, maya: Member, omar: Member, plan: Plan, told: Told, now: datetime
) -> None:
    plan()
    meetings.cancel(match=connected, member=omar, now=now)
    assert (told(maya)[-1], told(omar)[-1]) == ("meeting_cancelled", "meeting_cancelled")
    assert not Attending.objects.exists()
    assert (Meeting.objects.get().state, Meeting.objects.get().sequence) == ("cancelled", 1)
    waiting = Delivery.objects.filter(notification__kind="meeting_agreed", state=DeliveryState.WAITING)
    assert not waiting.exists()
    with pytest.raises(meetings.NothingToAnswer):
        meetings.cancel(match=connected, member=maya, now=now)


def test_nobody_is_in_two_meetings_at_once_and_why_is_said_to_nobody_else(
    connected: Match, maya: Member, omar: Member, lena: Member, plan: Plan, connect: Connect, now: datetime
) -> None:
    plan()
    other = connect(lena, omar)
    # Lena cannot tell that Omar has a meeting then: to her it is an hour like any other.
    meetings.suggest(match=other, member=lena, begins=TUESDAY, minutes=30, now=now)
    with pytest.raises(meetings.Busy, match="You have another meeting"):
        meetings.accept(match=other, member=omar, wanted=TUESDAY, now=now)
    with pytest.raises(meetings.Busy):
        meetings.suggest(match=other, member=omar, begins=TUESDAY + HOUR / 4, minutes=30, now=now)
    # He had suggested it before he agreed to the other one.
    later = TUESDAY + HOUR
    meetings.suggest(match=other, member=omar, begins=later, minutes=30, now=now)
    meetings.suggest(match=connected, member=maya, begins=later, minutes=30, now=now)
    meetings.accept(match=connected, member=omar, wanted=later, now=now)
    with pytest.raises(meetings.Taken, match="no longer suits you both"):
        meetings.accept(match=other, member=lena, wanted=later, now=now)
    assert meetings.ahead_of(other).agreed is None  # type: ignore[union-attr]
    assert broken() == []


@pytest.mark.parametrize("ending", ["end", "complete", "block", "leave", "silence"])
def test_whatever_ends_a_match_takes_its_meeting_off_like_an_ordinary_ending(
    ending: str, connected: Match, maya: Member, omar: Member, plan: Plan, told: Told, now: datetime
) -> None:
    plan()
    meetings.suggest(match=connected, member=omar, begins=TUESDAY + HOUR, minutes=30, now=now)
    comes: dict[str, Callable[[], object]] = {
        "end": lambda: matches.end(match=connected, member=maya, now=now),
        "complete": lambda: matches.complete(match=connected, member=maya, now=now),
        "block": lambda: blocks.block(blocker=maya, blocked=omar, now=now),
        "leave": lambda: standing.leave(membership=maya.memberships.get(), now=now),
        "silence": lambda: (
            matches.ask_silent(match=connected, now=now),
            matches.end_silent(match=connected, now=now),
        ),
    }
    comes[ending]()
    meeting = Meeting.objects.get()
    assert (meeting.state, meeting.sequence, meeting.wanted, meeting.untold) == ("cancelled", 1, None, True)
    assert not Attending.objects.exists()
    sweeping.sweep(now=now)
    assert told(omar)[-1] == "match_over"
    assert told(maya)[-1] == ("match_over" if ending == "silence" else "meeting_cancelled")
    waiting = Delivery.objects.filter(notification__kind__startswith="meeting_", state="waiting")
    assert {letter.notification.kind for letter in waiting} <= {"meeting_cancelled"}
    with pytest.raises(meetings.Closed):
        meetings.suggest(match=connected, member=omar, begins=TUESDAY, minutes=30, now=now)
    sweeping.sweep(now=now)
    assert Notification.objects.filter(kind="meeting_cancelled").count() == (ending != "silence")
    assert broken() == []


def test_a_meeting_that_has_begun_is_not_called_off_by_an_ending(
    connected: Match, maya: Member, plan: Plan
) -> None:
    plan()
    matches.end(match=connected, member=maya, now=TUESDAY + timedelta(minutes=5))
    meeting = Meeting.objects.get()
    assert (meeting.state, meeting.sequence, meeting.untold) == (MeetingState.OVER, 0, False)


def test_afterwards_each_says_whether_it_happened_and_nobody_is_told(
    connected: Match, maya: Member, omar: Member, plan: Plan, told: Told, now: datetime
) -> None:
    plan()
    with pytest.raises(meetings.NothingToAnswer):
        meetings.say(match=connected, member=maya, said="met", now=now)
    after = TUESDAY + HOUR
    sweeping.sweep(now=after)
    before = told(omar)
    meeting = meetings.say(match=connected, member=maya, said="missed", now=after)
    assert (meeting.seeker_said, meeting.helper_said, told(omar)) == ("missed", "", before)
    with pytest.raises(meetings.NothingToAnswer):
        meetings.say(match=connected, member=maya, said="never", now=after)
    another = meetings.suggest(
        match=connected, member=maya, begins=TUESDAY + timedelta(days=1), minutes=30, now=after
    )
    assert another.pk != meeting.pk
    assert told(omar)[-1] == "meeting_suggested"
