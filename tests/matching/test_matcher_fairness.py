"""Rounds count who was passed over and put them first in time; a need that comes alone leaves others what they want."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest

from accounts.models import Community, Member
from matching import limits, matcher, needs, prices
from matching.engine.flow import A_PERSON
from matching.engine.pairing import PATIENCE
from matching.models import Need, Offer, OfferPrice, Topic

Post = Callable[..., Need]
PostOffer = Callable[..., Offer]
MakeMember = Callable[..., Member]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]


def test_who_was_passed_over_for_as_long_as_patience_lasts_comes_first(
    make_member: MakeMember,
    maya: Member,
    omar: Member,
    post_need: Post,
    post_offer: PostOffer,
    riverside: Community,
    grief: Topic,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "NEW_SEEKERS_A_DAY", 50)
    Member.objects.filter(pk=omar.pk).update(max_asks_week=50)
    others = list(Topic.objects.filter(parent__isnull=False).exclude(parent=grief.parent)[:2])
    first = post_need(maya, topics=[grief, *others])  # Omar knows one of its topics
    post_offer(omar, capacity=1)
    for turn in range(PATIENCE + 1):
        at = now + timedelta(minutes=1 + turn)
        later = post_need(make_member(f"Seeker {turn}"), now=at)
        Need.objects.filter(pk=first.pk).update(looked_at=None)
        matcher.run(community_id=riverside.pk, now=partial(lambda moment: moment, at))
        first.refresh_from_db()
        came_first = turn == PATIENCE
        assert (first.matches.exists(), later.matches.exists()) == (came_first, not came_first)
        assert first.passed_over == min(turn + 1, PATIENCE)
        if not came_first:
            needs.withdraw(need=later, now=at)


@pytest.mark.parametrize("priced", [True, False])
def test_a_flexible_need_leaves_the_scarce_helper_to_others(
    make_member: MakeMember,
    maya: Member,
    omar: Member,
    lena: Member,
    post_need: Post,
    post_offer: PostOffer,
    riverside: Community,
    grief: Topic,
    now: datetime,
    priced: bool,
) -> None:
    other = Topic.objects.filter(parent__isnull=False).exclude(parent=grief.parent).first()
    scarce = post_offer(omar, topics=[grief, other], capacity=2)
    easy = post_offer(lena, topics=[other], capacity=2)
    for number in range(3):
        post_need(make_member(f"Seeker {number}"))
    matcher.run(community_id=riverside.pk, now=lambda: now)
    prices.refresh(community_id=riverside.pk, now=now)
    assert OfferPrice.objects.get().offer_id == scarce.pk
    assert OfferPrice.objects.get().price > A_PERSON, "one more would have been helped"
    Offer.objects.filter(pk=scarce.pk).update(capacity=3)
    if not priced:
        OfferPrice.objects.all().delete()
    flexible = post_need(maya, topics=[grief, other])
    matcher.run(community_id=riverside.pk, now=lambda: now)
    assert flexible.matches.get().offer_id == (easy if priced else scarce).pk


def test_a_round_of_few_leaves_the_prices_as_they_are(
    maya: Member, omar: Member, post_need: Post, post_offer: PostOffer, riverside: Community, now: datetime
) -> None:
    offer = post_offer(omar)
    OfferPrice.objects.create(offer=offer, price=7, left_at=now)
    post_need(maya)
    matcher.run(community_id=riverside.pk, now=lambda: now)
    assert OfferPrice.objects.get().price == 7
