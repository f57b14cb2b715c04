"""The pages of meetings: an hour in two clicks, both clocks in sight, and one's own calendar."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from accounts.models import Community, Member
from matching.models import Match
from support import meetings
from support.models import Meeting
from tests.support.conftest import Connect
from tests.support.web.conftest import Browser, Clock, text_of

pytestmark = pytest.mark.django_db

TUESDAY = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)
HOUR = re.compile(r'name="begins" value="([^"]+)"')


@pytest.fixture
def two_zones(connect: Connect, maya: Member, make_member: Callable[..., Member]) -> Match:
    """Maya in Lisbon, Amal an hour ahead of her."""
    return connect(maya, make_member("Amal", zone="Europe/Berlin"))


def page(match: Match) -> str:
    return reverse("match_meeting", args=[match.uid])


def test_an_hour_is_chosen_in_two_clicks_and_both_clocks_are_told(
    two_zones: Match, maya: Member, browser: Browser
) -> None:
    hers, his = browser(maya), browser(two_zones.helper)
    talk = hers.get(reverse("conversation", args=[two_zones.uid]))
    assert page(two_zones) in talk.content.decode()
    shown = hers.get(page(two_zones))
    assert "Today, 18:00 to 18:30 19:00 to 19:30 for Amal" in text_of(shown)
    first = HOUR.findall(shown.content.decode())[0]
    answered = hers.post(page(two_zones), {"begins": first, "minutes": "30"}, follow=True)
    assert "You have suggested an hour Today, 18:00 to 18:30 19:00 to 19:30 for Amal" in text_of(answered)
    home = text_of(his.get(reverse("home")))
    assert "Maya suggests an hour Today, 19:00 to 19:30; 18:00 to 18:30 for Maya" in home
    answer = reverse("meeting_answer", args=[two_zones.uid])
    planned = his.post(answer, {"answer": "yes", "wanted": first}, follow=True)
    assert "You both said yes Today, 19:00 to 19:30" in text_of(planned)
    assert "You and Amal meet" in text_of(hers.get(reverse("home")))


def test_an_hour_of_ones_own_outside_of_the_shared_ones_is_asked_about_once_more(
    two_zones: Match, maya: Member, browser: Browser
) -> None:
    client = browser(maya)
    given = {"day": "2026-11-25", "time": "09:00", "minutes": "30"}
    asked = client.post(page(two_zones), given)
    assert "This is outside of the hours that you both have marked as free." in text_of(asked)
    assert not Meeting.objects.exists()
    assert client.post(page(two_zones), given | {"outside": "on"}).status_code == 302
    assert Meeting.objects.get().wanted_from == datetime(2026, 11, 25, 9, tzinfo=UTC)
    assert "outside of the hours" in text_of(browser(two_zones.helper).get(page(two_zones)))


def test_a_time_that_no_clock_shows_is_said_kindly(
    two_zones: Match, maya: Member, browser: Browser, wall_clock: Clock
) -> None:
    client = browser(maya)
    wall_clock.now = datetime(2026, 3, 20, 12, tzinfo=UTC)
    given = {"day": "2026-03-29", "time": "01:30", "minutes": "30", "outside": "on"}
    assert "The clocks go forward then" in text_of(client.post(page(two_zones), given))


def test_the_room_is_shown_to_the_two_once_they_agree(
    two_zones: Match, riverside: Community, maya: Member, browser: Browser, now: datetime
) -> None:
    Community.objects.update(meeting_link="https://calls.example.org/{meeting}")
    meetings.suggest(match=two_zones, member=maya, begins=TUESDAY, minutes=30, now=now)
    assert "calls.example.org" not in browser(maya).get(page(two_zones)).content.decode()
    meeting = meetings.accept(match=two_zones, member=two_zones.helper, wanted=TUESDAY, now=now)
    shown = browser(maya).get(page(two_zones)).content.decode()
    assert f'href="https://calls.example.org/{meeting.room}"' in shown


def test_afterwards_it_is_asked_without_blame_and_other_hours_are_there(
    two_zones: Match, maya: Member, browser: Browser, wall_clock: Clock, now: datetime
) -> None:
    meetings.suggest(match=two_zones, member=maya, begins=TUESDAY, minutes=30, now=now)
    meetings.accept(match=two_zones, member=two_zones.helper, wanted=TUESDAY, now=now)
    client = browser(maya)
    wall_clock.now = TUESDAY + timedelta(hours=1)
    assert "Did you and Amal meet?" in text_of(client.get(reverse("home")))
    said = client.post(reverse("meeting_said", args=[two_zones.uid]), {"said": "missed"}, follow=True)
    assert "it counts against nobody" in text_of(said)
    assert HOUR.search(said.content.decode())
    assert "It did not happen this time" not in text_of(browser(two_zones.helper).get(page(two_zones)))


def test_a_calendar_reads_its_address_again_and_again_until_it_is_taken_back(
    two_zones: Match, maya: Member, browser: Browser, now: datetime
) -> None:
    meetings.suggest(match=two_zones, member=maya, begins=TUESDAY, minutes=30, now=now)
    meetings.accept(match=two_zones, member=two_zones.helper, wanted=TUESDAY, now=now)
    client, program = browser(maya), Client()
    made = client.post(reverse("calendar"), follow=True).content.decode()
    found = re.search(r'href="http://testserver(/calendar/[\w-]+\.ics)"', made)
    assert found
    assert found[1] not in client.get(reverse("calendar")).content.decode()
    read = program.get(found[1])
    assert (read.status_code, read["Cache-Control"]) == (200, "private, no-cache")
    assert len(Calendar.from_ical(read.content).walk("VEVENT")) == 1
    assert program.get(found[1], headers={"If-None-Match": read["ETag"]}).status_code == 304
    client.post(reverse("calendar_off"))
    assert program.get(found[1]).status_code == 404
    assert program.get("/calendar/made-up.ics").status_code == 404


def test_a_program_that_asks_without_end_is_asked_to_wait(
    db: None, maya: Member, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    from support.web import calendar

    monkeypatch.setattr(calendar, "READS_A_MINUTE", 2)
    program, address = Client(), reverse("calendar_feed", args=["made-up"])
    assert [program.get(address).status_code for _ in range(3)][-1] == 429
