"""Thirty people of many kinds, some of whom may meet; and the same people with all that can stand between them."""

import random
from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest

from accounts.fields import keyed_hash
from accounts.models import Area, Community, Member
from matching import availability
from matching.engine.side import Window
from matching.models import Block, Match, MayKnow, Need, NeverAsk, Offer, Topic, WeekMask

ZONES = ["Europe/Lisbon", "Asia/Kathmandu", "Australia/Lord_Howe", "America/New_York", "Pacific/Chatham"]
KINDS = ["listening", "experience", "advice", "practical", "learning"]


def some_hours(chance: random.Random) -> list[Window]:
    return [
        Window(weekday, start, min(start + chance.choice([30, 60, 180]), 1440))
        for weekday in range(7)
        for start in chance.sample(range(0, 1440, 15), 2)
    ]


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


@pytest.fixture
def mixed_crowd(crowd: None, riverside: Community, now: datetime) -> None:
    """Written past the domain on purpose: whatever may stand in the database, both ways to read it must agree."""
    chance = random.Random(11)
    _places(chance, riverside)
    Community.objects.update(admits_helpers=True)
    _people(chance, now)
    _postings(chance, now)
    for need in Need.objects.order_by("pk")[:6]:
        offer = chance.choice(list(Offer.objects.filter(live=0).order_by("pk")))
        asked = {"proposed_at": now - timedelta(hours=2), "expires_at": now + timedelta(hours=20)}
        Match.objects.create(**_past(need, offer, now), state="proposed", **asked)
    _between(chance, now)


def _places(chance: random.Random, community: Community) -> None:
    places = [Area.objects.create(community=community, name=f"Quarter {number}") for number in range(4)]
    places[0].neighbours.add(places[1])
    for posting in (*Need.objects.order_by("pk"), *Offer.objects.order_by("pk")):
        posting.area = chance.choice([None, *places])
        posting.formats = chance.sample(["chat", "call", "in_person"], chance.choice([1, 2, 3]))
        posting.save()


def _people(chance: random.Random, now: datetime) -> None:
    for member in Member.objects.order_by("pk"):
        member.gender = chance.choice(["", "woman", "man"])
        member.age_band = chance.choice(["", "18-29", "60+"])
        member.quiet_from, member.quiet_until = time(chance.randrange(24)), time(chance.randrange(24))
        member.asked_in_quiet_hours = chance.random() < 0.3
        member.created_at = now - timedelta(days=chance.choice([3, 100]))
        member.max_people, member.max_asks_week = chance.choice([1, 3, 5]), chance.choice([1, 5])
        member.save()
        if chance.random() < 0.2:
            first = now.date() + timedelta(days=chance.randrange(-1, 9))
            member.away.create(first_day=first, last_day=first + timedelta(days=chance.randrange(4)))
        if chance.random() < 0.1:
            member.memberships.update(standing="suspended")
        if chance.random() < 0.5:
            member.memberships.update(trained_for_danger_at=now)
        if chance.random() < 0.9:
            member.memberships.update(admitted_for_sensitive_at=now)
        member.memberships.update(helper_limits=chance.choice(["", "", "lifted", "kept"]))
        if chance.random() < 0.2:
            WeekMask.objects.filter(member=member).update(local=None)


def _postings(chance: random.Random, now: datetime) -> None:
    for number, need in enumerate(Need.objects.order_by("pk")):
        need.urgency = ["today", "this_week", "whenever"][number % 3]
        need.places = 3 if need.urgency == "today" else 1
        need.needed_by = chance.choice([None, None, now.date() + timedelta(days=chance.randrange(9))])
        need.danger = chance.random() < 0.1
        need.waiting_since = now - timedelta(hours=chance.randrange(200))
        need.wish_same_gender = chance.random() < 0.2
        need.wish_age_bands = chance.choice([[], [], ["18-29"]])
        need.wish_shared_experience = chance.random() < 0.2
        need.save()
    for offer in Offer.objects.order_by("pk"):
        offer.capacity = chance.choice([1, 2, 5])
        offer.takes_danger = chance.random() < 0.5
        offer.wish_same_gender = chance.random() < 0.1
        offer.wish_age_bands = chance.choice([[], [], [], ["60+"]])
        offer.save()
        offer.avoids.set(chance.sample(list(Topic.objects.all()[:12]), chance.choice([0, 0, 1])))


def _between(chance: random.Random, now: datetime) -> None:
    """Blocks, lists, and matches that are over in every way."""
    people = list(Member.objects.filter(email__startswith="member").order_by("pk"))
    for _ in range(8):
        one, other = chance.sample(people, 2)
        Block.objects.get_or_create(blocker=one, blocked=other, defaults={"created_at": now})
        one, other = chance.sample(people, 2)
        MayKnow.objects.get_or_create(member=one, other=other, defaults={"created_at": now})
        one, other = chance.sample(people, 2)
        NeverAsk.objects.get_or_create(
            member=one,
            address_hash=keyed_hash(other.email),
            defaults={"address": other.email, "created_at": now},
        )
    states = ["completed", "declined", "expired", "ended"]
    for need in Need.objects.order_by("pk"):
        for offer in chance.sample(list(Offer.objects.order_by("pk")), 5):
            state = chance.choice(states)
            answer = {"expired": "", "declined": "no"}.get(state, "yes")
            ended = now - timedelta(days=chance.randrange(1, 120))
            both = state == "completed" and chance.random() < 0.5
            Match.objects.create(
                **_past(need, offer, ended),
                state=state,
                helper_answer=answer,
                seeker_answer="yes" if answer == "yes" else "",
                proposed_at=ended - timedelta(hours=chance.randrange(48)),
                ended_at=ended,
                connected_at=ended if answer == "yes" else None,
                seeker_again=both,
                helper_again=both,
            )


def _past(need: Need, offer: Offer, at: datetime) -> dict[str, object]:
    return {
        "community_id": need.community_id,
        "need": need,
        "offer": offer,
        "seeker_id": need.member_id,
        "helper_id": offer.member_id,
        "need_version": 1,
        "offer_version": 1,
        "created_at": at,
    }
