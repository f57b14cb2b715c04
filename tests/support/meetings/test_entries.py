"""Calendar entries, read as a calendar reads them: one entry a meeting, changed and taken out by later files."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.mail import EmailMultiAlternatives
from icalendar import Calendar

from accounts.models import Member, Notification
from accounts.notifications import email
from matching import matches, needs
from matching.models import Match
from support import conversations, meetings
from support.meetings import entries, feeds, sweeping
from support.models import Meeting
from tests.support.meetings.conftest import TUESDAY, Plan

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def events(file: str) -> list[Any]:
    return list(Calendar.from_ical(file).walk("VEVENT"))


class Shelf:
    """A calendar that takes files in, as RFC 5546 says: by UID, the higher SEQUENCE wins, CANCEL takes out."""

    def __init__(self) -> None:
        self.entries: dict[str, Any] = {}

    def take(self, file: str) -> None:
        calendar: Any = Calendar.from_ical(file)
        [entry] = events(file)
        uid, known = str(entry["uid"]), self.entries.get(str(entry["uid"]))
        if known is not None and entry["sequence"] < known["sequence"]:
            return
        assert calendar["method"] in ("REQUEST", "CANCEL")
        if calendar["method"] == "CANCEL":
            self.entries.pop(uid, None)
        else:
            self.entries[uid] = entry

    @property
    def times(self) -> list[tuple[datetime, datetime]]:
        return [(entry["dtstart"].dt, entry["dtend"].dt) for entry in self.entries.values()]


def letter(member: Member, kind: str) -> EmailMultiAlternatives:
    told = Notification.objects.filter(member=member, kind=kind).order_by("-pk")[0]
    return email.letter(told)


def enclosed(member: Member, kind: str) -> str:
    """The file in the newest letter of this kind, as a mail program finds it."""
    [part] = [part for part in letter(member, kind).message().walk() if part.get_filename()]
    assert part.get_content_type() == "text/calendar"
    payload: Any = part.get_payload(decode=True)
    file = payload.decode()
    assert part.get_param("method") == str(Calendar.from_ical(file)["method"])
    return str(file)


def test_one_entry_is_made_moved_and_taken_out(
    connected: Match, maya: Member, omar: Member, plan: Plan, now: datetime
) -> None:
    shelf = Shelf()
    plan()
    first = enclosed(omar, "meeting_agreed")
    shelf.take(first)
    assert shelf.times == [(TUESDAY, TUESDAY + HOUR / 2)]
    meetings.suggest(match=connected, member=omar, begins=TUESDAY + HOUR, minutes=60, now=now)
    meetings.accept(match=connected, member=maya, wanted=TUESDAY + HOUR, now=now)
    shelf.take(enclosed(omar, "meeting_moved"))
    shelf.take(first)  # an old letter that comes late changes nothing
    assert shelf.times == [(TUESDAY + HOUR, TUESDAY + 2 * HOUR)]
    meetings.cancel(match=connected, member=maya, now=now)
    shelf.take(enclosed(omar, "meeting_cancelled"))
    assert shelf.times == []
    assert enclosed(maya, "meeting_cancelled") == enclosed(omar, "meeting_cancelled")


@pytest.mark.parametrize("end", [matches.end, needs.never_met])
def test_the_letter_about_an_ending_takes_the_entry_out(
    end: Callable[..., object], connected: Match, maya: Member, omar: Member, plan: Plan, now: datetime
) -> None:
    shelf = Shelf()
    plan()
    shelf.take(enclosed(maya, "meeting_agreed"))
    end(match=connected, member=maya, now=now)
    sweeping.sweep(now=now)
    assert enclosed(omar, "match_over") == enclosed(maya, "meeting_cancelled")
    shelf.take(enclosed(maya, "meeting_cancelled"))
    assert shelf.times == []


def test_an_ending_without_a_meeting_encloses_nothing(
    connected: Match, maya: Member, omar: Member, now: datetime
) -> None:
    meetings.suggest(match=connected, member=maya, begins=TUESDAY, minutes=30, now=now)
    assert letter(omar, "meeting_suggested").attachments == []
    matches.end(match=connected, member=maya, now=now)
    assert letter(omar, "match_over").attachments == []


def test_an_entry_says_when_and_nothing_else(
    connected: Match, maya: Member, omar: Member, plan: Plan, now: datetime
) -> None:
    conversations.send(match=connected, author=maya, words="Tell me of March.", form_key=uuid4(), now=now)
    meeting = plan()
    [entry] = events(entries.invitation(meeting))
    assert str(entry["summary"]) == "A conversation"
    assert (str(entry["organizer"]), str(entry["attendee"])) == (
        str(entry["attendee"]),
        str(entry["organizer"]),
    )
    expected = {"UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "CLASS", "STATUS"}
    assert set(entry) == expected | {"ORGANIZER", "ATTENDEE"}
    assert entry["dtstart"].dt.tzinfo is not None
    file = entries.invitation(meeting) + feeds.read(omar, now=now)
    private = (maya.email, omar.email, "Maya", "Omar", "Riverside", connected.need.headline, meeting.room)
    assert not [word for word in private if word.lower() in file.lower()]


def test_a_feed_holds_what_is_planned_and_goes_with_its_address(
    connected: Match, maya: Member, omar: Member, lena: Member, plan: Plan, now: datetime
) -> None:
    first = feeds.make(member=omar, now=now)
    second = feeds.make(member=omar, now=now)
    assert (feeds.owner_of(first), feeds.owner_of(second)) == (None, omar)
    assert events(feeds.read(omar, now=now)) == []
    meeting = plan()
    [entry] = events(feeds.read(omar, now=now))
    assert str(entry["uid"]) == str(meeting.uid)
    assert events(feeds.read(lena, now=now)) == []
    assert feeds.read(omar, now=now) == feeds.read(omar, now=now + HOUR)
    meetings.cancel(match=connected, member=maya, now=now)
    assert events(feeds.read(omar, now=now)) == []
    feeds.take_back(member=omar)
    assert feeds.owner_of(second) is None


def test_every_meeting_has_its_own_entry_and_room(
    connected: Match, plan: Plan, maya: Member, now: datetime
) -> None:
    first = plan()
    meetings.cancel(match=connected, member=maya, now=now)
    second = plan()
    assert (first.uid, first.room) != (second.uid, second.room)
    assert len(Meeting.objects.get(pk=second.pk).room) == 32
