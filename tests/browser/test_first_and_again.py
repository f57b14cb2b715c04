"""Somebody who comes for the first time, and somebody who comes back: on a phone at night, and at a desk by day."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import story
from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.browser.stack import Stack
from tests.browser.test_signing_in import signs_out

pytestmark = pytest.mark.browser

LOOKS = pytest.mark.parametrize(
    ("name", "device", "theme"), [("Iris", "phone", "dark"), ("Hugo", "desktop", "light")]
)


@pytest.fixture(scope="module")
def hollow(stack: Stack) -> None:
    stack.make("hollow")


@LOOKS
@pytest.mark.usefixtures("hollow")
def test_a_newcomer_begins_to_write_and_finds_it_again_inside(
    name: str, device: str, theme: str, arrive: Arrive
) -> None:
    newcomer = arrive(
        name, device, "hollow", album="newcomer", color_scheme=theme, timezone_id="Europe/Lisbon"
    )
    newcomer.opens("/")
    newcomer.is_pictured("front")
    newcomer.follows("Hollow")
    newcomer.sees("Who looks after it?")
    newcomer.is_pictured("community")
    newcomer.follows("I could use some help")
    newcomer.writes(words=story.WORDS)
    newcomer.presses("Go on")
    signs_up_in_four_steps(newcomer)
    expect(newcomer.page.locator("[name=words]")).to_have_value(story.WORDS)
    story.says_what_is_going_on(newcomer)
    story.says_how(newcomer)
    story.asks_for_it(newcomer)
    newcomer.is_pictured("asked")


def signs_up_in_four_steps(newcomer: Person) -> None:
    newcomer.sees("Step 1 of 4")
    newcomer.is_pictured("name")
    newcomer.writes(display_name=newcomer.name)
    newcomer.presses("Go on")
    newcomer.sees("Step 2 of 4")
    newcomer.sees("What you have written is kept.")
    newcomer.is_pictured("account")
    newcomer.signs_up()
    newcomer.sees("Step 3 of 4")
    newcomer.chooses("English")
    newcomer.presses("Go on")
    newcomer.sees("Step 4 of 4")
    newcomer.presses("Evenings")
    newcomer.is_pictured("hours")
    newcomer.presses("Go on")


def test_a_returning_member_finds_what_waits_and_goes_on(stack: Stack, arrive: Arrive) -> None:
    """Begun at a desk by day, gone on with on a phone at night."""
    things = stack.make("garden")
    omar = arrive("Omar", "phone", "garden")
    omar.signs_in()
    omar.opens(f"/matches/{things['met']}/conversation/")
    omar.writes(words=story.HELLO)
    omar.presses("Send")
    desk = arrive("Maya", "desktop", "garden", album="returning")
    begins_and_leaves(desk)

    maya = arrive("Maya", "phone", "garden", album="returning", color_scheme="dark")
    maya.signs_in()
    maya.sees("2 things are waiting for you.")
    maya.sees("Omar would like to be there for you")
    maya.sees("You have begun to ask for something")
    maya.is_pictured("home")
    reads_and_answers(maya, omar)
    goes_on_with_the_draft(maya)
    says_yes(maya)

    desk.signs_in()
    desk.is_pictured("home-again")
    assert desk.page.get_by_text("things are waiting for you").count() == 0
    expect(desk.page.get_by_text(story.HEADLINE).first).to_be_visible()


def begins_and_leaves(desk: Person) -> None:
    desk.signs_in()
    desk.is_pictured("home")
    desk.opens("/c/garden/ask/")
    desk.writes(words=story.WORDS)
    desk.presses("Go on")
    desk.writes(headline=story.HEADLINE)
    desk.presses("Keep it for later")
    signs_out(desk)


def reads_and_answers(maya: Person, omar: Person) -> None:
    maya.sees("Omar has written to you")
    maya.follows("Read")
    maya.sees(story.HELLO)
    maya.writes(words=story.ANSWER)
    maya.presses("Send")
    maya.sees(story.ANSWER)
    maya.is_pictured("talk")
    omar.waits_for(omar.page.url, omar.page.get_by_text(story.ANSWER), "the answer")
    maya.opens("/home/")
    maya.sees("Something is waiting for you.")


def goes_on_with_the_draft(maya: Person) -> None:
    """Where it was left: with the one line that was written, and the topics that were not chosen."""
    maya.page.get_by_role("listitem").filter(has_text="You have begun to ask").get_by_role(
        "link", name="Go on"
    ).click()
    maya.sees("Step 2 of 4")
    expect(maya.page.locator("[name=headline]")).to_have_value(story.HEADLINE)
    maya.unfolds(story.TOPICS)
    maya.chooses(story.TOPIC)
    maya.presses("Go on")
    story.says_how(maya)
    story.asks_for_it(maya)
    maya.opens("/home/")


def says_yes(maya: Person) -> None:
    maya.page.get_by_role("listitem").filter(has_text="would like to be there").get_by_role(
        "link", name="Look"
    ).click()
    maya.presses("Yes, connect us")
    maya.sees("You and Omar")
    expect(maya.page).to_have_url(re.compile("/matches/"))
