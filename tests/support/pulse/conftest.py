"""Riverside with as many people as a test needs, written as rows: what they ask, offer and come to."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

import pytest

from accounts.models import Community, Member, Membership, Standing
from matching.models import Closing, Match, MatchState, Need, NeedState, Offer, Topic
from support.pulse import times

Ask = Callable[..., list[Need]]
Give = Callable[..., list[Offer]]


@pytest.fixture
def last_week(now: datetime) -> datetime:
    """A Wednesday in the last week that is over."""
    return times.begin(times.WEEK, now) - timedelta(days=5)


@pytest.fixture
def long_ago(now: datetime) -> datetime:
    """In four weeks that have been over for long."""
    return times.begin(times.FOUR_WEEKS, now) - timedelta(weeks=6)


@pytest.fixture
def lately(now: datetime) -> datetime:
    """In the last four weeks that are over."""
    return times.begin(times.FOUR_WEEKS, now) - timedelta(weeks=2)


@pytest.fixture
def people(riverside: Community) -> Callable[[int], list[Member]]:
    numbers = count()

    def come(many: int) -> list[Member]:
        rows = [_account(f"number{next(numbers)}", riverside.created_at) for _ in range(many)]
        members = Member.objects.bulk_create(rows)
        Membership.objects.bulk_create(
            Membership(
                community=riverside,
                member=member,
                display_name=member.email,
                standing=Standing.GOOD,
                asked_at=member.created_at,
                joined_at=member.created_at,
            )
            for member in members
        )
        return members

    return come


def _account(name: str, since: datetime) -> Member:
    return Member(email=f"{name}@crowd.example", created_at=since, languages=["en"])


@pytest.fixture
def ask(riverside: Community, grief: Topic, people: Callable[[int], list[Member]]) -> Ask:
    """So many people ask for something, at one moment."""

    def post(by: int | list[Member], when: datetime, *, topic: Topic = grief, **fields: object) -> list[Need]:
        given: dict[str, object] = {
            "created_at": when,
            "changed_at": when,
            "waiting_since": when,
            "expires_at": when + timedelta(days=60),
            "state": NeedState.OPEN,
            "kind": "listening",
            "formats": ["chat"],
            "languages": ["en"],
            "headline": "x",
            "words": "x",
        }
        members = people(by) if isinstance(by, int) else by
        needs = [Need(community=riverside, member=member, **given | fields) for member in members]
        for need in (found := Need.objects.bulk_create(needs)):
            need.topics.add(topic)
        return found

    return post


@pytest.fixture
def give(riverside: Community, grief: Topic, people: Callable[[int], list[Member]]) -> Give:
    """So many people offer help, at one moment."""

    def post(
        by: int | list[Member], when: datetime, *, topic: Topic = grief, **fields: object
    ) -> list[Offer]:
        members = people(by) if isinstance(by, int) else by
        rows = [
            Offer(
                community=riverside,
                member=member,
                created_at=when,
                changed_at=when,
                kinds=["listening"],
                formats=["chat"],
                languages=["en"],
                capacity=5,
                **fields,
            )
            for member in members
        ]
        for offer in (found := Offer.objects.bulk_create(rows)):
            offer.topics.add(topic)
        return found

    return post


@pytest.fixture
def helped(ask: Ask, give: Give) -> Callable[[int, datetime], list[Match]]:
    """So many people asked, were connected a day later, and it helped."""

    def come_together(many: int, when: datetime) -> list[Match]:
        day, done = when + timedelta(days=1), when + timedelta(days=5)
        needs = ask(
            many, when, state=NeedState.CLOSED, closed_because=Closing.HELPED, closed_at=done, expires_at=done
        )
        offers = give(many, when - timedelta(days=1))
        rows = [
            Match(
                community_id=need.community_id,
                need=need,
                offer=offer,
                seeker_id=need.member_id,
                helper_id=offer.member_id,
                need_version=1,
                offer_version=1,
                state=MatchState.COMPLETED,
                seeker_answer="yes",
                helper_answer="yes",
                seeker_answered_at=day,
                helper_answered_at=day,
                created_at=when,
                proposed_at=when,
                connected_at=day,
                ended_at=done,
            )
            for need, offer in zip(needs, offers, strict=True)
        ]
        return Match.objects.bulk_create(rows)

    return come_together
