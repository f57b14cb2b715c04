"""Where a moderator looks first, the same rules hold on the day on which the question goes out."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts.models import Community, Member
from matching import matches, needs
from matching.models import Match, MatchState, Need, Offer
from tests.journeys.steps import fields_of, hold_round, only, told

Post = Callable[..., Need]
PostOffer = Callable[..., Offer]

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(
    riverside: Community, maya: Member, omar: Member, post_need: Post, post_offer: PostOffer, now: datetime
) -> Match:
    """For today, and a moderator looks first."""
    Community.objects.update(review_proposals=True)
    post_offer(omar)
    return only(hold_round(post_need(maya, urgency="today"), now))


def test_what_was_held_goes_out(held: Match, omar: Member, now: datetime) -> None:
    assert matches.release(match=held, now=now).state == MatchState.PROPOSED
    assert told(omar) == ["match_asked_today"]


def test_nobody_is_woken_for_today_by_a_late_look(held: Match, omar: Member, now: datetime) -> None:
    at_night = now.replace(hour=23)
    with pytest.raises(matches.NotPermitted):
        matches.release(match=held, now=at_night)
    assert told(omar) == []


def test_a_need_whose_time_is_over_goes_out_to_nobody(held: Match, omar: Member, now: datetime) -> None:
    with pytest.raises(matches.NotWaiting):
        matches.release(match=held, now=now + timedelta(days=1))
    assert told(omar) == []


def test_a_need_sent_in_again_unchanged_is_read_again(
    riverside: Community, maya: Member, nour: Member, post_need: Post, now: datetime
) -> None:
    Community.objects.update(review_first_needs=True)
    riverside.refresh_from_db()
    need = post_need(maya)
    for _turn in range(2):
        needs.give_back(need=need, now=now)
        need = needs.edit(need=need, now=now, **fields_of(need))
    assert told(maya) == ["need_returned", "need_returned"]
    assert told(nour) == ["place_review"] * 3


def test_a_refused_proposal_does_not_count_as_a_request_put_to_the_helper(
    held: Match, omar: Member, lena: Member, post_need: Post, now: datetime
) -> None:
    Member.objects.filter(pk=omar.pk).update(max_asks_week=1)
    need = post_need(lena)
    assert hold_round(need, now) == [], "a proposal that is held takes its place"
    matches.refuse(match=held, now=now)
    assert only(hold_round(need, now)).helper == omar
