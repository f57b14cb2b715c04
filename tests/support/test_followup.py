"""Thanks: from either side, once, to the other alone."""

from collections.abc import Callable
from datetime import datetime

import pytest

from accounts.models import Member
from matching import blocks, matches
from matching.models import Match
from support import followup
from support.models import Thanks
from support.parties import NotYours

pytestmark = pytest.mark.django_db


def thank(match: Match, author: Member, words: str, now: datetime) -> Thanks:
    return followup.thank(match=match, author=author, words=words, now=now)


def test_thanks_reach_the_other_side_alone(
    connected: Match,
    maya: Member,
    omar: Member,
    lena: Member,
    told: Callable[[Member], list[str]],
    now: datetime,
) -> None:
    matches.complete(match=connected, member=maya, now=now)
    thank(connected, maya, "You listened. Thank you.", now)
    assert [thanks.words for thanks in followup.thanks_for(connected, omar)] == ["You listened. Thank you."]
    assert not followup.thanks_for(connected, lena).exists()
    assert told(omar)[-1] == "thanks_said"
    assert "thanks_said" not in told(maya)


def test_both_may_thank(connected: Match, maya: Member, omar: Member, now: datetime) -> None:
    thank(connected, maya, "Thank you", now)
    assert not followup.may_thank(connected, maya)
    assert followup.may_thank(connected, omar)
    thank(connected, omar, "Thank you for trusting me", now)
    assert followup.thanks_for(connected, maya).count() == 2


def test_thanks_are_said_once(connected: Match, maya: Member, omar: Member, now: datetime) -> None:
    first = thank(connected, maya, "Thank you", now)
    assert thank(connected, maya, "Thank you ", now) == first
    with pytest.raises(followup.AlreadyThanked):
        thank(connected, maya, "And another thing", now)
    assert followup.thanks_for(connected, omar).count() == 1


def test_a_stranger_does_not_thank(connected: Match, lena: Member, now: datetime) -> None:
    with pytest.raises(NotYours):
        thank(connected, lena, "Thank you", now)
    assert not followup.may_thank(connected, lena)


def test_no_thanks_before_a_time_together(
    propose: Callable[..., Match], maya: Member, omar: Member, now: datetime
) -> None:
    with pytest.raises(followup.TooSoon):
        thank(propose(maya, omar), omar, "Thank you", now)


def test_no_thanks_after_an_early_ending_or_across_a_block(
    connected: Match, connect: Callable[..., Match], maya: Member, omar: Member, lena: Member, now: datetime
) -> None:
    matches.end(match=connected, member=maya, now=now)
    with pytest.raises(followup.TooSoon) as early:
        thank(connected, omar, "Thank you", now)
    finished = matches.complete(match=connect(maya, lena), member=maya, now=now)
    blocks.block(blocker=maya, blocked=lena, now=now)
    assert not followup.may_thank(finished, lena)
    with pytest.raises(followup.TooSoon) as blocked:
        thank(finished, lena, "Thank you", now)
    assert early.value.messages == blocked.value.messages


def test_thanks_have_words_and_a_length(connected: Match, maya: Member, now: datetime) -> None:
    with pytest.raises(followup.NothingSaid):
        thank(connected, maya, " ", now)
    with pytest.raises(followup.TooLong):
        thank(connected, maya, "a" * (followup.LONGEST + 1), now)
