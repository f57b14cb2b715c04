"""A whole round's proposals while people act: several at once against answers, withdrawals, blocks and other rounds."""

import random
import time
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db.models import Count, F

from accounts.models import Member
from matching import blocks, matches, needs, sides
from matching.matches import Proposal, answering, steps
from matching.models import LIVE, Match, MatchState, Need, Offer
from support import audit
from tests.journeys.steps import at_once

pytestmark = pytest.mark.django_db(transaction=True)

TURNS = 4
MakeMember = Callable[..., Member]
Post = Callable[..., Need]
PostOffer = Callable[..., Offer]


def slowly(read: Callable[..., object]) -> Callable[..., object]:
    """0 to 2 ms between what is read and what is written with it."""

    def paused(*args: object, **kwargs: object) -> object:
        found = read(*args, **kwargs)
        time.sleep(random.uniform(0, 0.002))
        return found

    return paused


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch, rung: list[object]) -> None:
    monkeypatch.setattr(sides, "offer_sides", slowly(sides.offer_sides))
    monkeypatch.setattr(answering, "still", slowly(steps.still))


@pytest.fixture
def helpers(make_member: MakeMember) -> list[Member]:
    helpers = [make_member(f"Helper {number}") for number in range(3)]
    Member.objects.filter(pk__in=[helper.pk for helper in helpers]).update(max_people=2, max_asks_week=50)
    return helpers


def proposing(pairs: list[tuple[Need, Offer]], now: datetime) -> Callable[[], object]:
    return lambda: matches.propose_all([Proposal(need.pk, offer.pk) for need, offer in pairs], now=now)


def broken() -> list[str]:
    return [each.promise for each in audit.findings() if each.broken]


def test_rounds_that_want_the_same_places_give_each_once(
    make_member: MakeMember, helpers: list[Member], post_need: Post, post_offer: PostOffer, now: datetime
) -> None:
    """I1 and I2: each round names every need with every offer, in another order."""
    given = [post_offer(helper, capacity=1) for helper in helpers for _ in range(2)]
    asking = [post_need(make_member(f"Seeker {number}"), urgency="today") for number in range(4)]
    pairs = [(need, offer) for need in asking for offer in given]
    at_once(*(proposing(random.sample(pairs, len(pairs)), now) for _ in range(4)))
    live = Match.objects.filter(state__in=LIVE)
    assert live.count() == 6, "three helpers with two places each"
    assert not live.values("need", "helper").annotate(count=Count("pk")).filter(count__gt=1).exists()
    assert not Need.objects.filter(live__gt=F("places")).exists()
    assert broken() == []


def test_a_first_yes_and_a_round_that_asks_more(
    maya: Member, helpers: list[Member], post_need: Post, post_offer: PostOffer, now: datetime
) -> None:
    """I1 and I3: whoever is asked beside a first yes is released by it, or is not asked at all."""
    for _ in range(TURNS):
        need = post_need(maya, urgency="today", connect_me=True)
        given = [post_offer(helper, capacity=1) for helper in helpers]
        first = matches.propose(need_id=need.pk, offer_id=given[0].pk, now=now)
        at_once(
            lambda first=first: matches.answer(  # type: ignore[misc]
                match=first, member=first.helper, answer="yes", seen=(1, 1), now=now
            ),
            proposing([(need, offer) for offer in given[1:]], now),
        )
        assert need.matches.get(state__in=LIVE).pk == first.pk
        first.refresh_from_db()
        assert first.state == MatchState.CONNECTED
        assert broken() == []
        matches.complete(match=first, member=maya, now=now)


def test_a_no_and_a_round_that_would_ask_the_same_pair_again(
    maya: Member, omar: Member, post_need: Post, post_offer: PostOffer, now: datetime
) -> None:
    """I7: whichever comes first, the two rest, and the place is free."""
    Member.objects.filter(pk=omar.pk).update(max_asks_week=50)
    need, given = post_need(maya, urgency="today"), [post_offer(omar) for _ in range(3)]
    match = matches.propose(need_id=need.pk, offer_id=given[0].pk, now=now)
    again = proposing([(need, offer) for offer in given], now)
    at_once(again, lambda: matches.answer(match=match, member=omar, answer="no", seen=(1, 1), now=now), again)
    assert [each.state for each in need.matches.all()] == [MatchState.DECLINED]
    assert broken() == []


def test_a_yes_a_withdrawal_and_a_round(
    maya: Member, helpers: list[Member], post_need: Post, post_offer: PostOffer, now: datetime
) -> None:
    """I3: connected with both yeses, or closed with nobody; nothing between."""
    for _ in range(TURNS):
        need = post_need(maya, urgency="today", connect_me=True)
        given = [post_offer(helper, capacity=1) for helper in helpers]
        match = matches.propose(need_id=need.pk, offer_id=given[0].pk, now=now)
        at_once(
            lambda match=match: matches.answer(  # type: ignore[misc]
                match=match, member=match.helper, answer="yes", seen=(1, 1), now=now
            ),
            proposing([(need, offer) for offer in given[1:]], now),
            lambda need=need: needs.withdraw(need=need, now=now),  # type: ignore[misc]
        )
        need.refresh_from_db()
        live = [each.state for each in need.matches.filter(state__in=LIVE)]
        assert (need.state, live) in [("closed", []), ("connected", ["connected"])]
        assert broken() == []
        for each in need.matches.filter(state=MatchState.CONNECTED):
            matches.complete(match=each, member=maya, now=now)


def test_blocks_while_a_round_asks_many(
    make_member: MakeMember, helpers: list[Member], post_need: Post, post_offer: PostOffer, now: datetime
) -> None:
    given = [post_offer(helper, capacity=3) for helper in helpers]
    asking = [post_need(make_member(f"Seeker {number}"), urgency="today") for number in range(3)]
    pairs = [(need, offer) for need in asking for offer in given]
    at_once(
        proposing(pairs, now),
        *(
            lambda need=need, helper=helper: blocks.block(blocker=need.member, blocked=helper, now=now)
            for need, helper in zip(asking, helpers, strict=True)
        ),
        proposing(pairs[::-1], now),
    )
    for need, helper in zip(asking, helpers, strict=True):
        assert not Match.objects.filter(need=need, helper=helper, state__in=LIVE).exists()
    assert broken() == []
