"""Nobody is asked more than their own limit, and new helpers begin gently."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts.models import Community, Member
from matching import matches
from matching.engine import rules
from matching.models import Match, MatchState, Need, Offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(
    make_member: Callable[..., Member],
    post_need: Callable[..., Need],
    omar: Member,
    post_offer: Callable[..., Offer],
) -> Callable[[datetime], Match]:
    """Puts somebody new to omar, who has room for many."""
    Member.objects.filter(pk=omar.pk).update(max_people=20, max_asks_week=50)
    offer, seekers = post_offer(omar, capacity=20), iter(range(100))

    def put(now: datetime) -> Match:
        need = post_need(make_member(f"Seeker {next(seekers)}"), now=now)
        return matches.propose(need_id=need.pk, offer_id=offer.pk, now=now)

    return put


def refused(ask: Callable[[datetime], Match], now: datetime) -> bool:
    with pytest.raises(matches.NotPermitted) as refusal:
        ask(now)
    return refusal.value.broken == (rules.has_room,)


def help_five(omar: Member, ask: Callable[[datetime], Match], now: datetime) -> None:
    """Five people helped, long ago enough to count for nothing but experience."""
    for days in range(5):
        then = now - timedelta(days=40 - days)
        match = ask(then)
        matches.answer(match=match, member=omar, answer="yes", seen=(1, 1), now=then)
        matches.answer(match=match, member=match.seeker, answer="yes", seen=(1, 1), now=then)
        matches.complete(match=match, member=match.seeker, now=then)


def test_a_new_helper_meets_three_new_people_a_day(ask: Callable[[datetime], Match], now: datetime) -> None:
    for _ in range(3):
        ask(now)
    assert refused(ask, now)
    ask(now + timedelta(days=1, minutes=1))


def test_a_new_helper_is_with_five_at_once(ask: Callable[[datetime], Match], now: datetime) -> None:
    for days in (0, 0, 2, 2, 4):
        ask(now + timedelta(days=days))
    assert refused(ask, now + timedelta(days=6))


def test_after_five_people_helped_the_gentle_limits_are_over(
    omar: Member, ask: Callable[[datetime], Match], now: datetime
) -> None:
    help_five(omar, ask, now)
    for _ in range(6):
        ask(now)


def test_the_own_limit_of_requests_a_week_counts_those_declined_too(
    omar: Member, ask: Callable[[datetime], Match], now: datetime
) -> None:
    help_five(omar, ask, now)
    Member.objects.filter(pk=omar.pk).update(max_asks_week=2)
    for _ in range(2):
        matches.answer(match=ask(now), member=omar, answer="no", seen=(1, 1), now=now)
    assert refused(ask, now)
    ask(now + timedelta(days=7, minutes=1))


def test_a_proposal_that_a_moderator_lets_out_keeps_to_a_limit_that_was_lowered_meanwhile(
    omar: Member, ask: Callable[[datetime], Match], now: datetime
) -> None:
    ask(now)
    Community.objects.update(review_proposals=True)
    held = ask(now)
    Member.objects.filter(pk=omar.pk).update(max_asks_week=1)
    with pytest.raises(matches.NotPermitted) as refusal:
        matches.release(match=held, now=now)
    assert refusal.value.broken == (rules.has_room,)
    Member.objects.filter(pk=omar.pk).update(max_asks_week=2)
    assert matches.release(match=held, now=now).state == MatchState.PROPOSED
