"""Patterns become cases with their evidence, once; set aside, only what is new counts; none punishes by itself."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from accounts.models import Member, Membership
from matching import blocks, matches
from matching.models import Match
from support import changing, conversations
from support.models import Message, Pattern
from support.patterns import sweeping
from tests.support.conftest import Connect

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]

HOUR = timedelta(hours=1)


@pytest.fixture
def helped(make_member: Callable[..., Member], connect: Connect, omar: Member) -> list[Match]:
    Member.objects.filter(pk=omar.pk).update(max_people=9, max_asks_week=20)
    Membership.objects.filter(member=omar).update(helper_limits="lifted")
    return [connect(make_member(name), omar) for name in ("Ada", "Ben", "Cleo", "Dan")]


def found(now: datetime) -> dict[str, int]:
    sweeping.sweep(now=now)
    return dict(Pattern.objects.filter(set_aside_at=None).values_list("kind", "people"))


def say(match: Match, author: Member, words: str, now: datetime) -> Message:
    return conversations.send(match=match, author=author, words=words, form_key=uuid4(), now=now)


def test_many_sensitive_requests_each_soon_over(helped: list[Match], omar: Member, now: datetime) -> None:
    for match in helped[:3]:
        say(match, omar, "Hello.", now)
        matches.end(match=match, member=omar, now=now + HOUR)
    assert found(now + HOUR) == {}
    say(helped[3], omar, "Hello.", now)
    matches.end(match=helped[3], member=helped[3].seeker, now=now + HOUR)
    assert found(now + 2 * HOUR) == {"vulnerable": 4}
    assert sorted(Pattern.objects.get().things) == sorted(match.pk for match in helped)
    assert Membership.objects.get(member=omar).matching_paused_at is None


def test_reading_and_leaving_without_a_word(helped: list[Match], omar: Member, now: datetime) -> None:
    say(helped[0], omar, "Hello.", now)
    for match in helped[:3]:
        matches.end(match=match, member=omar, now=now + HOUR)
    assert found(now + HOUR) == {}
    matches.end(match=helped[3], member=omar, now=now + HOUR)
    assert found(now + HOUR)["read_and_gone"] == 3


def test_asking_two_people_to_talk_elsewhere_and_one_to_keep_quiet(
    helped: list[Match], omar: Member, now: datetime
) -> None:
    first = say(helped[0], omar, "Add me on WhatsApp", now)
    assert first.held_at is None  # noticed, not held
    assert found(now) == {}
    say(helped[1], omar, "Dame tu número", now)
    assert found(now) == {"elsewhere": 2}
    say(helped[1], helped[1].seeker, "Please don't tell the moderators", now)
    assert found(now) == {"elsewhere": 2, "secrecy": 1}


def test_later_messages_are_their_own_business_and_a_change_unsays_nothing(
    helped: list[Match], omar: Member, now: datetime
) -> None:
    early = say(helped[0], omar, "Do not tell the moderators", now)
    changing.change(message=early, author=omar, words="Good evening.", now=now)
    early.refresh_from_db()
    assert early.presses == ["secrecy"]
    for _word in range(4):
        say(helped[0], omar, "And how are you?", now)
    assert say(helped[0], omar, "Add me on WhatsApp", now).presses == []


def test_two_blocks_are_a_case_below_the_number_and_either_side_counts(
    helped: list[Match], connect: Connect, make_member: Callable[..., Member], maya: Member, now: datetime
) -> None:
    for match in (connect(maya, make_member("Eve")), connect(maya, make_member("Finn"))):
        assert found(now) == {}
        blocks.block(blocker=match.helper, blocked=maya, now=now)
    assert found(now) == {"blocked": 2}


def test_set_aside_only_what_is_new_counts(helped: list[Match], now: datetime) -> None:
    for match in helped[:2]:
        blocks.block(blocker=match.seeker, blocked=match.helper, now=now)
    assert found(now) == found(now) == {"blocked": 2}
    Pattern.objects.update(set_aside_at=now + HOUR)
    blocks.block(blocker=helped[2].seeker, blocked=helped[2].helper, now=now + 2 * HOUR)
    assert found(now + 2 * HOUR) == {}
