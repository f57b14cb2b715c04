"""A conversation that falls silent: asked about after 14 days, over 7 days later, unless somebody says a word."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from accounts import locking
from accounts.models import Member
from matching import matches
from matching.models import Match, MatchState
from support import conversations, silence, tasks

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
Told = Callable[[Member], list[str]]


def say(match: Match, author: Member, now: datetime) -> None:
    conversations.send(match=match, author=author, words="Hello", form_key=uuid4(), now=now)


def state(match: Match) -> str:
    match.refresh_from_db()
    return match.state


def test_both_are_asked_once(connected: Match, maya: Member, omar: Member, told: Told, now: datetime) -> None:
    silence.sweep_silent(now=now + 14 * DAY - timedelta(seconds=1))
    assert "match_silent" not in told(maya)
    for days in (14, 15, 16):
        silence.sweep_silent(now=now + days * DAY)
    assert told(maya).count("match_silent") == told(omar).count("match_silent") == 1
    assert state(connected) == MatchState.CONNECTED


def test_the_last_word_counts_not_the_first(
    connected: Match, maya: Member, told: Told, now: datetime
) -> None:
    say(connected, maya, now)
    say(connected, maya, now + 10 * DAY)
    silence.sweep_silent(now=now + 23 * DAY)
    assert "match_silent" not in told(maya)
    silence.sweep_silent(now=now + 24 * DAY)
    assert "match_silent" in told(maya)


def test_it_ends_a_week_after_the_question(
    connected: Match, maya: Member, omar: Member, told: Told, now: datetime
) -> None:
    silence.sweep_silent(now=now + 16 * DAY)
    silence.sweep_silent(now=now + 23 * DAY - timedelta(seconds=1))
    assert state(connected) == MatchState.CONNECTED
    silence.sweep_silent(now=now + 23 * DAY)
    assert state(connected) == MatchState.ENDED
    assert told(maya)[-1] == told(omar)[-1] == "match_over"


def test_a_word_after_the_question_starts_the_whole_wait_anew(
    connected: Match, maya: Member, omar: Member, told: Told, now: datetime
) -> None:
    silence.sweep_silent(now=now + 14 * DAY)
    say(connected, omar, now + 20 * DAY)
    silence.sweep_silent(now=now + 33 * DAY)
    assert told(maya).count("match_silent") == 1
    silence.sweep_silent(now=now + 34 * DAY)
    assert told(maya).count("match_silent") == 2, "nobody is cut off without having been asked"
    silence.sweep_silent(now=now + 40 * DAY)
    assert state(connected) == MatchState.CONNECTED
    silence.sweep_silent(now=now + 41 * DAY)
    assert state(connected) == MatchState.ENDED


def test_a_sweep_that_comes_late_asks_before_it_ends(
    connected: Match, maya: Member, told: Told, now: datetime
) -> None:
    silence.sweep_silent(now=now + 60 * DAY)
    assert told(maya)[-1] == "match_silent"
    assert state(connected) == MatchState.CONNECTED


def test_what_is_over_is_left_alone(connected: Match, maya: Member, told: Told, now: datetime) -> None:
    matches.end(match=connected, member=maya, now=now)
    silence.sweep_silent(now=now + 60 * DAY)
    assert "match_silent" not in told(maya)


def test_a_message_that_slips_in_keeps_it_going(
    connected: Match, maya: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between finding the match and ending it somebody says a word."""
    silence.sweep_silent(now=now + 14 * DAY)
    lock = locking.lock_members

    def a_word_first(ids: list[int]) -> object:
        say(connected, maya, now + 21 * DAY)
        return lock(ids)

    monkeypatch.setattr(silence, "lock_members", a_word_first)
    silence.sweep_silent(now=now + 21 * DAY)
    assert state(connected) == MatchState.CONNECTED


def test_the_doorbell_rings_the_sweep(connected: Match, maya: Member, told: Told, now: datetime) -> None:
    """By the database's clock: what is long silent by then is asked about."""
    Match.objects.filter(pk=connected.pk).update(connected_at=now - 400 * DAY)
    tasks.sweep_silent()
    assert told(maya)[-1] == "match_silent"


def test_the_question_stands_on_the_page_until_somebody_says_a_word(
    connected: Match, maya: Member, now: datetime
) -> None:
    later = now + 14 * DAY
    assert not silence.asked_about(connected, [])
    silence.sweep_silent(now=later)
    connected.refresh_from_db()
    assert silence.asked_about(connected, list(conversations.messages_of(connected, maya)))
    say(connected, maya, later + DAY)
    assert not silence.asked_about(connected, list(conversations.messages_of(connected, maya)))
