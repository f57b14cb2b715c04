"""The candidate query is generous: whoever the strict rules permit is among its candidates."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts.models import Member
from matching import availability, candidates, matches, sides
from matching.engine import rules
from matching.engine.side import Window
from matching.models import Need, Offer, Topic, WeekMask

pytestmark = pytest.mark.django_db

ZONES = ["Europe/Lisbon", "Asia/Kathmandu", "Australia/Lord_Howe", "America/New_York", "Pacific/Chatham"]
KINDS = ["listening", "experience", "advice", "practical", "learning"]


def some_hours(chance: random.Random) -> list[Window]:
    return [
        Window(weekday, start, min(start + chance.choice([30, 60, 180]), 1440))
        for weekday in range(7)
        for start in chance.sample(range(0, 1440, 15), 2)
    ]


def pairs_found(now: datetime) -> set[tuple[int, int]]:
    asking = Need.objects.prefetch_related("topics").order_by("pk")
    return set(candidates.for_needs(asking, now=now, limit=1000))


def pairs_permitted(now: datetime) -> set[tuple[int, int]]:
    asking, giving = (
        sides.need_sides(Need.objects.all(), now=now),
        sides.offer_sides(Offer.objects.all(), now=now),
    )
    return {
        (need.id, offer.id)
        for need in asking.values()
        for offer in giving.values()
        if rules.may_meet(need, offer, now)
    }


@pytest.fixture
def crowd(
    make_member: Callable[..., Member],
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    rung: list[object],
    now: datetime,
) -> None:
    chance = random.Random(7)
    topics = list(Topic.objects.all()[:12])
    for number in range(30):
        member = make_member(f"Member {number}", zone=chance.choice(ZONES))
        availability.replace(member=member, windows=some_hours(chance), now=now)
        common = {
            "topics": chance.sample(topics, 3),
            "languages": chance.sample(["en", "es", "fr"], 2),
            "formats": chance.sample(["chat", "call"], chance.choice([1, 2])),
        }
        if number % 2:
            post_offer(member, kinds=chance.sample(KINDS, 3), **common)
        else:
            post_need(member, kind=chance.choice(KINDS), **common)


@pytest.mark.usefixtures("crowd")
def test_no_permitted_pair_is_lost(now: datetime) -> None:
    permitted = pairs_permitted(now)
    assert len(permitted) > 10
    assert permitted <= pairs_found(now)


@pytest.mark.usefixtures("crowd")
def test_masks_that_are_stale_or_missing_lose_nobody(now: datetime) -> None:
    permitted = pairs_permitted(now)
    WeekMask.objects.update(mask=0, good_until=now + timedelta(days=13))
    assert permitted <= pairs_found(now)
    WeekMask.objects.all().delete()
    assert permitted <= pairs_found(now)


@pytest.mark.usefixtures("crowd")
def test_masks_narrow_the_field(now: datetime) -> None:
    narrowed = len(pairs_found(now))
    WeekMask.objects.all().delete()
    assert narrowed < len(pairs_found(now))


def test_full_offers_and_busy_helpers_are_left_out(
    maya: Member,
    lena: Member,
    omar: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    now: datetime,
) -> None:
    offer = post_offer(omar, capacity=1)
    first, second = post_need(maya), post_need(lena)
    assert pairs_found(now) == {(first.pk, offer.pk), (second.pk, offer.pk)}
    matches.propose(need_id=first.pk, offer_id=offer.pk, now=now)
    assert pairs_found(now) == set()


def test_masks_are_renewed_before_they_no_longer_cover_two_weeks(maya: Member, now: datetime) -> None:
    WeekMask.objects.filter(member=maya).update(good_until=now + timedelta(days=15))
    assert availability.refresh_masks(now=now) >= 1
    assert WeekMask.objects.get(member=maya).good_until > now + timedelta(days=16)
    assert availability.refresh_masks(now=now) == 0
