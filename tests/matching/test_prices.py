"""Offers that many others need have a price, and whoever comes alone leaves them to those who have nobody else."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts.models import Community, Member
from matching import matcher, prices, tasks
from matching.models import Match, Need, Offer, OfferPrice, Topic
from tests.journeys.steps import hold_round, only

pytestmark = pytest.mark.django_db

Post = Callable[..., Need]
PostOffer = Callable[..., Offer]


@pytest.fixture
def rare(db: None) -> Topic:
    return Topic.objects.exclude(slug="losing-somebody").filter(parent__isnull=False)[0]


@pytest.fixture
def two_helpers(
    omar: Member, lena: Member, post_offer: PostOffer, grief: Topic, rare: Topic
) -> tuple[Offer, Offer]:
    """One who can help with both topics and looks the better fit for the common one, and one for that alone."""
    return post_offer(omar, topics=[grief, rare]), post_offer(lena, topics=[grief], kinds=["listening"])


def many_ask(make_member: Callable[..., Member], post_need: Post, topic: Topic, number: int) -> None:
    for each in range(number):
        post_need(make_member(f"Seeker {each}"), topics=[topic])


def test_a_need_that_comes_alone_leaves_to_others_whom_only_they_need(
    maya: Member,
    make_member: Callable[..., Member],
    post_need: Post,
    two_helpers: tuple[Offer, Offer],
    riverside: Community,
    rare: Topic,
    now: datetime,
) -> None:
    both, one = two_helpers
    many_ask(make_member, post_need, rare, 4)
    assert prices.refresh(community_id=riverside.pk, now=now) == 1
    assert OfferPrice.objects.get().offer == both
    Need.objects.all().delete()
    assert only(hold_round(post_need(maya), now)).offer == one
    OfferPrice.objects.all().delete()
    assert only(hold_round(post_need(make_member("Noa")), now)).offer == both, (
        "the better fit, were it not for others"
    )


def test_prices_follow_what_is_asked_for(
    make_member: Callable[..., Member],
    post_need: Post,
    two_helpers: tuple[Offer, Offer],
    riverside: Community,
    rare: Topic,
    now: datetime,
) -> None:
    many_ask(make_member, post_need, rare, 4)
    prices.refresh(community_id=riverside.pk, now=now)
    assert OfferPrice.objects.exists()
    assert prices.refresh(community_id=riverside.pk, now=now + timedelta(days=15)) == 0
    assert not OfferPrice.objects.exists(), "needs of long ago price nothing"


def test_only_communities_in_which_many_ask_are_priced(
    make_member: Callable[..., Member],
    post_need: Post,
    two_helpers: tuple[Offer, Offer],
    riverside: Community,
    rare: Topic,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    many_ask(make_member, post_need, rare, 3)
    monkeypatch.setattr(prices, "MANY", 4)
    assert prices.communities_with_many(now=now) == []
    monkeypatch.setattr(prices, "MANY", 3)
    assert prices.communities_with_many(now=now) == [riverside.pk]


def test_the_hourly_task_prices_them(
    make_member: Callable[..., Member],
    post_need: Post,
    two_helpers: tuple[Offer, Offer],
    rare: Topic,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    many_ask(make_member, post_need, rare, 3)
    monkeypatch.setattr(prices, "MANY", 3)
    monkeypatch.setattr(tasks, "database_now", lambda: now)
    monkeypatch.setattr(tasks.refresh_prices, "delay", tasks.refresh_prices)
    tasks.sweep_prices()
    assert OfferPrice.objects.exists()


def test_where_fewer_ask_by_now_prices_are_let_go_of(
    make_member: Callable[..., Member],
    post_need: Post,
    two_helpers: tuple[Offer, Offer],
    riverside: Community,
    rare: Topic,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    many_ask(make_member, post_need, rare, 4)
    prices.refresh(community_id=riverside.pk, now=now)
    monkeypatch.setattr(tasks, "database_now", lambda: now + timedelta(hours=23))
    tasks.sweep_prices()
    assert OfferPrice.objects.exists()
    monkeypatch.setattr(tasks, "database_now", lambda: now + timedelta(hours=25))
    tasks.sweep_prices()
    assert not OfferPrice.objects.exists()


def test_who_is_being_asked_is_wanted_all_the_same(
    make_member: Callable[..., Member],
    post_need: Post,
    two_helpers: tuple[Offer, Offer],
    riverside: Community,
    rare: Topic,
    now: datetime,
) -> None:
    """Prices suppose that nobody is being asked: not even by the very needs that ask for them."""
    both, _ = two_helpers
    Offer.objects.filter(pk=both.pk).update(capacity=2)
    many_ask(make_member, post_need, rare, 3)
    prices.refresh(community_id=riverside.pk, now=now)
    before = OfferPrice.objects.get(offer=both).price
    matcher.run(community_id=riverside.pk, now=lambda: now)
    assert Match.objects.filter(offer=both, state="proposed").count() == 2
    prices.refresh(community_id=riverside.pk, now=now + timedelta(minutes=1))
    assert OfferPrice.objects.get(offer=both).price == pytest.approx(before, rel=0.2)
