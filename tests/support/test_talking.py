"""Around what is said: what was begun, long conversations, finding words, and a first message without an answer."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from accounts.models import Delivery, DeliveryState, Member
from matching import blocks, matches
from matching.models import Match
from support import changing, conversations, finding, reading, unanswered, unsent
from support.models import Message, UnsentWords

pytestmark = pytest.mark.django_db

Told = Callable[[Member], list[str]]
Connect = Callable[[Member, Member], Match]


def say(match: Match, author: Member, words: str, now: datetime, key: UUID | None = None) -> Message:
    return conversations.send(match=match, author=author, words=words, form_key=key or uuid4(), now=now)


# --- what was begun


def begin(match: Match, author: Member, words: str, now: datetime, key: UUID | None = None) -> None:
    unsent.keep(match=match, author=author, words=words, form_key=key or uuid4(), now=now)


def test_what_was_begun_is_its_writers_alone_encrypted_and_gone_once_it_is_sent(
    connected: Match, maya: Member, omar: Member, lena: Member, now: datetime
) -> None:
    key = uuid4()
    begin(connected, maya, "I wanted", now, key)
    begin(connected, lena, "A stranger", now)
    assert unsent.of(connected, maya, now=now) == "I wanted"
    assert unsent.of(connected, omar, now=now) == unsent.of(connected, lena, now=now) == ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM support_unsentwords")
        assert "wanted" not in cursor.fetchone()[0]
    say(connected, maya, "I wanted to say", now, key)
    begin(connected, maya, "I wanted to", now, key)  # it comes late, after the form was sent
    assert not UnsentWords.objects.exists()


def test_what_nobody_comes_back_to_is_forgotten(connected: Match, maya: Member, now: datetime) -> None:
    begin(connected, maya, "I wanted", now)
    later = now + unsent.KEPT
    assert unsent.of(connected, maya, now=later) == ""
    unsent.forget_old(now=later)
    assert not UnsentWords.objects.exists()


# --- long conversations


def test_a_long_conversation_comes_in_parts_with_as_many_queries(
    connected: Match,
    maya: Member,
    omar: Member,
    lena: Member,
    now: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    said = [say(connected, maya, str(number), now + timedelta(seconds=number)) for number in range(65)]
    with django_assert_num_queries(1):
        part = reading.newest(connected, omar)
    assert [message.words for message in part.said] == [str(number) for number in range(40, 65)]
    assert (part.earlier, part.later) == (said[40].uid, None)
    with django_assert_num_queries(4):
        part = reading.around(connected, omar, said[40].uid)
    assert [message.words for message in part.said] == [str(number) for number in range(20, 60)]
    assert (part.earlier, part.later) == (said[20].uid, said[59].uid)
    assert reading.around(connected, omar, said[3].uid).earlier is None
    assert reading.around(connected, omar, uuid4()) == reading.newest(connected, omar)
    assert reading.around(connected, lena, said[3].uid).said == []


# --- finding


def found(member: Member, words: str) -> list[tuple[str, str, str]]:
    return [(hit.before, hit.found, hit.after) for hit in finding.find(member=member, words=words)]


@pytest.mark.parametrize(
    ("said", "wanted", "there"),
    [
        ("We met in the CAFÉ.", "cafe", "CAFÉ"),
        ("cafe\u0301 again", "é a", "e\u0301 a"),
        ("Die Straße", "STRASSE", "Straße"),
        ("قالت أُمِّي إنّ المدرسةَ بعيدة", "امي ان المدرسه", "أُمِّي إنّ المدرسةَ"),
    ],
)
def test_words_are_found_whatever_their_case_accents_and_vowel_signs(
    connected: Match, maya: Member, said: str, wanted: str, there: str, now: datetime
) -> None:
    say(connected, maya, said, now)
    [(before, hit, after)] = found(maya, wanted)
    assert (hit, before + hit + after) == (there, said)


def test_only_what_one_may_read_is_found(
    connected: Match, connect: Connect, maya: Member, omar: Member, lena: Member, nour: Member, now: datetime
) -> None:
    held = say(connected, maya, "lantern maya@example.org", now)
    changing.take_back(message=say(connected, maya, "lantern, too", now), author=maya, now=now)
    say(connect(lena, omar), lena, "the lantern", now)
    assert [hit.message_uid for hit in finding.find(member=maya, words="lantern")] == [held.uid]
    assert [hit.before for hit in finding.find(member=omar, words="lantern")] == ["the "]
    assert found(nour, "lantern") == []
    with pytest.raises(finding.TooShort):
        found(maya, " l ")


def test_finding_is_bounded_work(
    connected: Match,
    maya: Member,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    monkeypatch.setattr(finding, "LOOKED_THROUGH", 5)
    for number in range(8):
        say(connected, maya, f"lantern {number}", now + timedelta(seconds=number))
    with django_assert_num_queries(3):
        assert [after for _, _, after in found(maya, "lantern")] == [" 7", " 6", " 5", " 4", " 3"]
    monkeypatch.setattr(finding, "LETTERS", 15)  # a message holds nine
    assert [after for _, _, after in found(maya, "lantern")] == [" 7", " 6"]


# --- a first message without an answer


def sweep(told: Told, member: Member, now: datetime) -> int:
    unanswered.sweep_unanswered(now=now)
    return told(member).count("message_unanswered")


def test_whoever_has_not_answered_is_asked_once_and_its_writer_never(
    connected: Match, maya: Member, omar: Member, told: Told, now: datetime
) -> None:
    say(connected, maya, "Hello", now)
    assert sweep(told, omar, now + timedelta(hours=47)) == 0
    for days in (2, 3, 9):
        say(connected, maya, "No hurry", now + timedelta(days=days))
        assert sweep(told, omar, now + timedelta(days=days)) == 1
    assert "message_unanswered" not in told(maya)


@pytest.mark.parametrize("why", ["answered", "held", "taken back", "ended", "blocked", "long ago"])
def test_nobody_is_asked_where_there_is_nothing_to_answer(
    connected: Match, maya: Member, omar: Member, told: Told, why: str, now: datetime
) -> None:
    message = say(connected, maya, "maya@example.org" if why == "held" else "Hello", now)
    if why == "answered":
        say(connected, omar, "Hello you", now)
    elif why == "taken back":
        changing.take_back(message=message, author=maya, now=now)
    elif why == "ended":
        matches.end(match=connected, member=omar, now=now)
    elif why == "blocked":
        blocks.block(blocker=omar, blocked=maya, now=now)
    assert sweep(told, omar, now + timedelta(days=11 if why == "long ago" else 3)) == 0


@pytest.mark.parametrize("over", ["ended", "blocked"])
def test_what_waits_to_ask_for_an_answer_is_not_sent_across_an_end_or_a_block(
    connected: Match, maya: Member, omar: Member, told: Told, over: str, now: datetime
) -> None:
    say(connected, maya, "Hello", now)
    assert sweep(told, omar, now + timedelta(days=3)) == 1
    if over == "ended":
        matches.end(match=connected, member=omar, now=now)
    else:
        blocks.block(blocker=omar, blocked=maya, now=now)
    asked = Delivery.objects.filter(notification__kind=unanswered.KIND)
    assert {letter.state for letter in asked} == {DeliveryState.CANCELLED}


def test_a_reminder_that_still_waits_is_called_back_once_they_have_answered(
    connected: Match, maya: Member, omar: Member, told: Told, now: datetime
) -> None:
    say(connected, maya, "Hello", now)
    sweep(told, omar, now + timedelta(days=2))
    letters = Delivery.objects.filter(notification__kind=unanswered.KIND)
    say(connected, maya, "No hurry", now + timedelta(days=2))
    assert {letter.state for letter in letters.all()} == {DeliveryState.WAITING}
    say(connected, omar, "Hello you", now + timedelta(days=2))
    assert {letter.state for letter in letters.all()} == {DeliveryState.CANCELLED}
