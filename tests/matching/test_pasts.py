"""What the database tells of a helper's past: by the hour where they live, and only what was really put to them."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db.models import Q
from pytest_django import DjangoAssertNumQueries

from accounts.models import Community, Member
from matching import matches, pasts, sides
from matching.engine.chances import chance_of_yes, part_of_day
from matching.engine.side import Past
from matching.models import Match, Need, Offer
from tests.matching.engine.strategies import ZONES, days_of_change

pytestmark = pytest.mark.django_db

Ask = Callable[[datetime], Match]
DAY = timedelta(days=1)
ODD = ["Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Chatham", "America/St_Johns", "Pacific/Kiritimati"]


@pytest.fixture
def ask(
    make_member: Callable[..., Member],
    omar: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
) -> Ask:
    """Puts somebody new to omar, who lives in Lisbon."""
    Member.objects.filter(pk=omar.pk).update(max_people=20, max_asks_week=50)
    offer, seekers = post_offer(omar, capacity=20), iter(range(100))

    def put(now: datetime) -> Match:
        need = post_need(make_member(f"Seeker {next(seekers)}"), now=now)
        return matches.propose(need_id=need.pk, offer_id=offer.pk, now=now)

    return put


def past_of(helper: Member, now: datetime) -> Past:
    return pasts.of([helper.pk], now=now).get(helper.pk, pasts.NONE_YET).past


def test_answers_are_kept_by_the_part_of_the_day_in_which_they_were_asked(
    ask: Ask, omar: Member, now: datetime
) -> None:
    morning, evening = now.replace(hour=9), now.replace(hour=20)
    said_yes, said_no, silent = ask(morning), ask(evening), ask(evening + DAY)
    assert past_of(omar, evening + DAY) == Past(), "who may still answer is not silent"
    matches.answer(match=said_yes, member=omar, answer="yes", seen=(1, 1), now=evening)
    matches.answer(match=said_no, member=omar, answer="no", seen=(1, 1), now=evening)
    matches.expire_due(now=silent.expires_at or evening)
    assert past_of(omar, now) == Past((0, 1, 0, 2), (0, 1, 0, 1), 1)


def test_a_place_taken_back_before_its_answer_says_nothing(ask: Ask, omar: Member, now: datetime) -> None:
    match = ask(now)
    matches.withdraw_all(Q(helper=omar), now=now)
    match.refresh_from_db()
    assert match.state == "withdrawn"
    assert past_of(omar, now) == Past()


def test_a_yes_that_the_seeker_left_unanswered_is_an_answer(ask: Ask, omar: Member, now: datetime) -> None:
    match = matches.answer(match=ask(now), member=omar, answer="yes", seen=(1, 1), now=now)
    matches.expire_due(now=match.expires_at or now)
    match.refresh_from_db()
    assert match.state == "expired"
    assert past_of(omar, now) == Past((0, 0, 1, 0), (0, 0, 1, 0), 1)


def test_the_database_reads_the_same_clocks_as_the_engine(ask: Ask, omar: Member, now: datetime) -> None:
    matches.expire_due(now=ask(now).expires_at or now)
    rng = random.Random(7)
    for zone in [*ODD, *rng.sample(ZONES, 60)]:
        change = rng.choice(days_of_change(zone) or (now,))
        moment = change + timedelta(minutes=rng.randrange(24 * 60))
        Member.objects.filter(pk=omar.pk).update(time_zone=zone)
        Match.objects.update(proposed_at=moment)
        part = past_of(omar, now).asked_in.index(1)
        assert part == part_of_day(zone, moment), (zone, moment)


def test_a_zone_that_the_database_does_not_know_stops_nobody(
    ask: Ask, omar: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    matches.expire_due(now=ask(now).expires_at or now)
    monkeypatch.setattr(pasts, "strange_zones", lambda: frozenset({"Mars/Olympus"}))
    Member.objects.filter(pk=omar.pk).update(time_zone="Mars/Olympus")
    assert past_of(omar, now).asked == 1


def test_any_number_of_pasts_is_one_query(
    ask: Ask, omar: Member, lena: Member, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        ask(now)
    past_of(omar, now)
    with django_assert_num_queries(1):
        pasts.of([omar.pk, lena.pk], now=now)


def test_those_being_asked_about_a_need_for_today_count_with_their_chances(
    make_member: Callable[..., Member],
    maya: Member,
    riverside: Community,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    now: datetime,
) -> None:
    today, later = post_need(maya, urgency="today"), post_need(maya)
    given = [post_offer(make_member(name)) for name in ("Ash", "Birch", "Cedar")]
    for offer in given[:2]:
        matches.propose(need_id=today.pk, offer_id=offer.pk, now=now)
    matches.propose(need_id=later.pk, offer_id=given[2].pk, now=now)
    needs = sides.need_sides(Need.objects.all(), now=now)
    offers = sides.offer_sides(Offer.objects.all(), now=now)
    assert needs[today.pk].pending == tuple(chance_of_yes(offers[offer.pk], now) for offer in given[:2])
    assert needs[later.pk].pending == ()
