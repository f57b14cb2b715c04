"""Listings say what their offers are, whatever is done to offers, topics and week masks, and by whomever."""

from collections.abc import Callable
from datetime import datetime
from random import Random

import pytest
from django.db import connection, transaction

from accounts.models import Community, Member
from matching import availability, offers
from matching.engine.side import Window
from matching.models import Format, Kind, Listing, Offer, OfferState, Topic, WeekMask
from support import audit
from tests.journeys.steps import at_once

Post = Callable[..., Offer]
Row = tuple[object, ...]
PROMISE = "every open offer is listed as it is"


def listed() -> list[Row]:
    names = ("community", "topic", "language", "offer", "member", "kinds", "formats", "mask", "good_until")
    return sorted(Listing.objects.values_list(*names), key=str)


def expected() -> list[Row]:
    weeks = {week.member_id: (week.mask, week.good_until) for week in WeekMask.objects.all()}
    return sorted(
        (
            (
                offer.community_id,
                topic.pk,
                language,
                offer.pk,
                offer.member_id,
                sum(1 << Kind.values.index(kind) for kind in set(offer.kinds)),
                sum(1 << Format.values.index(name) for name in set(offer.formats)),
                *weeks.get(offer.member_id, (None, None)),
            )
            for offer in Offer.objects.filter(state=OfferState.OPEN).prefetch_related("topics")
            for topic in offer.topics.all()
            for language in set(offer.languages)
        ),
        key=str,
    )


def finding() -> int:
    (found,) = (each for each in audit.findings() if each.promise == PROMISE)
    return found.broken


class Hands:
    """Everything that is done to offers, by the domain and by hands at a console."""

    def __init__(self, chance: Random, people: list[Member], post: Post, now: datetime) -> None:
        self.chance, self.people, self.post, self.now = chance, people, post, now
        self.topics = list(Topic.objects.all()[:5])

    def act(self) -> None:
        acts = [
            self.post_one,
            self.edit,
            self.turn,
            self.hours,
            self.by_hand,
            self.topic_by_hand,
            self.mask_by_hand,
            self.delete,
        ]
        self.chance.choice(acts)()

    def fields(self) -> dict[str, object]:
        return {
            "topics": self.chance.sample(self.topics, self.chance.randrange(1, 4)),
            "kinds": self.chance.sample(Kind.values, 2),
            "formats": self.chance.sample(["chat", "call"], self.chance.choice([1, 2])),
            "languages": self.chance.sample(["en", "es", "fr"], self.chance.choice([1, 2])),
        }

    def one(self) -> Offer | None:
        return self.chance.choice([None, *Offer.objects.order_by("pk")])

    def post_one(self) -> None:
        self.post(self.chance.choice(self.people), **self.fields())

    def edit(self) -> None:
        offer = self.one()
        if offer and offer.state != OfferState.CLOSED:
            offers.edit(offer=offer, now=self.now, avoids=[], **self.fields())

    def turn(self) -> None:
        offer = self.one()
        if offer and offer.state != OfferState.CLOSED:
            step = self.chance.choice([offers.pause, offers.resume, offers.resume, offers.close])
            step(offer=offer, now=self.now)

    def hours(self) -> None:
        start = self.chance.randrange(0, 1200, 15)
        windows = [Window(self.chance.randrange(7), start, start + 60)]
        availability.replace(member=self.chance.choice(self.people), windows=windows, now=self.now)

    def by_hand(self) -> None:
        offer = self.one()
        some = Offer.objects.filter(pk=offer.pk) if offer else Offer.objects.all()
        change: list[dict[str, object]] = [
            {"state": self.chance.choice(OfferState.values)},
            {"kinds": self.chance.sample(Kind.values, 1)},
            {"formats": ["call", "call"], "languages": ["es", "es", "en"]},
            {"member": self.chance.choice(self.people)},
        ]
        some.update(**self.chance.choice(change))

    def topic_by_hand(self) -> None:
        offer, topic = self.one(), self.chance.choice(self.topics)
        if not offer:
            return
        chosen = Offer.topics.through.objects.filter(offer_id=offer.pk)
        if self.chance.random() < 0.5 and not chosen.filter(topic_id=topic.pk).exists():
            last = chosen.order_by("-pk").first()
            chosen.filter(pk=last.pk if last else 0).update(topic_id=topic.pk)
        else:
            self.chance.choice([offer.topics.add, offer.topics.remove])(topic)

    def mask_by_hand(self) -> None:
        weeks = WeekMask.objects.filter(member__in=self.chance.sample(self.people, 2))
        if self.chance.random() < 0.4:
            weeks.delete()
        else:
            weeks.update(mask=self.chance.getrandbits(672), good_until=self.now)
        if self.chance.random() < 0.5:
            availability.refresh_masks(now=self.now)

    def delete(self) -> None:
        offer = self.one()
        if offer:
            offer.delete()


@pytest.mark.django_db
@pytest.mark.usefixtures("rung")
@pytest.mark.parametrize("seed", range(3))
def test_listings_follow_whatever_is_done(
    make_member: Callable[..., Member], post_offer: Post, now: datetime, seed: int
) -> None:
    people = [make_member(f"Helper {number}") for number in range(4)]
    hands = Hands(Random(seed), people, post_offer, now)
    for _ in range(40):
        hands.act()
        assert listed() == expected()
    hands.post_one()
    assert finding() == 0
    Listing.objects.filter(pk=Listing.objects.first().pk).delete()  # type: ignore[union-attr]
    assert finding() == 1


@pytest.mark.django_db
def test_an_audit_finds_a_listing_that_says_something_else(omar: Member, post_offer: Post) -> None:
    post_offer(omar)
    assert finding() == 0
    Listing.objects.update(kinds=1)
    assert finding() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["matching_offer", "matching_offer_topics", "accounts_member"])
def test_emptied_tables_leave_no_listing(omar: Member, post_offer: Post, table: str) -> None:
    post_offer(omar)
    assert Listing.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {table} CASCADE")
    assert not Listing.objects.exists()


@pytest.mark.django_db
def test_another_communitys_offer_is_listed_there(
    omar: Member, riverside: Community, post_offer: Post, now: datetime
) -> None:
    offer = post_offer(omar)
    other = Community.objects.create(name="Hill", slug="hill", created_at=now)
    Offer.objects.filter(pk=offer.pk).update(community=other)
    assert listed() == expected()


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """Past the domain, which holds the member: the listings alone must see to it."""

    def test_new_topics_and_a_pause(self, omar: Member, post_offer: Post, rung: list[object]) -> None:
        offer = post_offer(omar)
        more = list(Topic.objects.all()[:4])
        for turn in range(12):
            Offer.objects.filter(pk=offer.pk).update(state=OfferState.OPEN)
            offer.topics.set(more[:1])
            at_once(
                held_open(lambda: offer.topics.add(more[2], more[3])),
                held_open(lambda: Offer.objects.filter(pk=offer.pk).update(state=OfferState.PAUSED)),
            )
            assert listed() == expected(), f"turn {turn}"

    def test_a_resumed_offer_and_another_week(
        self, omar: Member, post_offer: Post, rung: list[object]
    ) -> None:
        offer = post_offer(omar)
        for turn in range(12):
            Offer.objects.filter(pk=offer.pk).update(state=OfferState.PAUSED)
            week = WeekMask.objects.filter(member=omar)
            at_once(
                held_open(lambda: Offer.objects.filter(pk=offer.pk).update(state=OfferState.OPEN)),
                held_open(lambda turn=turn, week=week: week.update(mask=turn)),  # type: ignore[misc]
            )
            assert listed() == expected(), f"turn {turn}"


def held_open(act: Callable[[], object]) -> Callable[[], None]:
    """The act in a transaction that stays open for a moment after it, so that the other finds it unfinished."""

    def run() -> None:
        with transaction.atomic():
            act()
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.01)")

    return run
