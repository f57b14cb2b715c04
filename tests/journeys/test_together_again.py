"""Who is put together again, who rests first, and who never meets again."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts.models import Member
from matching import matches, needs
from matching.models import LIVE, Match, MatchState, Need
from tests.journeys.steps import hold_round, only, say, told

Post = Callable[..., Need]

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def wish_again(match: Match, now: datetime) -> None:
    for member in (match.seeker, match.helper):
        matches.again(match=match, member=member, wanted=True, now=now)


def test_both_who_asked_for_each_other_again_need_no_rest(connected: Match, now: datetime) -> None:
    matches.end(match=connected, member=connected.helper, now=now)
    assert hold_round(connected.need, now) == []
    wish_again(connected, now)
    assert only(hold_round(connected.need, now + DAY)).helper == connected.helper


def test_a_later_no_counts_more_than_an_earlier_again(connected: Match, omar: Member, now: datetime) -> None:
    matches.complete(match=connected, member=connected.seeker, now=now)
    wish_again(connected, now)
    need = needs.reopen(need=connected.need, now=now + DAY)
    say(only(hold_round(need, now + DAY)), omar, "no", now + DAY)
    assert hold_round(need, now + 2 * DAY) == [], "a no is heard"


def test_only_the_two_themselves_can_wish_to_be_paired_again(
    connected: Match, lena: Member, now: datetime
) -> None:
    matches.complete(match=connected, member=connected.seeker, now=now)
    with pytest.raises(matches.NotConnected):
        matches.again(match=connected, member=lena, wanted=True, now=now)


def test_may_know_takes_back_whatever_else_lies_between_the_two(
    proposed: Match, maya: Member, omar: Member, post_need: Post, now: datetime
) -> None:
    other = only(hold_round(post_need(maya), now))
    matches.may_know(match=proposed, member=omar, now=now)
    assert not Match.objects.filter(seeker=maya, helper=omar, state__in=LIVE).exists()
    other.refresh_from_db()
    assert other.state == MatchState.SUPERSEDED
    assert told(omar) == ["match_asked", "match_asked"], "whoever said it need not be told"
