"""What happens after a need and an offer met, at the level of the domain: yes, no, silence, withdrawal, a block."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts.models import Member
from matching import blocks, matches, needs, offers, seen
from matching.models import Match, MatchState, Need, NeedState, Offer
from tests.journeys.steps import fields_of, hold_round, only, say, told

Post = Callable[..., Need]
PostOffer = Callable[..., Offer]

pytestmark = pytest.mark.django_db


def test_both_are_told_both_say_yes_and_they_are_connected(
    proposed: Match, maya: Member, omar: Member, now: datetime
) -> None:
    assert told(omar) == ["match_asked"]
    assert told(maya) == ["need_searching"]
    say(proposed, omar, "yes", now)
    assert told(maya)[-1] == "match_said_yes"
    match = say(proposed, maya, "yes", now)
    assert match.state == MatchState.CONNECTED
    assert told(maya)[-1] == told(omar)[-1] == "match_connected"
    assert match.need.state == NeedState.CONNECTED


def test_a_decline_is_told_to_nobody_and_the_next_helper_is_asked(
    proposed: Match, maya: Member, omar: Member, lena: Member, post_offer: PostOffer, now: datetime
) -> None:
    before = told(maya)
    say(proposed, omar, "no", now)
    assert told(maya) == before
    post_offer(lena)
    assert only(hold_round(proposed.need, now)).helper == lena
    assert told(maya) == before, "the seeker hears once that people are being asked, never again"


def test_somebody_who_declined_is_not_asked_again_within_ninety_days(
    proposed: Match, omar: Member, now: datetime
) -> None:
    say(proposed, omar, "no", now)
    assert hold_round(proposed.need, now + timedelta(hours=1)) == []
    Need.objects.update(expires_at=now + timedelta(days=200))
    assert only(hold_round(proposed.need, now + timedelta(days=91))).helper == omar


def test_silence_expires_the_proposal_and_the_search_goes_on(
    proposed: Match, maya: Member, omar: Member, lena: Member, post_offer: PostOffer, now: datetime
) -> None:
    assert proposed.expires_at
    assert matches.expire_due(now=proposed.expires_at - timedelta(seconds=1)) == 0
    assert matches.expire_due(now=proposed.expires_at) == 1
    proposed.refresh_from_db()
    assert proposed.state == MatchState.EXPIRED
    assert told(maya) == ["need_searching"]
    offers.close(offer=proposed.offer, now=now)
    post_offer(lena)
    assert only(hold_round(proposed.need, proposed.ended_at or now)).helper == lena


def test_the_deadline_waits_for_the_helpers_quiet_hours(proposed: Match) -> None:
    """Noon on Monday; quiet from 22 to 7 in Lisbon: 24 hours of answering time end at 21 on Tuesday."""
    assert proposed.expires_at is not None
    assert proposed.proposed_at is not None
    assert proposed.expires_at - proposed.proposed_at == timedelta(hours=24 + 9)


def test_a_seeker_who_keeps_looking_never_hurts_the_helper(
    proposed: Match, maya: Member, omar: Member, now: datetime
) -> None:
    say(proposed, omar, "yes", now)
    say(proposed, maya, "no", now)
    assert told(omar) == ["match_asked", "match_fell_through"]
    proposed.refresh_from_db()
    helpers_view = seen.card(proposed, omar, now=now)
    assert helpers_view.stage == seen.Stage.SETTLED
    assert (helpers_view.other_name, helpers_view.words, helpers_view.headline) == (None, None, "")


def test_withdrawing_thanks_whoever_was_asked(
    proposed: Match, maya: Member, omar: Member, now: datetime
) -> None:
    needs.withdraw(need=proposed.need, now=now)
    assert told(omar) == ["match_asked", "match_released"]
    with pytest.raises(matches.AlreadyAnswered):
        matches.answer(match=proposed, member=omar, answer="yes", seen=(1, 1), now=now)
    proposed.need.refresh_from_db()
    assert proposed.need.state == NeedState.CLOSED


def test_a_yes_to_what_was_changed_meanwhile_is_refused_kindly(
    proposed: Match, omar: Member, now: datetime
) -> None:
    before = seen.card(proposed, omar, now=now).seen
    need = proposed.need
    needs.edit(need=need, now=now, **fields_of(need) | {"headline": "Another line"})
    with pytest.raises(matches.Changed):
        matches.answer(match=proposed, member=omar, answer="yes", seen=before, now=now)
    assert say(proposed, omar, "yes", now).helper_answer == "yes"


def test_a_change_of_what_the_rules_use_takes_the_proposal_back(
    proposed: Match, omar: Member, now: datetime
) -> None:
    need = proposed.need
    needs.edit(need=need, now=now, **fields_of(need) | {"languages": ["es"]})
    proposed.refresh_from_db()
    assert proposed.state == MatchState.SUPERSEDED
    assert told(omar)[-1] == "match_released"
    assert hold_round(need, now) == []


def test_a_block_in_the_middle_of_a_conversation_looks_like_an_ordinary_ending(
    proposed: Match, maya: Member, omar: Member, now: datetime
) -> None:
    say(proposed, omar, "yes", now)
    say(proposed, maya, "yes", now)
    blocks.block(blocker=maya, blocked=omar, now=now)
    proposed.refresh_from_db()
    assert proposed.state == MatchState.ENDED
    assert told(omar)[-1] == "match_over"
    assert seen.card(proposed, omar, now=now).stage == seen.Stage.OVER
    later = now + timedelta(days=50)
    assert hold_round(proposed.need, later) == [], "nothing crosses a block"


def test_a_block_during_a_proposal_takes_it_back(
    proposed: Match, maya: Member, omar: Member, now: datetime
) -> None:
    blocks.block(blocker=omar, blocked=maya, now=now)
    proposed.refresh_from_db()
    assert proposed.state == MatchState.WITHDRAWN
    assert told(maya) == ["need_searching"]


def test_may_know_this_person_holds_for_good(proposed: Match, omar: Member, now: datetime) -> None:
    matches.may_know(match=proposed, member=omar, now=now)
    Need.objects.update(expires_at=now + timedelta(days=400))
    assert hold_round(proposed.need, now + timedelta(days=300)) == []


def test_for_today_several_are_asked_the_first_yes_wins_the_others_are_thanked(
    maya: Member, make_member: Callable[..., Member], post_need: Post, post_offer: PostOffer, now: datetime
) -> None:
    helpers = [make_member(name) for name in ("Ash", "Birch", "Cedar", "Dune", "Elm", "Fir")]
    for helper in helpers:
        post_offer(helper)
    asked = hold_round(post_need(maya, urgency="today"), now)
    assert len(asked) == 5
    say(asked[0], asked[0].helper, "yes", now)
    for other in asked[1:]:
        other.refresh_from_db()
        assert other.state == MatchState.SUPERSEDED
        assert told(other.helper)[-1] == "match_released"
    assert say(asked[0], maya, "yes", now).state == MatchState.CONNECTED


def test_a_yes_said_beforehand_connects_at_once(
    maya: Member, omar: Member, post_need: Post, post_offer: PostOffer, now: datetime
) -> None:
    post_offer(omar)
    match = only(hold_round(post_need(maya, connect_me=True), now))
    assert say(match, omar, "yes", now).state == MatchState.CONNECTED


def test_capacity_is_never_exceeded_and_a_place_that_frees_is_used(
    make_member: Callable[..., Member], omar: Member, post_need: Post, post_offer: PostOffer, now: datetime
) -> None:
    post_offer(omar, capacity=2)
    asking = [post_need(make_member(name)) for name in ("Ash", "Birch", "Cedar")]
    hold_round(asking[0], now)
    live = list(Match.objects.filter(state="proposed"))
    assert len(live) == 2
    say(live[0], omar, "no", now)
    hold_round(asking[0], now)
    assert Match.objects.filter(state="proposed").count() == 2
    assert Match.objects.filter(state="proposed").exclude(pk=live[1].pk).get().need not in (
        live[0].need,
        live[1].need,
    )


def test_finishing_closes_the_need_and_frees_the_helper(
    proposed: Match, maya: Member, omar: Member, now: datetime
) -> None:
    say(proposed, omar, "yes", now)
    say(proposed, maya, "yes", now)
    matches.complete(match=proposed, member=maya, now=now)
    omar.refresh_from_db()
    proposed.need.refresh_from_db()
    assert (omar.helping, proposed.need.state, proposed.need.closed_because) == (0, "closed", "helped")
    assert told(omar)[-1] == "match_over"
    again = needs.reopen(need=proposed.need, now=now)
    assert again.reopened_from == proposed.need
    assert only(hold_round(again, now)).helper == omar, "a completed match does not rest"


def test_an_early_ending_resumes_the_search_with_somebody_else(
    proposed: Match, maya: Member, omar: Member, lena: Member, post_offer: PostOffer, now: datetime
) -> None:
    say(proposed, omar, "yes", now)
    say(proposed, maya, "yes", now)
    matches.end(match=proposed, member=omar, now=now)
    post_offer(lena)
    assert only(hold_round(proposed.need, now)).helper == lena


def test_a_later_round_asks_others_never_the_same_helper_twice(
    maya: Member, omar: Member, post_need: Post, post_offer: PostOffer, now: datetime
) -> None:
    post_offer(omar)
    need = post_need(maya, urgency="today")
    first = only(hold_round(need, now))
    post_offer(omar)
    assert hold_round(need, now) == [first]
