"""Nobody learns by trying who somebody is, or what they wished for."""

from collections.abc import Callable
from datetime import datetime

import pytest

from accounts.models import Member
from matching import matches, never_ask, profile
from matching.models import Match, MatchState, Need, Offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(
    maya: Member,
    lena: Member,
    omar: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    now: datetime,
) -> list[Match]:
    """Omar, who has said how old he is, is asked about two people; one of them wished for that age."""
    Member.objects.filter(pk=omar.pk).update(age_band="30-44")
    omar.refresh_from_db()
    offer = post_offer(omar)
    posted = [post_need(maya, wish_age_bands=["30-44"]), post_need(lena)]
    return matches.propose_all([matches.Proposal(need.pk, offer.pk) for need in posted], now=now).made


def states(asked: list[Match]) -> set[str]:
    return set(Match.objects.filter(pk__in=[match.pk for match in asked]).values_list("state", flat=True))


@pytest.mark.parametrize("address", ["maya@members.example", "nobody@members.example"])
def test_listing_an_address_puts_back_every_question_alike(
    asked: list[Match], omar: Member, now: datetime, address: str
) -> None:
    assert len(asked) == 2
    never_ask.add(member=omar, address=address, now=now)
    assert states(asked) == {MatchState.DECLINED}


def test_a_seekers_list_puts_back_the_yes_that_they_look_at(
    asked: list[Match], maya: Member, omar: Member, now: datetime
) -> None:
    match = next(match for match in asked if match.seeker == maya)
    matches.answer(match=match, member=omar, answer="yes", seen=(1, 1), now=now)
    never_ask.add(member=maya, address="nobody@members.example", now=now)
    assert states([match]) == {MatchState.DECLINED}


def test_another_age_puts_back_every_question_alike(asked: list[Match], omar: Member, now: datetime) -> None:
    profile.keep(member=omar, now=now, age_band="60+")
    assert states(asked) == {MatchState.DECLINED}


def test_saying_the_same_again_changes_nothing(asked: list[Match], omar: Member, now: datetime) -> None:
    profile.keep(member=omar, now=now, age_band="30-44")
    never_ask.add(member=omar, address="nobody@members.example", now=now)
    after = states(asked)
    never_ask.add(member=omar, address="nobody@members.example", now=now)
    assert states(asked) == after
