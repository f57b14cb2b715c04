"""A helper has said yes: who may still be asked, and whether the seeker's own yes still stands."""

from collections.abc import Callable
from datetime import datetime

import pytest

from accounts.models import Member
from matching import matches, needs
from matching.models import Match, MatchState, Need, NeedState, Offer
from tests.journeys.steps import fields_of, hold_round, only, say, told

Post = Callable[..., Need]
PostOffer = Callable[..., Offer]

pytestmark = pytest.mark.django_db


@pytest.fixture
def said_yes(
    maya: Member,
    make_member: Callable[..., Member],
    post_need: Post,
    post_offer: PostOffer,
    now: datetime,
) -> Match:
    """A need for today is put to Ash and Birch; Ash says yes, and Maya is looking."""
    need = post_need(maya, urgency="today")
    for name in ("Ash", "Birch"):
        post_offer(make_member(name))
    first = hold_round(need, now)[0]
    return say(first, first.helper, "yes", now)


def test_nobody_more_is_asked_while_the_seeker_looks_at_a_yes(
    said_yes: Match, lena: Member, post_offer: PostOffer, now: datetime
) -> None:
    post_offer(lena)
    assert only(hold_round(said_yes.need, now)) == said_yes
    assert told(lena) == []
    assert "match_released" not in told(said_yes.helper)


def test_nor_does_a_moderator_put_somebody_else_beside_it(
    said_yes: Match, lena: Member, nour: Member, post_offer: PostOffer, now: datetime
) -> None:
    offer = post_offer(lena)
    with pytest.raises(matches.NotWaiting):
        matches.propose(need_id=said_yes.need_id, offer_id=offer.pk, now=now, by=nour)


def test_the_search_goes_on_once_the_seeker_has_said_no(
    said_yes: Match, maya: Member, lena: Member, post_offer: PostOffer, now: datetime
) -> None:
    post_offer(lena)
    say(said_yes, maya, "no", now)
    assert lena in {match.helper for match in hold_round(said_yes.need, now)}


def test_a_yes_said_beforehand_can_be_taken_back(
    maya: Member, omar: Member, post_need: Post, post_offer: PostOffer, now: datetime
) -> None:
    post_offer(omar)
    match = only(hold_round(post_need(maya, connect_me=True), now))
    needs.edit(need=match.need, now=now, **fields_of(match.need) | {"connect_me": False})
    assert say(match, omar, "yes", now).state == MatchState.PROPOSED
    assert told(maya)[-1] == "match_said_yes"


def test_a_yes_said_while_somebody_is_being_asked_holds_too(
    proposed: Match, maya: Member, omar: Member, now: datetime
) -> None:
    needs.edit(need=proposed.need, now=now, **fields_of(proposed.need) | {"connect_me": True})
    match = say(proposed, omar, "yes", now)
    assert (match.state, match.seeker_answer) == (MatchState.CONNECTED, "yes")
    match.need.refresh_from_db()
    assert match.need.state == NeedState.CONNECTED
