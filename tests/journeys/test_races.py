"""Everybody at once: what must hold while threads race, with a short pause between every check and its write."""

import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db.models import F, Q

from accounts.models import Member
from matching import blocks, matches, needs, offers, sides
from matching.models import LIVE, Match, MatchState, Need, Offer
from tests.journeys.steps import at_once, told

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 6


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch, rung: list[object]) -> None:
    """0 to 2 ms between what a step reads and what it writes, so that a missing lock shows."""
    read = sides.offer_sides

    def read_slowly(*args: object, **kwargs: object) -> object:
        found = read(*args, **kwargs)  # type: ignore[arg-type]
        time.sleep(random.uniform(0, 0.002))
        return found

    monkeypatch.setattr(sides, "offer_sides", read_slowly)


def propose(need: Need, offer: Offer, now: datetime) -> Callable[[], Match]:
    return lambda: matches.propose(need_id=need.pk, offer_id=offer.pk, now=now)


def test_one_place_is_given_once(
    make_member: Callable[..., Member],
    omar: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    now: datetime,
) -> None:
    offer = post_offer(omar, capacity=1)
    asking = [post_need(make_member(f"Seeker {number}")) for number in range(4)]
    at_once(*(propose(need, offer, now) for need in asking))
    assert Match.objects.filter(offer=offer, state__in=LIVE).count() == 1


def test_own_limit_over_all_offers_is_never_exceeded(
    make_member: Callable[..., Member],
    omar: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    now: datetime,
) -> None:
    Member.objects.filter(pk=omar.pk).update(max_people=2)
    given = [post_offer(omar, capacity=5) for _ in range(4)]
    asking = [post_need(make_member(f"Seeker {number}")) for number in range(4)]
    at_once(*(propose(need, offer, now) for need, offer in zip(asking, given, strict=True)))
    assert Match.objects.filter(helper=omar, state__in=LIVE).count() == 2
    omar.refresh_from_db()
    assert omar.helping == 2


def test_own_limit_of_requests_a_week_is_never_exceeded(
    make_member: Callable[..., Member],
    omar: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    now: datetime,
) -> None:
    """Whatever is asked or answered at the same time, and through whichever offer: a no gives back no request."""
    Member.objects.filter(pk=omar.pk).update(max_people=20, max_asks_week=2)
    given = [post_offer(omar, capacity=5) for _ in range(5)]
    for turn in range(3):
        week = now + timedelta(days=8 * turn)
        asking = [post_need(make_member(f"Seeker {turn} {number}"), now=week) for number in range(5)]
        first = matches.propose(need_id=asking[0].pk, offer_id=given[0].pk, now=week)
        at_once(
            *(propose(need, offer, week) for need, offer in zip(asking[1:], given[1:], strict=True)),
            lambda first=first, week=week: matches.answer(  # type: ignore[misc]
                match=first, member=omar, answer="no", seen=(1, 1), now=week
            ),
        )
        asked = Match.objects.filter(helper=omar, need__in=asking)
        assert asked.count() == 2
        assert asked.filter(state=MatchState.DECLINED).count() == 1
        matches.withdraw_all(Q(helper=omar), now=week)


def test_silences_that_end_at_the_same_time_offer_one_pause(
    make_member: Callable[..., Member],
    omar: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    now: datetime,
) -> None:
    for number in range(3):
        need, offer = post_need(make_member(f"Seeker {number}")), post_offer(omar)
        matches.propose(need_id=need.pk, offer_id=offer.pk, now=now)
    later = now + timedelta(days=7)
    at_once(*(lambda: matches.expire_due(now=later) for _ in range(3)))
    assert told(omar).count("pause_offered") == 1
    assert not Match.objects.filter(state=MatchState.PROPOSED).exists()


def test_a_need_is_put_to_one_helper_at_a_time(
    make_member: Callable[..., Member],
    maya: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    now: datetime,
) -> None:
    need = post_need(maya)
    given = [post_offer(make_member(f"Helper {number}")) for number in range(4)]
    at_once(*(propose(need, offer, now) for offer in given))
    assert need.matches.filter(state__in=LIVE).count() == 1


def test_two_first_yeses_make_one_winner(
    make_member: Callable[..., Member],
    maya: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    now: datetime,
) -> None:
    for turn in range(ROUNDS):
        need = post_need(maya, urgency="today", connect_me=True)
        asked = [
            matches.propose(
                need_id=need.pk, offer_id=post_offer(make_member(f"Helper {turn} {n}")).pk, now=now
            )
            for n in range(3)
        ]
        at_once(*(yes(match, match.helper, now) for match in asked))
        assert need.matches.filter(state=MatchState.CONNECTED).count() == 1
        assert need.matches.filter(state=MatchState.SUPERSEDED).count() == 2


def yes(match: Match, member: Member, now: datetime) -> Callable[[], Match]:
    return lambda: matches.answer(match=match, member=member, answer="yes", seen=(1, 1), now=now)


def test_a_yes_and_a_withdrawal_leave_no_half_match(
    make_member: Callable[..., Member],
    maya: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    now: datetime,
) -> None:
    for turn in range(ROUNDS):
        need = post_need(maya, connect_me=True)
        offer = post_offer(make_member(f"Helper {turn}"))
        match = matches.propose(need_id=need.pk, offer_id=offer.pk, now=now)
        at_once(yes(match, match.helper, now), lambda need=need: needs.withdraw(need=need, now=now))  # type: ignore[misc]
        match.refresh_from_db()
        need.refresh_from_db()
        assert (match.state, need.state) in {("connected", "connected"), ("superseded", "closed")}


def test_nothing_live_crosses_a_block(
    make_member: Callable[..., Member],
    maya: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    now: datetime,
) -> None:
    for turn in range(ROUNDS):
        need, helper = post_need(maya), make_member(f"Helper {turn}")
        offer = post_offer(helper)
        at_once(
            propose(need, offer, now),
            lambda helper=helper: blocks.block(blocker=maya, blocked=helper, now=now),  # type: ignore[misc]
        )
        assert not need.matches.filter(helper=helper, state__in=LIVE).exists()


def test_crossing_ends_withdrawals_and_proposals_wait_for_nobody_forever(
    make_member: Callable[..., Member],
    omar: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    now: datetime,
) -> None:
    """Every path takes its locks in one order; a deadlock would surface as an OperationalError here."""
    Member.objects.filter(pk=omar.pk).update(max_people=20, max_asks_week=50)
    offer = post_offer(omar, capacity=20)
    seekers = [make_member(f"Seeker {number}") for number in range(6)]
    live = [post_need(seeker) for seeker in seekers[:3]]
    proposed = [matches.propose(need_id=need.pk, offer_id=offer.pk, now=now) for need in live]
    fresh = [post_need(seeker) for seeker in seekers[3:]]
    at_once(
        *(propose(need, offer, now) for need in fresh),
        *(yes(match, omar, now) for match in proposed[:2]),
        lambda: needs.withdraw(need=live[2], now=now),
        lambda: offers.pause(offer=offer, now=now),
    )
    omar.refresh_from_db()
    offer.refresh_from_db()
    assert omar.helping == offer.live == Match.objects.filter(helper=omar, state__in=LIVE).count()
    assert not Need.objects.filter(live__gt=F("places")).exists()
