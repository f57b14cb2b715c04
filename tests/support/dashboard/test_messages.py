"""Held first messages: read here, passed on or given back."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Member
from matching import blocks, matches
from matching.models import Match
from support import conversations
from support.models import Message

pytestmark = pytest.mark.django_db

At = Callable[..., str]
Read = Callable[..., str]

WORDS = "Write to maya@example.org"


def say(match: Match, author: Member, words: str, now: datetime) -> Message:
    return conversations.send(match=match, author=author, words=words, form_key=uuid4(), now=now)


@pytest.fixture
def held(connected: Match, maya: Member, now: datetime) -> Message:
    return say(connected, maya, WORDS, now)


def test_only_what_is_held_is_shown(
    desk: Client, at: At, read: Read, held: Message, connected: Match, omar: Member, now: datetime
) -> None:
    say(connected, omar, "What was said in private", now)
    text = read(desk.get(at("messages")))
    assert WORDS in text
    assert "From Maya" in text
    assert "Seems to hold contact details" in text
    assert "What was said in private" not in text


def test_it_is_passed_on(
    desk: Client, at: At, read: Read, held: Message, connected: Match, omar: Member
) -> None:
    response = desk.post(at("message_decide", held.uid), {"kind": "message_released"}, follow=True)
    assert "No message is held" in read(response)
    assert conversations.messages_of(connected, omar).get() == held


def test_it_is_given_back_with_words_that_its_writer_reads(
    desk: Client,
    at: At,
    read: Read,
    held: Message,
    connected: Match,
    maya: Member,
    omar: Member,
    browser: Callable[[Member], Client],
) -> None:
    words = "Please get to know each other here first."
    desk.post(at("message_decide", held.uid), {"kind": "message_returned", "words": words})
    page = reverse("conversation", args=[connected.uid])
    assert words in read(browser(maya).get(page))
    theirs = read(browser(omar).get(page))
    assert words not in theirs
    assert WORDS not in theirs


def test_somebody_was_quicker(desk: Client, at: At, read: Read, held: Message, now: datetime) -> None:
    conversations.release(message=held, now=now)
    response = desk.post(at("message_decide", held.uid), {"kind": "message_released"}, follow=True)
    assert "already looked" in read(response)


def test_after_the_end_nothing_waits(
    desk: Client, at: At, held: Message, connected: Match, omar: Member, now: datetime
) -> None:
    matches.end(match=connected, member=omar, now=now)
    assert desk.get(at("messages")).context["page"].paginator.count == 0


def test_a_message_between_people_i_am_near_to_is_not_mine_to_read(
    desk: Client, at: At, held: Message, omar: Member, nour: Member, now: datetime
) -> None:
    blocks.block(blocker=omar, blocked=nour, now=now)
    assert desk.get(at("messages")).context["page"].paginator.count == 0
    assert desk.post(at("message_decide", held.uid), {"kind": "message_released"}).status_code == 404


def test_a_message_that_was_never_held_is_none_of_ours(
    desk: Client, at: At, connected: Match, maya: Member, now: datetime
) -> None:
    open_message = say(connected, maya, "Hello", now)
    assert desk.post(at("message_decide", open_message.uid), {"kind": "message_released"}).status_code == 404
