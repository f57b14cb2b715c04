"""Two people talk: who reads what, what is sent once, what is held, and when it is over."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts import live
from accounts.models import Community, Member
from matching import blocks, matches
from matching.models import Block, Match
from support import conversations, holding
from support.models import Message
from support.parties import NotYours

pytestmark = pytest.mark.django_db

Told = Callable[[Member], list[str]]


def say(match: Match, author: Member, words: str, now: datetime) -> Message:
    return conversations.send(match=match, author=author, words=words, form_key=uuid4(), now=now)


def read_by(match: Match, viewer: Member) -> list[str]:
    return [message.words for message in conversations.messages_of(match, viewer)]


def test_both_read_what_was_said_and_nobody_else_does(
    connected: Match, maya: Member, omar: Member, lena: Member, nour: Member, now: datetime
) -> None:
    say(connected, maya, "Hello", now)
    say(connected, omar, "I am here", now)
    assert read_by(connected, maya) == read_by(connected, omar) == ["Hello", "I am here"]
    assert read_by(connected, lena) == read_by(connected, nour) == []


def test_a_stranger_says_nothing(connected: Match, lena: Member, now: datetime) -> None:
    with pytest.raises(NotYours):
        say(connected, lena, "Hello", now)
    assert not Message.objects.exists()


def test_words_are_encrypted_at_rest(connected: Match, maya: Member, now: datetime) -> None:
    message = say(connected, maya, "My father died", now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM support_message WHERE id = %s", [message.pk])
        (stored,) = cursor.fetchone()
    assert "father" not in stored


@pytest.mark.parametrize("words", ["", "   \n "])
def test_nothing_is_not_sent(connected: Match, maya: Member, words: str, now: datetime) -> None:
    with pytest.raises(conversations.NothingSaid):
        say(connected, maya, words, now)


def test_a_message_has_a_length(connected: Match, maya: Member, now: datetime) -> None:
    say(connected, maya, "a" * conversations.LONGEST, now)
    with pytest.raises(conversations.TooLong, match="4000"):
        say(connected, maya, "a" * (conversations.LONGEST + 1), now)


def test_a_form_sent_twice_is_one_message(
    connected: Match, maya: Member, omar: Member, told: Told, now: datetime
) -> None:
    key = uuid4()
    first, second = (
        conversations.send(match=connected, author=maya, words="Hello ", form_key=key, now=now)
        for _ in range(2)
    )
    assert first == second
    assert read_by(connected, omar) == ["Hello"]
    assert told(omar).count("message_new") == 1


def test_a_form_sent_again_with_other_words_is_refused_kindly(
    connected: Match, maya: Member, now: datetime
) -> None:
    key = uuid4()
    conversations.send(match=connected, author=maya, words="Hello", form_key=key, now=now)
    with pytest.raises(conversations.AlreadySent):
        conversations.send(match=connected, author=maya, words="Hello you", form_key=key, now=now)


def test_a_retry_after_the_end_finds_its_message(
    connected: Match, maya: Member, omar: Member, now: datetime
) -> None:
    key = uuid4()
    first = conversations.send(match=connected, author=maya, words="Hello", form_key=key, now=now)
    matches.end(match=connected, member=omar, now=now)
    assert conversations.send(match=connected, author=maya, words="Hello", form_key=key, now=now) == first


@pytest.mark.parametrize("ending", ["complete", "end"])
def test_after_the_end_it_stays_readable_and_closed(
    connected: Match, maya: Member, omar: Member, ending: str, now: datetime
) -> None:
    say(connected, maya, "Hello", now)
    getattr(matches, ending)(match=connected, member=maya, now=now)
    for member in (maya, omar):
        assert read_by(connected, member) == ["Hello"]
        with pytest.raises(conversations.ConversationClosed):
            say(connected, member, "One more thing", now)


def test_a_block_reads_like_any_other_ending(
    connected: Match, maya: Member, omar: Member, now: datetime
) -> None:
    say(connected, maya, "Hello", now)
    blocks.block(blocker=maya, blocked=omar, now=now)
    assert read_by(connected, omar) == ["Hello"]
    with pytest.raises(conversations.ConversationClosed) as across_a_block:
        say(connected, omar, "Why", now)
    Block.objects.all().delete()
    with pytest.raises(conversations.ConversationClosed) as after_an_end:
        say(connected, omar, "Why", now)
    assert across_a_block.value.messages == after_an_end.value.messages


def test_a_proposal_is_not_yet_a_conversation(
    propose: Callable[..., Match], maya: Member, omar: Member, now: datetime
) -> None:
    match = propose(maya, omar)
    with pytest.raises(conversations.ConversationClosed):
        say(match, omar, "Hello", now)


def test_several_unread_messages_are_one_notification(
    connected: Match, maya: Member, omar: Member, told: Told, now: datetime
) -> None:
    for words in ("Hello", "Are you there", "No hurry"):
        say(connected, maya, words, now)
    assert told(omar).count("message_new") == 1
    conversations.mark_read(match=connected, reader=omar, now=now)
    say(connected, maya, "Good evening", now)
    say(connected, maya, "How was it", now)
    assert told(omar).count("message_new") == 2
    assert "message_new" not in told(maya)


def test_reading_is_counted_for_the_reader_alone(
    connected: Match, maya: Member, omar: Member, lena: Member, now: datetime
) -> None:
    say(connected, maya, "Hello", now)
    say(connected, omar, "Hello you", now)
    assert (conversations.unread_count(maya), conversations.unread_count(omar)) == (1, 1)
    conversations.mark_read(match=connected, reader=lena, now=now)
    conversations.mark_read(match=connected, reader=omar, now=now)
    assert (conversations.unread_count(maya), conversations.unread_count(omar)) == (1, 0)


# --- what is held


@pytest.fixture
def first_messages_are_read(riverside: Community) -> None:
    Community.objects.filter(pk=riverside.pk).update(review_first_messages=True)


@pytest.mark.usefixtures("first_messages_are_read")
def test_a_first_message_waits_for_a_moderator(
    connected: Match, maya: Member, omar: Member, nour: Member, told: Told, now: datetime
) -> None:
    message = say(connected, maya, "Hello", now)
    assert read_by(connected, maya) == ["Hello"]
    assert read_by(connected, omar) == []
    assert conversations.unread_count(omar) == 0
    assert "moderator" in holding.why_held(message)
    assert "message_new" not in told(omar)
    assert told(nour) == ["place_review"]

    conversations.release(message=message, now=now)
    assert read_by(connected, omar) == ["Hello"]
    assert told(omar).count("message_new") == 1
    assert holding.why_held(message) == ""
    assert say(connected, maya, "How are you", now).held_at is None


@pytest.mark.usefixtures("first_messages_are_read")
def test_a_second_first_message_is_no_way_round(
    connected: Match, maya: Member, omar: Member, now: datetime
) -> None:
    say(connected, maya, "Hello", now)
    assert say(connected, maya, "Hello again", now).held_at is not None
    assert read_by(connected, omar) == []


@pytest.mark.usefixtures("first_messages_are_read")
def test_somebody_whose_words_were_read_before_is_not_held_in_the_next_match(
    connected: Match, maya: Member, lena: Member, connect: Callable[..., Match], now: datetime
) -> None:
    conversations.release(message=say(connected, maya, "Hello", now), now=now)
    assert say(connect(maya, lena), maya, "Hello", now).held_at is None


@pytest.mark.parametrize(
    "words", ["Write to me: maya@example.org", "Call me, +351 912 345 678", "https://chat.example/maya"]
)
def test_contact_details_in_a_first_message_are_held_with_an_explanation(
    connected: Match, maya: Member, omar: Member, words: str, now: datetime
) -> None:
    message = say(connected, maya, words, now)
    assert read_by(connected, omar) == []
    assert "reach you elsewhere" in holding.why_held(message)
    say(connected, maya, "Hello", now)
    assert read_by(connected, omar) == ["Hello"]
    assert say(connected, maya, words, now).held_at is None


def test_contact_details_are_looked_for_in_every_match_anew(
    connected: Match, maya: Member, lena: Member, connect: Callable[..., Match], now: datetime
) -> None:
    say(connected, maya, "Hello", now)
    assert say(connect(maya, lena), maya, "maya@example.org", now).held_at is not None


def test_a_held_message_is_given_back_to_its_writer_alone(
    connected: Match, maya: Member, omar: Member, now: datetime
) -> None:
    message = say(connected, maya, "maya@example.org", now)
    conversations.give_back(message=message, now=now)
    assert read_by(connected, omar) == []
    assert "not passed on" in holding.why_held(message)
    with pytest.raises(conversations.NotWaiting):
        conversations.release(message=message, now=now)


def test_a_message_that_was_still_held_at_the_end_says_so(
    connected: Match, maya: Member, omar: Member, now: datetime
) -> None:
    message = say(connected, maya, "maya@example.org", now)
    matches.end(match=connected, member=omar, now=now)
    assert "ended before" in holding.why_held(Message.objects.get(pk=message.pk))


def test_a_message_is_released_once(connected: Match, maya: Member, now: datetime) -> None:
    message = say(connected, maya, "maya@example.org", now)
    conversations.release(message=message, now=now)
    with pytest.raises(conversations.NotWaiting):
        conversations.give_back(message=message, now=now)


def test_nothing_is_released_across_a_block(
    connected: Match, maya: Member, omar: Member, now: datetime
) -> None:
    message = say(connected, maya, "maya@example.org", now)
    blocks.block(blocker=omar, blocked=maya, now=now)
    with pytest.raises(conversations.ConversationClosed):
        conversations.release(message=message, now=now)
    assert read_by(connected, omar) == []


# --- at once


@pytest.mark.django_db(transaction=True)
def test_no_message_crosses_a_block(
    connected: Match,
    maya: Member,
    omar: Member,
    now: datetime,
    rung: list[object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A message either came before the block or was refused, with a pause between the check and the write."""
    require_open = conversations.require_open

    def slowly(match: Match) -> None:
        require_open(match)
        time.sleep(0.05)

    monkeypatch.setattr(conversations, "require_open", slowly)
    start, order = Barrier(2), []

    def send() -> None:
        start.wait(10)
        try:
            say(connected, omar, "Hello", now)
            order.append("sent")
        except ValidationError:
            order.append("refused")
        finally:
            connection.close()

    def block() -> None:
        start.wait(10)
        time.sleep(0.01)
        blocks.block(blocker=maya, blocked=omar, now=now + timedelta(seconds=1))
        order.append("blocked")
        connection.close()

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(send), threads.submit(block)]:
            done.result()
    assert order in (["sent", "blocked"], ["blocked", "refused"])
    assert Message.objects.exists() == (order[0] == "sent")


# --- seen


@pytest.mark.parametrize("on", [(), ("maya",), ("omar",), ("maya", "omar")])
def test_seen_shows_only_where_both_have_switched_it_on(
    connected: Match, maya: Member, omar: Member, on: tuple[str, ...], now: datetime
) -> None:
    names = {"maya": maya, "omar": omar}
    Member.objects.filter(pk__in=[names[name].pk for name in on]).update(shows_seen=True)
    message = say(connected, maya, "Hello", now)
    conversations.mark_read(match=connected, reader=omar, now=now)
    message.refresh_from_db()
    assert message.read_at == now
    assert (message.seen_at == now) == (len(on) == 2)


def test_what_was_read_before_does_not_show_later_or_after_the_end(
    connected: Match, maya: Member, omar: Member, now: datetime
) -> None:
    before = say(connected, maya, "Hello", now)
    conversations.mark_read(match=connected, reader=omar, now=now)
    Member.objects.filter(pk__in=[maya.pk, omar.pk]).update(shows_seen=True)
    last = say(connected, maya, "Good night", now)
    blocks.block(blocker=maya, blocked=omar, now=now)
    conversations.mark_read(match=connected, reader=omar, now=now)
    for message in (before, last):
        message.refresh_from_db()
        assert (message.read_at, message.seen_at) == (now, None)


def test_reading_rings_for_nobody_else(
    connected: Match, maya: Member, omar: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(connected, maya, "Hello", now)
    rings: list[list[int]] = []
    monkeypatch.setattr(live, "changed", lambda members: rings.append(list(members)))
    conversations.mark_read(match=connected, reader=omar, now=now)
    assert rings == [[omar.pk]]
