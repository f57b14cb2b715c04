"""Putting right and taking back: for some minutes, across no ending and no block, and never away from a report."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts import live
from accounts.models import Community, Delivery, DeliveryState, Member
from matching import blocks, matches
from matching.models import Match
from support import changing, conversations, reports
from support.models import FormerWords, Message, Report
from support.parties import NotYours
from support.privacy import own_data
from tests.journeys.steps import at_once

pytestmark = pytest.mark.django_db

Told = Callable[[Member], list[str]]
LATE = changing.WITHIN


def say(match: Match, author: Member, words: str, now: datetime) -> Message:
    return conversations.send(match=match, author=author, words=words, form_key=uuid4(), now=now)


def change(message: Message, words: str, now: datetime, author: Member | None = None) -> Message:
    return changing.change(message=message, author=author or message.author, words=words, now=now)


def take_back(message: Message, now: datetime) -> None:
    changing.take_back(message=message, author=message.author, now=now)


@pytest.fixture
def hello(connected: Match, maya: Member, now: datetime) -> Message:
    return say(connected, maya, "Hello Omr", now)


def as_it_is(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)


def test_within_the_minutes_words_are_put_right_and_marked(
    hello: Message, omar: Member, told: Told, now: datetime
) -> None:
    before = told(omar)
    change(hello, "Hello Omar ", now + timedelta(minutes=9))
    assert (as_it_is(hello).words, as_it_is(hello).edited_at) == ("Hello Omar", now + timedelta(minutes=9))
    assert told(omar) == before


def test_taken_back_leaves_a_place_without_words_to_both(
    hello: Message, maya: Member, omar: Member, now: datetime
) -> None:
    take_back(hello, now)
    take_back(hello, now + LATE)  # twice is once
    for member in (maya, omar):
        [there] = conversations.messages_of(hello.match, member)
        assert (there.words, there.taken_back_at) == ("", now)


def test_afterwards_it_is_refused_kindly(hello: Message, now: datetime) -> None:
    with pytest.raises(changing.TooLate, match="10 minutes"):
        change(hello, "Other words", now + LATE)
    with pytest.raises(changing.TooLate):
        take_back(hello, now + LATE)
    assert as_it_is(hello).words == "Hello Omr"


def test_nobody_changes_what_another_said(hello: Message, omar: Member, lena: Member, now: datetime) -> None:
    for stranger in (omar, lena):
        with pytest.raises(NotYours):
            change(hello, "I owe you money", now, author=stranger)
        with pytest.raises(NotYours):
            changing.take_back(message=hello, author=stranger, now=now)


@pytest.mark.parametrize("over", ["ended", "blocked"])
def test_nothing_changes_across_an_end_or_a_block(
    hello: Message, maya: Member, omar: Member, over: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    if over == "ended":
        matches.end(match=hello.match, member=omar, now=now)
    else:
        blocks.block(blocker=omar, blocked=maya, now=now)
    rings: list[object] = []
    monkeypatch.setattr(live, "changed", rings.append)
    for act in (lambda: change(hello, "Other words", now), lambda: take_back(hello, now)):
        with pytest.raises(conversations.ConversationClosed, match="has ended"):
            act()
    assert (as_it_is(hello).words, rings) == ("Hello Omr", [])


def test_a_message_is_not_changed_without_end(hello: Message, now: datetime) -> None:
    for number in range(changing.MOST):
        change(hello, f"Version {number}", now)
    with pytest.raises(changing.OftenEnough):
        change(hello, "Once more", now)
    take_back(hello, now)


def test_where_nothing_is_left_to_read_no_waiting_letter_says_that_there_is(
    hello: Message, maya: Member, omar: Member, told: Told, now: datetime
) -> None:
    letters = Delivery.objects.filter(notification__member=omar, notification__kind="message_new")
    beside = say(hello.match, maya, "Other", now)
    take_back(hello, now)
    assert {letter.state for letter in letters.all()} == {DeliveryState.WAITING}
    assert conversations.unread_count(omar) == 1
    take_back(beside, now)
    assert {letter.state for letter in letters.all()} == {DeliveryState.CANCELLED}
    assert conversations.unread_count(omar) == 0
    say(hello.match, maya, "Once more", now)
    assert told(omar).count("message_new") == 2


def test_a_harmless_first_message_is_no_way_round_a_moderator(
    hello: Message, maya: Member, now: datetime
) -> None:
    with pytest.raises(changing.ReadFirst, match="moderator"):
        change(hello, "Write to maya@example.org", now)
    assert as_it_is(hello).words == "Hello Omr"
    take_back(hello, now)
    assert say(hello.match, maya, "Write to maya@example.org", now).held_at is not None


# --- a report still shows what was said


def test_what_was_said_stays_for_the_moderator_of_a_report_alone(
    hello: Message, maya: Member, omar: Member, now: datetime
) -> None:
    change(hello, "Sorry", now)
    take_back(hello, now)
    beside = say(hello.match, maya, "Other", now)
    take_back(beside, now)
    report = reports.report(reporter=omar, match=hello.match, words="It hurt", now=now, message=hello)
    assert [former.words for former in reports.what_it_said(report)] == ["Hello Omr", "Sorry"]
    assert [message.words for message in reports.surroundings(Report.objects.get(pk=report.pk))] == ["", ""]


def test_it_is_encrypted_exported_to_its_writer_and_goes_with_the_message(
    hello: Message, maya: Member, omar: Member, now: datetime
) -> None:
    take_back(hello, now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM support_formerwords")
        assert "Hello" not in cursor.fetchone()[0]
    [mine] = own_data.export(maya, now=now)["conversations"][0]["i_wrote"]
    assert mine["said_before"] == ["Hello Omr"]
    assert "Hello" not in str(own_data.export(omar, now=now))
    hello.delete()
    assert not FormerWords.objects.exists()


def test_erasing_takes_it_away_but_for_what_was_reported(
    hello: Message, maya: Member, omar: Member, now: datetime
) -> None:
    unreported = say(hello.match, maya, "Other", now)
    for message in (hello, unreported):
        take_back(message, now)
    reports.report(reporter=omar, match=hello.match, words="It hurt", now=now, message=hello)
    own_data.erase(maya)
    assert [former.message for former in FormerWords.objects.all()] == [hello]


# --- what waits for a moderator


@pytest.fixture
def held(connected: Match, maya: Member, now: datetime) -> Message:
    return say(connected, maya, "Write to maya@example.org", now)


def test_what_waits_may_be_changed_and_then_goes_out(
    held: Message, omar: Member, told: Told, now: datetime
) -> None:
    change(held, "Write to me here", now + 3 * LATE)
    [there] = conversations.messages_of(held.match, omar)
    assert (there.words, there.edited_at, there.sent_at) == ("Write to me here", None, now + 3 * LATE)
    assert told(omar).count("message_new") == 1
    assert not FormerWords.objects.exists()


def test_no_moderator_passes_on_words_that_they_have_not_read(
    held: Message, riverside: Community, omar: Member, now: datetime
) -> None:
    Community.objects.filter(pk=riverside.pk).update(review_first_messages=True)
    as_read = as_it_is(held)
    change(held, "Something else", now)
    with pytest.raises(conversations.NotWaiting):
        conversations.release(message=as_read, now=now)
    assert not conversations.messages_of(held.match, omar).exists()


def test_what_waits_is_gone_when_it_is_taken_back(held: Message, maya: Member, now: datetime) -> None:
    take_back(held, now + LATE)
    assert not conversations.messages_of(held.match, maya).exists()


# --- at once


@pytest.mark.parametrize("act", ["change", "take_back"])
@pytest.mark.django_db(transaction=True)
def test_neither_crosses_a_block_at_the_same_moment(
    act: str,
    hello: Message,
    maya: Member,
    omar: Member,
    now: datetime,
    rung: list[object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It came before the block, or was refused; there is a pause between looking and writing."""
    require_open, order = conversations.require_open, []

    def slowly(match: Match) -> None:
        require_open(match)
        time.sleep(0.05)

    monkeypatch.setattr(conversations, "require_open", slowly)

    def touch() -> None:
        try:
            change(hello, "Other", now) if act == "change" else take_back(hello, now)
            order.append("done")
        except ValidationError:
            order.append("refused")

    def block() -> None:
        time.sleep(0.01)
        blocks.block(blocker=omar, blocked=maya, now=now)
        order.append("blocked")

    at_once(touch, block)
    assert order in (["done", "blocked"], ["blocked", "refused"])
    assert (as_it_is(hello).words == "Hello Omr") == (order[0] == "blocked")
