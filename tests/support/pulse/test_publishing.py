"""Each time is counted once, when it is over, and never again."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import communities
from accounts.models import Community, Member
from accounts.own_data import erase
from matching.models import Match, Need, Topic
from support.models import CheckIn, Feeling, Figure
from support.pulse import coarse, publishing, reading
from support.pulse.measures import MEASURES

pytestmark = pytest.mark.django_db

Ask = Callable[..., list[Need]]
Helped = Callable[[int, datetime], list[Match]]


@pytest.fixture(autouse=True)
def at_five(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everywhere a figure begins to be told at five people."""
    monkeypatch.setattr(coarse, "begins", lambda *cell: 5)


def told(place: Community, now: datetime) -> dict[str, int]:
    publishing.publish(now=now)
    found = reading.told_of(place, now=now)
    return {name: found.last(name) for name in found.by_measure}


def test_a_week_is_told_when_it_is_over_and_rounded_down(
    riverside: Community, ask: Ask, last_week: datetime, now: datetime
) -> None:
    ask(7, last_week)
    assert told(riverside, last_week + timedelta(days=1))["asked"] == 0
    assert told(riverside, now)["asked"] == 5
    assert told(riverside, now)["first_asked"] == 5


def test_ten_requests_of_one_person_are_one_person(
    riverside: Community, ask: Ask, last_week: datetime, now: datetime
) -> None:
    ask([need.member for need in ask(4, last_week)] * 3, last_week)
    assert told(riverside, now)["asked"] == 0


def test_what_was_told_never_changes(
    riverside: Community, ask: Ask, last_week: datetime, now: datetime
) -> None:
    needs = ask(5, last_week)
    before = told(riverside, now)
    erase(needs[0].member, now=now)
    Need.objects.filter(pk=needs[1].pk).delete()
    ask(20, last_week)
    assert publishing.publish(now=now) == 0
    assert told(riverside, now + timedelta(hours=1)) == before
    assert before["asked"] == 5


def test_how_requests_fared_is_a_chain_that_never_widens(
    riverside: Community, ask: Ask, helped: Helped, long_ago: datetime, now: datetime
) -> None:
    ask(6, long_ago)
    helped(12, long_ago)
    found = told(riverside, now)
    chain = ("seekers", "seekers_reached", "seekers_connected", "seekers_helped")
    assert [Figure.objects.filter(measure=name, value__gt=0).get().value for name in chain] == [
        15,
        10,
        10,
        10,
    ]
    assert Figure.objects.filter(measure="pairs", value=10).count() == 1
    assert Figure.objects.filter(measure="helpers_one", value=10).count() == 1
    assert found["seekers_again"] == found["seekers_give"] == 0


def test_the_wait_is_told_in_steps_and_endless_where_no_yes_came(
    riverside: Community, ask: Ask, helped: Helped, long_ago: datetime, now: datetime
) -> None:
    helped(12, long_ago)
    publishing.publish(now=now)
    day = 1 + coarse.HOURS.index(24)
    assert Figure.objects.filter(measure="wait_half", value__gt=0).get().value == day
    assert not Figure.objects.filter(measure="wait_most", value__gt=0).exists()  # needs fifty
    Figure.objects.all().delete()
    ask(40, long_ago)
    publishing.publish(now=now)
    endless = len(coarse.HOURS) + 1
    assert Figure.objects.filter(measure="wait_half", value__gt=0).get().value == endless


def test_feelings_are_told_of_ten_and_in_halves(
    riverside: Community, helped: Helped, long_ago: datetime, now: datetime
) -> None:
    matches = helped(10, long_ago)
    for number, match in enumerate(matches):
        Feeling.objects.create(need=match.need, value=2, said_at=long_ago)
        CheckIn.objects.create(
            match=match,
            member=match.seeker,
            day=3,
            asked_at=long_ago,
            answered_at=long_ago,
            feeling=5 if number else 1,
        )
    publishing.publish(now=now)
    assert Figure.objects.filter(measure="felt_before", value__gt=0).get().value == 4
    assert Figure.objects.filter(measure="felt_after", value__gt=0).get().value == 9


def test_topics_are_told_by_their_groups(
    riverside: Community, ask: Ask, helped: Helped, lately: datetime, now: datetime, grief: Topic
) -> None:
    ask(8, lately)
    helped(5, lately)
    ask(4, lately, topic=Topic.objects.get(slug="worry"))
    publishing.publish(now=now)
    by_topic = Figure.objects.filter(topic__isnull=False, begins_on__gte=(lately - timedelta(weeks=4)).date())
    assert {(row.topic_id, row.measure, row.value) for row in by_topic} == {
        (grief.parent_id, "topic_asked", 10),
        (grief.parent_id, "topic_waiting", 5),
        (grief.parent_id, "topic_helpers", 5),
    }


def test_another_community_is_counted_apart_and_one_more_costs_nothing(
    riverside: Community, maya: Member, ask: Ask, last_week: datetime, now: datetime
) -> None:
    ask(5, last_week)
    with CaptureQueriesContext(
        connection,
    ) as one:
        publishing.publish(now=now)
    Figure.objects.all().delete()
    other = communities.create(name="Hillside", slug="hillside", by=maya, now=now - timedelta(days=300))
    with CaptureQueriesContext(connection) as two:
        publishing.publish(now=now)
    assert len(two) == len(one)
    assert told(other, now)["asked"] == 0
    assert told(riverside, now)["asked"] == 5


def test_nothing_counts_who_said_no() -> None:
    names = {name for measure in MEASURES for name in measure.names}
    assert not any("decline" in measure.sql or "'no'" in measure.sql for measure in MEASURES)
    assert not any("decline" in name for name in names)
