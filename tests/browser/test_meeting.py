"""Two people find an hour in two windows; the letters change one calendar, and the other's page says so by itself."""

from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from icalendar import Calendar

from tests.browser.conftest import Arrive
from tests.browser.letters import all_that_is_read
from tests.browser.stack import Stack

pytestmark = pytest.mark.browser

WORLD = "thicket"


def entry_of(letter: EmailMessage) -> tuple[str, Any]:
    """How the letter's file wants to be taken, and its one entry."""
    [part] = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    calendar: Any = Calendar.from_ical(str(part.get_content()))
    [entry] = calendar.walk("VEVENT")
    return str(calendar["method"]), entry


def test_an_hour_is_found_moved_into_a_calendar_and_called_off(
    stack: Stack, arrive: Arrive, tmp_path_factory: pytest.TempPathFactory
) -> None:
    met = stack.make(WORLD)["met"]
    maya, omar = arrive("Maya", "phone", WORLD), arrive("Omar", "desktop", WORLD)
    wait: Callable[..., EmailMessage] = stack.letters.wait_for
    for person in (maya, omar):
        person.signs_in()
        person.opens(f"/matches/{met}/conversation/")
    omar.follows("Plan a meeting")
    maya.follows("Plan a meeting")
    maya.sees("When would it suit you?")
    maya.page.locator(".rests .rest").first.click()
    maya.sees("You have suggested an hour")
    omar.sees("Maya suggests an hour")  # by itself: the page was open
    omar.presses("Yes, then")
    omar.sees("You both said yes")
    maya.sees("You both said yes")
    letters = [wait(person.email, "Something was planned") for person in (maya, omar)]
    (method, entry), (_method, other) = map(entry_of, letters)
    assert (method, entry["uid"], int(entry["sequence"])) == ("REQUEST", other["uid"], 0)
    for letter in letters:
        read = all_that_is_read(letter) if not letter.is_multipart() else letter.as_string()
        assert "losing" not in read.lower()
    maya.opens("/home/")
    maya.sees("You and Omar meet")
    omar.follows("Call it off")
    omar.presses("Call it off")
    omar.sees("The meeting is called off.")
    method, gone = entry_of(wait(maya.email, "A plan has changed"))
    assert (method, gone["uid"], int(gone["sequence"])) == ("CANCEL", entry["uid"], 1)
