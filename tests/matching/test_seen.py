"""What each side may see of the other, at every stage of a match."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from accounts.models import Community, Member
from accounts.rows import together
from matching import connections, matches, needs, seen
from matching.models import Match, Need, Offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposed(
    maya: Member,
    omar: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    now: datetime,
) -> Match:
    offer = post_offer(omar, experience="I am good at long silences.")
    return matches.propose(need_id=post_need(maya).pk, offer_id=offer.pk, now=now)


def to_answer(member: Member, now: datetime) -> list[connections.Asked]:
    """What a home says of the matches that wait for somebody's answer."""
    with together():
        around = connections.ask_around(member, now=now)
    waiting = around().waiting
    return connections.asked(waiting, member, seen.names_of(waiting))


def view(match: Match, viewer: Member, now: datetime) -> seen.Card:
    return seen.card(seen.match_for(match.uid, viewer), viewer, now=now)


def say(match: Match, member: Member, answer: str, now: datetime) -> None:
    matches.answer(match=match, member=member, answer=answer, seen=(1, 1), now=now)


def test_who_is_asked_sees_the_line_and_neither_name_nor_words(
    proposed: Match, omar: Member, now: datetime
) -> None:
    card = view(proposed, omar, now)
    assert card.stage == seen.Stage.TO_ANSWER
    assert card.headline == "Somebody who knows the first year"
    assert (card.other_name, card.words, card.ahead_minutes) == (None, None, None)
    assert card.topics == ["Losing somebody"]
    assert (0, 1080, 1260) in card.shared_hours


def test_the_seeker_does_not_see_who_is_asked(proposed: Match, maya: Member) -> None:
    with pytest.raises(seen.NotYours):
        seen.match_for(proposed.uid, maya)


def test_a_stranger_sees_nothing(proposed: Match, lena: Member, nour: Member) -> None:
    for member in (lena, nour):
        with pytest.raises(seen.NotYours):
            seen.match_for(proposed.uid, member)


def test_after_the_helpers_yes_the_seeker_sees_their_card(
    proposed: Match, maya: Member, omar: Member, now: datetime
) -> None:
    say(proposed, omar, "yes", now)
    card = view(proposed, maya, now)
    assert (card.stage, card.other_name) == (seen.Stage.TO_ANSWER, "Omar")
    assert card.experience == "I am good at long silences."
    helpers = view(proposed, omar, now)
    assert (helpers.stage, helpers.other_name, helpers.words) == (seen.Stage.WAITING, None, None)


def test_connected_both_see_names_and_the_helper_the_words(
    proposed: Match, maya: Member, omar: Member, now: datetime
) -> None:
    say(proposed, omar, "yes", now)
    say(proposed, maya, "yes", now)
    card = view(proposed, omar, now)
    assert (card.stage, card.other_name) == (seen.Stage.CONNECTED, "Maya")
    assert card.words
    assert card.words.startswith("My father died")


def test_after_any_early_end_the_request_is_no_longer_its_helpers_to_read(
    proposed: Match, maya: Member, omar: Member, now: datetime
) -> None:
    """Else a request that is written anew would tell what did not fit."""
    for member in (omar, maya):
        say(proposed, member, "yes", now)
    matches.end(match=proposed, member=omar, now=now)
    after = view(proposed, omar, now)
    needs.look_anew(match=proposed, changes={"formats": ["call"]}, now=now)
    assert replace(view(proposed, omar, now), seen=after.seen) == after
    assert (after.headline, after.words, after.topics, after.formats, after.urgency) == ("", None, [], [], "")


def test_a_helper_whose_time_has_passed_sees_no_line_any_more(
    proposed: Match, omar: Member, now: datetime
) -> None:
    matches.expire_due(now=now + timedelta(days=3))
    card = view(proposed, omar, now + timedelta(days=3))
    assert (card.stage, card.headline, card.reasons, card.shared_hours) == (seen.Stage.SETTLED, "", [], [])


def status(need: Need, now: datetime) -> seen.NeedStatus:
    return seen.need_status(Need.objects.get(pk=need.pk), now=now)


def test_the_seeker_cannot_tell_open_from_matched_nor_a_decline_from_nothing(
    proposed: Match, omar: Member, now: datetime
) -> None:
    asked = status(proposed.need, now)
    assert asked.asked is True
    say(proposed, omar, "no", now)
    assert status(proposed.need, now) == asked


def test_what_could_widen_the_search_comes_from_the_need_alone(
    proposed: Match, omar: Member, now: datetime
) -> None:
    later = now + timedelta(days=2)
    with_proposal = status(proposed.need, later).widen
    assert with_proposal
    say(proposed, omar, "no", now)
    assert status(proposed.need, later).widen == with_proposal
    assert status(proposed.need, now).widen == []


def test_two_communities_two_names(proposed: Match, maya: Member, omar: Member, now: datetime) -> None:
    """Whoever belongs to two communities under two names is seen under the one of the match's community."""
    from accounts import communities

    other = communities.create(name="Hillside", slug="hillside", by=maya, now=now, languages=["en"])
    communities.join(community=other, member=omar, display_name="Somebody else", now=now)
    say(proposed, omar, "yes", now)
    assert view(proposed, maya, now).other_name == "Omar"
    (asked,) = to_answer(maya, now)
    assert asked.other_name == "Omar"


def test_lists_take_as_many_queries_for_many_as_for_one(
    make_member: Callable[..., Member],
    omar: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    now: datetime,
    django_assert_num_queries: Callable[..., object],
) -> None:
    Member.objects.filter(pk=omar.pk).update(max_people=10, max_asks_week=20)
    offer = post_offer(omar, capacity=5)
    needs_ = [post_need(make_member(f"Seeker {number}")) for number in range(3)]
    made = matches.propose_all([matches.Proposal(need.pk, offer.pk) for need in needs_], now=now).made
    assert len(made) == 3
    with django_assert_num_queries(3):  # type: ignore[attr-defined]
        assert len(to_answer(omar, now)) == 3
    for minutes, match in enumerate(made):
        say(match, omar, "yes", now)
        say(match, match.seeker, "yes", now + timedelta(minutes=minutes))
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        assert len(connections.of(omar)) == 3
    matches.end(match=made[2], member=omar, now=now)
    kept = [found.match_id for found in connections.of(omar, limit=2)]
    assert kept == [made[1].pk, made[0].pk], "who is still there comes before who is not"


def test_a_draft_given_back_is_seen_as_a_draft(
    maya: Member, post_need: Callable[..., Need], riverside: Community, now: datetime
) -> None:
    Community.objects.update(review_first_needs=True)
    riverside.refresh_from_db()
    need = post_need(maya)
    assert status(need, now).stage == seen.NeedStage.IN_REVIEW
    needs.give_back(need=need, now=now)
    assert status(need, now).stage == seen.NeedStage.DRAFT
