"""Looking back in a browser: somebody is asked how it has gone, says that it has not helped, and is looked for anew."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.stack import Stack

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def walk(stack: Stack) -> dict[str, str]:
    """Maya and Omar have talked for three days, and both were asked."""
    made: dict[str, str] = stack.make("ferry")
    return made


def test_it_has_not_helped_and_somebody_else_is_looked_for(arrive: Arrive, walk: dict[str, str]) -> None:
    """On a phone, without a script."""
    maya = arrive("Maya", "phone", "ferry", java_script_enabled=False, album="looking back")
    omar = arrive("Omar", "desktop", "ferry")
    maya.signs_in()
    maya.opens("/home/")
    maya.sees("How is it going with Omar?")
    maya.follows("Look back")
    maya.page.get_by_role("group", name="Has it helped?").get_by_label("Not yet").check()
    maya.chooses("The way we talked", "2")
    maya.presses("Go on")
    maya.sees("Shall we look for somebody else?")
    expect(maya.page.get_by_label("Chat", exact=True)).not_to_be_checked()
    maya.chooses("Call")
    maya.presses("Look for somebody else")
    maya.sees("You are asking again.")
    maya.sees("We are asking people who may fit.")
    maya.opens(f"/matches/{walk['met']}/check-in/")
    maya.sees("There is nothing to answer here")

    omar.signs_in()
    omar.opens("/notifications/")
    omar.sees("A conversation has come to its end")
    omar.opens(f"/matches/{walk['met']}/check-in/")
    omar.sees("There is nothing to answer here")
    omar.sees_nothing_of("It has not helped")
    omar.opens("/home/")
    expect(omar.page.get_by_text("How is it going with Maya?")).to_have_count(0)


def test_a_journal_page_is_written_deleted_and_brought_back(arrive: Arrive, walk: dict[str, str]) -> None:
    maya = arrive("Maya", "desktop", "ferry", color_scheme="dark")
    maya.signs_in()
    maya.opens("/me/journal/")
    maya.writes(helped="Walking by the river", learned="To ask sooner")
    maya.presses("Keep it")
    maya.sees("Walking by the river")
    maya.page.get_by_role("button", name="Delete it").click()
    maya.sees("Deleted from your journal.")
    maya.sees_nothing_of("Walking by the river")
    maya.presses("Undo")
    maya.sees("Walking by the river")
