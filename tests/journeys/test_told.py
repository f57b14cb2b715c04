"""What is said is true: nobody hears of what they did themselves, and no letter goes out that is no longer so."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from accounts.models import Delivery, Member
from matching import availability, blocks, matches, needs, offers, standing
from matching.engine.side import Window
from matching.models import Match, Need, Offer
from support import conversations
from tests.journeys.steps import hold_round, only, say, told

Post = Callable[..., Need]
PostOffer = Callable[..., Offer]
Act = Callable[[Match, datetime], object]

pytestmark = pytest.mark.django_db


def hours_gone(match: Match, now: datetime) -> None:
    availability.replace(member=match.helper, windows=[Window(0, 0, 15)], now=now)


def gone(match: Match, now: datetime) -> None:
    standing.leave(membership=match.community.memberships.get(member=match.helper), now=now)


OWN_DOING: dict[str, Act] = {
    "pauses": lambda match, now: offers.pause(offer=match.offer, now=now),
    "closes": lambda match, now: offers.close(offer=match.offer, now=now),
    "is never free": hours_gone,
    "leaves": gone,
    "blocks": lambda match, now: blocks.block(blocker=match.helper, blocked=match.seeker, now=now),
}


@pytest.mark.parametrize("act", OWN_DOING.values(), ids=OWN_DOING.keys())
def test_a_helper_does_not_hear_that_somebody_was_quicker_when_it_was_their_own_doing(
    proposed: Match, omar: Member, act: Act, now: datetime
) -> None:
    act(proposed, now)
    proposed.refresh_from_db()
    assert proposed.ended_at
    assert told(omar) == ["match_asked"]


def test_a_helper_who_said_yes_does_not_hear_that_somebody_was_quicker(
    proposed: Match, omar: Member, now: datetime
) -> None:
    say(proposed, omar, "yes", now)
    needs.withdraw(need=proposed.need, now=now)
    assert told(omar) == ["match_asked", "match_fell_through"]


def test_a_question_that_is_over_before_morning_is_not_mailed(
    maya: Member, omar: Member, post_need: Post, post_offer: PostOffer, now: datetime
) -> None:
    at_night = now.replace(hour=23)
    post_offer(omar)
    match = only(hold_round(post_need(maya, now=at_night), at_night))
    blocks.block(blocker=maya, blocked=omar, now=at_night)
    assert letters(omar, "match_asked") == ["cancelled"]
    assert letters(omar, "match_released") == ["waiting"]
    assert match.need.state == "open"


def test_what_was_answered_at_night_is_not_mailed_in_the_morning(
    maya: Member, omar: Member, post_need: Post, post_offer: PostOffer, now: datetime
) -> None:
    at_night = now.replace(hour=23)
    post_offer(omar)
    match = only(hold_round(post_need(maya, now=at_night), at_night))
    say(match, omar, "yes", at_night)
    assert letters(omar, "match_asked") == ["cancelled"]
    assert letters(maya, "match_said_yes") == ["waiting"]


def test_no_letter_carries_a_message_across_a_block(
    connected: Match, maya: Member, omar: Member, now: datetime
) -> None:
    """Omar writes late; before Maya's morning she has blocked him."""
    at_night = now.replace(hour=23)
    conversations.send(match=connected, author=omar, words="Hello", form_key=uuid4(), now=at_night)
    assert letters(maya, "message_new") == ["waiting"]
    blocks.block(blocker=maya, blocked=omar, now=at_night)
    assert letters(maya, "message_new") == ["cancelled"]


def test_a_letter_says_nothing_that_was_over_before_morning(
    proposed: Match, maya: Member, omar: Member, now: datetime
) -> None:
    at_night = now + timedelta(hours=11)
    say(proposed, omar, "yes", at_night)
    say(proposed, maya, "yes", at_night)
    assert letters(maya, "match_connected") == ["waiting"]
    matches.complete(match=proposed, member=maya, now=at_night)
    assert letters(maya, "match_connected") == ["cancelled"]
    assert letters(omar, "match_over") == ["waiting"]


def letters(member: Member, kind: str) -> list[str]:
    found = Delivery.objects.filter(notification__member=member, notification__kind=kind)
    return list(found.values_list("state", flat=True))
