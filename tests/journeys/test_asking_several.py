"""A need for today asks as many as make a yes likely: few who are known to say yes, up to five who are not."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts.models import Community, Member
from matching import matches, waiting
from matching.models import Closing, MatchState, Need, Offer
from tests.journeys.steps import hold_round, only, say

Post = Callable[..., Need]
Helper = Callable[..., Member]

pytestmark = pytest.mark.django_db

NAMES = ("Ash", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gum")


@pytest.fixture
def helper(
    make_member: Callable[..., Member],
    lena: Member,
    post_need: Post,
    post_offer: Callable[..., Offer],
    now: datetime,
) -> Helper:
    """Somebody who offers help and has said yes so often, long ago."""

    def make(name: str, *, yeses: int = 0) -> Member:
        member = make_member(name)
        offer, then = post_offer(member), now - timedelta(days=90)
        old = [post_need(lena, now=then) for _ in range(yeses)]
        closed = {"state": "closed", "closed_because": Closing.HELPED, "closed_at": then}
        Need.objects.filter(pk__in=[need.pk for need in old]).update(**closed)
        matches.record_past(
            matches.Completed(need=need, offer=offer, connected_at=then)
            for need in Need.objects.filter(pk__in=[need.pk for need in old])
        )
        return member

    return make


def test_up_to_five_are_asked_who_have_not_been_asked_before(
    maya: Member, helper: Helper, post_need: Post, now: datetime
) -> None:
    for name in NAMES:
        helper(name)
    assert len(hold_round(post_need(maya, urgency="today"), now)) == 5


def test_where_there_are_fewer_all_are_asked(
    maya: Member, helper: Helper, post_need: Post, now: datetime
) -> None:
    for name in NAMES[:2]:
        helper(name)
    assert len(hold_round(post_need(maya, urgency="today"), now)) == 2


@pytest.mark.parametrize(("yeses", "asked"), [(15, 1), (6, 2), (0, 5)])
def test_the_likelier_a_yes_the_fewer_are_asked(
    maya: Member, helper: Helper, post_need: Post, yeses: int, asked: int, now: datetime
) -> None:
    for name in NAMES:
        helper(name, yeses=yeses)
    need = post_need(maya, urgency="today")
    assert len(hold_round(need, now)) == asked
    waiting.stir(need)
    assert len(hold_round(need, now)) == asked, "a further look asks nobody more"


def test_after_a_no_somebody_else_is_asked_and_no_more_than_it_takes(
    maya: Member, helper: Helper, post_need: Post, now: datetime
) -> None:
    for name in NAMES:
        helper(name, yeses=6)
    first, second = hold_round(post_need(maya, urgency="today"), now)
    say(first, first.helper, "no", now)
    asked = hold_round(first.need, now)
    assert len(asked) == 2
    assert second in asked
    assert first not in asked


def test_silence_counts_like_a_no_once_the_time_is_over(
    maya: Member, helper: Helper, post_need: Post, now: datetime
) -> None:
    for name in NAMES[:3]:
        helper(name, yeses=15)
    first = only(hold_round(post_need(maya, urgency="today"), now))
    later = first.expires_at
    assert later is not None
    matches.expire_due(now=later)
    assert only(hold_round(first.need, later)) != first


def test_those_whom_a_no_has_not_replaced_are_still_being_asked(
    maya: Member, helper: Helper, post_need: Post, now: datetime
) -> None:
    """Of five unknown one says no, and nobody is left to ask: the others are not asked again, nor taken back."""
    for name in NAMES[:5]:
        helper(name)
    asked = hold_round(post_need(maya, urgency="today"), now)
    say(asked[0], asked[0].helper, "no", now)
    assert set(hold_round(asked[0].need, now)) == set(asked[1:])


def test_what_waits_for_a_moderator_counts_as_asked(
    maya: Member, helper: Helper, post_need: Post, now: datetime
) -> None:
    Community.objects.update(review_proposals=True)
    for name in NAMES:
        helper(name, yeses=6)
    need = post_need(maya, urgency="today")
    assert {match.state for match in hold_round(need, now)} == {MatchState.IN_REVIEW}
    waiting.stir(need)
    assert len(hold_round(need, now)) == 2


def test_nobody_is_asked_beside_somebody_elses_first(
    maya: Member, lena: Member, helper: Helper, post_need: Post, now: datetime
) -> None:
    """However many a need for today would like: another need's only helper is not among them."""
    for name in NAMES[:2]:
        helper(name)
    Offer.objects.update(capacity=1)
    today, calm = post_need(maya, urgency="today"), post_need(lena)
    assert len(hold_round(today, now)) == 1
    assert calm.matches.count() == 1
