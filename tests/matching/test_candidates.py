"""The candidate query is generous: whoever the strict rules permit is among its candidates."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts.models import Member
from matching import availability, candidates, matches, sides
from matching.engine import rules
from matching.models import Need, Offer, WeekMask

pytestmark = pytest.mark.django_db


def pairs_found(now: datetime) -> set[tuple[int, int]]:
    return set(candidates.near(list(Need.objects.values_list("pk", flat=True)), now=now, limit=1000))


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


def test_full_offers_are_left_out_where_few_of_the_nearest_may_be_asked(
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
    assert (second.pk, offer.pk) in pairs_found(now), "a first look may name a full offer"
    assert candidates.further([second.pk], now=now, limit=10) == []


def test_masks_are_renewed_before_they_no_longer_cover_two_weeks(maya: Member, now: datetime) -> None:
    WeekMask.objects.filter(member=maya).update(good_until=now + timedelta(days=15))
    assert availability.refresh_masks(now=now) >= 1
    assert WeekMask.objects.get(member=maya).good_until > now + timedelta(days=16)
    assert availability.refresh_masks(now=now) == 0
