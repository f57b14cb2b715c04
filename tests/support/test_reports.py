"""Telling the moderators: who may, who is called, and how much of a conversation they read."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from accounts.models import Community, Member, Role
from matching import blocks, matches
from matching.models import Match
from support import changing, conversations, reports
from support.models import Message, Report
from support.parties import NotYours

pytestmark = pytest.mark.django_db

Told = Callable[[Member], list[str]]


def say(match: Match, author: Member, words: str, now: datetime) -> Message:
    return conversations.send(match=match, author=author, words=words, form_key=uuid4(), now=now)


def tell(match: Match, reporter: Member, now: datetime, message: Message | None = None) -> Report:
    return reports.report(reporter=reporter, match=match, words="It hurt", now=now, message=message)


def test_moderators_are_called_and_the_other_side_is_not(
    connected: Match, maya: Member, omar: Member, nour: Member, told: Told, now: datetime
) -> None:
    before = told(omar)
    report = tell(connected, maya, now)
    assert (report.about, report.community) == (omar, connected.community)
    assert told(nour) == ["place_review"]
    assert told(omar) == before


def test_a_stranger_reports_nothing(connected: Match, lena: Member, now: datetime) -> None:
    with pytest.raises(NotYours):
        tell(connected, lena, now)


def test_after_an_ending_and_across_a_block_it_can_still_be_told(
    connected: Match, maya: Member, omar: Member, now: datetime
) -> None:
    matches.end(match=connected, member=omar, now=now)
    blocks.block(blocker=omar, blocked=maya, now=now)
    assert tell(connected, maya, now).about == omar


def test_the_same_report_sent_twice_is_one(
    connected: Match, maya: Member, nour: Member, told: Told, now: datetime
) -> None:
    assert tell(connected, maya, now) == tell(connected, maya, now)
    assert told(nour).count("place_review") == 1


def test_it_says_something_and_not_too_much(connected: Match, maya: Member, now: datetime) -> None:
    with pytest.raises(reports.NothingTold):
        reports.report(reporter=maya, match=connected, words="  ", now=now)
    with pytest.raises(reports.TooLong):
        reports.report(reporter=maya, match=connected, words="a" * 4001, now=now)


def test_only_what_the_other_said_to_me_is_reported(
    connected: Match, connect: Callable[..., Match], maya: Member, omar: Member, lena: Member, now: datetime
) -> None:
    mine = say(connected, maya, "Hello", now)
    elsewhere = say(connect(lena, omar), omar, "Hello", now)
    held = say(connected, omar, "omar@example.org", now)
    for message in (mine, elsewhere, held):
        with pytest.raises(reports.NotInConversation):
            tell(connected, maya, now, message)


def test_a_moderator_reads_the_message_and_a_few_around_it(
    connected: Match, maya: Member, omar: Member, now: datetime
) -> None:
    said = [say(connected, omar, str(number), now) for number in range(14)]
    report = tell(connected, maya, now, said[7])
    assert [message.words for message in reports.surroundings(report)] == [str(n) for n in range(2, 13)]
    assert reports.surroundings(tell(connected, maya, now)) == []


def test_a_report_opens_no_window_onto_what_is_said_afterwards(
    connected: Match, maya: Member, omar: Member, now: datetime
) -> None:
    report = tell(connected, maya, now, say(connected, omar, "Go away", now))
    say(connected, maya, "Something new", now + timedelta(seconds=1))
    assert [message.words for message in reports.surroundings(report)] == ["Go away"]


def test_what_is_changed_or_passed_on_afterwards_shows_no_later_words(
    connected: Match, maya: Member, omar: Member, now: datetime
) -> None:
    held = say(connected, maya, "maya@example.org", now)
    reported, beside = say(connected, omar, "Go away", now), say(connected, maya, "Oh", now)
    report, later = tell(connected, maya, now, reported), now + timedelta(seconds=1)
    changing.change(message=beside, author=maya, words="Something new", now=later)
    conversations.release(message=held, now=later)
    assert [message.words for message in reports.surroundings(report)] == ["Go away", ""]


def test_a_moderator_who_is_a_party_or_an_equal_of_one_is_not_called(
    connected: Match,
    maya: Member,
    omar: Member,
    nour: Member,
    lena: Member,
    riverside: Community,
    told: Told,
    now: datetime,
) -> None:
    riverside.memberships.filter(member=omar).update(role=Role.MODERATOR)
    blocks.block(blocker=maya, blocked=lena, now=now)
    riverside.memberships.filter(member=lena).update(role=Role.MODERATOR)
    tell(connected, maya, now)
    assert "place_review" in told(riverside.memberships.get(role=Role.OWNER).member)
    for moderator in (omar, lena, nour):
        assert "place_review" not in told(moderator)


def test_where_every_moderator_is_concerned_the_operator_is_called(
    connected: Match,
    maya: Member,
    omar: Member,
    lena: Member,
    riverside: Community,
    told: Told,
    now: datetime,
) -> None:
    riverside.memberships.update(role=Role.MEMBER)
    riverside.memberships.filter(member=omar).update(role=Role.OWNER)
    Member.objects.filter(pk=lena.pk).update(is_operator=True)
    tell(connected, maya, now)
    assert told(lena) == ["place_review"]


def test_the_reporter_hears_that_somebody_has_looked(
    connected: Match, maya: Member, omar: Member, told: Told, now: datetime
) -> None:
    report, before = tell(connected, maya, now), told(omar)
    reports.close(report=report, now=now)
    assert told(maya)[-1] == "report_outcome"
    assert told(omar) == before
    with pytest.raises(reports.AlreadyDecided):
        reports.close(report=report, now=now)
