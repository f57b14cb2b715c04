"""Meetings as calendars read them (RFC 5545, RFC 5546): one entry for each meeting, which later files change or remove.

An entry says nothing but when: calendars are shown around, shared in families and read at work. Neither a name nor an
address, a topic, a community or the place where it happens stands in it. Who sends it is the service; the one who
attends is named by the same address, because the standard wants somebody to be named.
"""

from collections.abc import Iterable
from datetime import UTC, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress

from accounts.models import Notification
from accounts.notifications import enclosures
from accounts.notifications.enclosures import Enclosure
from support.models import Meeting, MeetingState

KINDS = ("meeting_agreed", "meeting_moved", "meeting_cancelled")
ENDING = "match_over"
NAME = "meeting.ics"


def register() -> None:
    """Letters about meetings carry the entry, as it is when they are sent."""
    enclosures.register(KINDS, _of_meeting)
    enclosures.register([ENDING], _of_ending)


def _of_meeting(notification: Notification) -> Enclosure | None:
    return _enclosed(Meeting.objects.filter(uid=notification.refers_to.get("meeting")).first())


def _of_ending(notification: Notification) -> Enclosure | None:
    """What ended took a planned meeting with it: this letter takes the entry out."""
    of_match = Meeting.objects.filter(match__uid=notification.refers_to.get("match"))
    newest = of_match.select_related("match").order_by("-created_at", "-pk").first()
    if newest is None or newest.state != MeetingState.CANCELLED or newest.begins_at is None:
        return None
    ended = newest.match.ended_at
    return _enclosed(newest) if ended is not None and newest.begins_at > ended else None


def _enclosed(meeting: Meeting | None) -> Enclosure | None:
    if meeting is None or meeting.agreed is None:
        return None
    return Enclosure(NAME, invitation(meeting), f"text/calendar; method={method_of(meeting)}")


def method_of(meeting: Meeting) -> str:
    return "CANCEL" if meeting.state == MeetingState.CANCELLED else "REQUEST"


def invitation(meeting: Meeting) -> str:
    """The file that puts a meeting into a calendar, changes the entry, or takes it out."""
    return _calendar(method_of(meeting), [meeting])


def feed(meetings: Iterable[Meeting]) -> str:
    """All of these as one calendar, to be read again from time to time."""
    return _calendar("PUBLISH", meetings)


def _calendar(method: str, meetings: Iterable[Meeting]) -> str:
    calendar = Calendar()
    calendar.add("prodid", "-//meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if method == "PUBLISH":
        calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for meeting in meetings:
        calendar.add_component(_entry(meeting, named=method != "PUBLISH"))
    return str(calendar.to_ical().decode())


def _entry(meeting: Meeting, *, named: bool) -> Event:
    begins, ends = meeting.agreed or (meeting.created_at, meeting.created_at)
    entry = Event()
    entry.add("uid", str(meeting.uid))
    entry.add("sequence", meeting.sequence)
    entry.add("dtstamp", meeting.changed_at.astimezone(UTC))
    entry.add("dtstart", begins.astimezone(UTC))
    entry.add("dtend", ends.astimezone(UTC))
    entry.add("summary", _("A conversation"))
    entry.add("class", "PRIVATE")
    entry.add("status", "CANCELLED" if meeting.state == MeetingState.CANCELLED else "CONFIRMED")
    if named:
        service = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
        entry.add("organizer", service)
        entry.add("attendee", service, parameters={"PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
    return entry
