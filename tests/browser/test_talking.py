"""Two people talk in their browsers: live, through a lost line, and without a script."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.browser.stack import Stack

pytestmark = pytest.mark.browser

Things = dict[str, str]


@pytest.fixture(scope="module")
def talk(stack: Stack) -> str:
    made: Things = stack.make("willow")
    return f"/matches/{made['met']}/conversation/"


@pytest.fixture
def sit_down(arrive: Arrive, talk: str) -> Callable[..., Person]:
    def signed_in_and_there(name: str, device: str, **options: object) -> Person:
        person = arrive(name, device, "willow", **options)
        person.signs_in()
        person.opens(talk)
        return person

    return signed_in_and_there


def field(page: Page) -> Locator:
    return page.locator("[name=words]")


def words(page: Page, text: str) -> Locator:
    return page.locator("#talk").get_by_text(text, exact=True)


def test_words_come_by_themselves_and_are_put_right(sit_down: Callable[..., Person]) -> None:
    """Asking is switched off for the one who waits: what she sees came by the stream alone."""
    maya, omar = sit_down("Maya", "phone"), sit_down("Omar", "desktop")
    maya.page.route(re.compile(r"/live/\?mark="), lambda route: route.fulfill(status=204))
    maya.page.evaluate("window.thisVeryPage = true")
    field(omar.page).fill("I am her")
    omar.page.keyboard.press("Shift+Enter")
    field(omar.page).press_sequentially("Yes")
    omar.page.keyboard.press("Enter")
    expect(omar.page.locator("#unsent .said")).to_have_count(0)
    expect(field(omar.page)).to_have_value("")
    expect(field(omar.page)).to_be_focused()
    expect(words(maya.page, "I am her\nYes")).to_be_visible()
    expect(maya.page.locator("[data-live-said]")).to_contain_text("I am her")
    omar.follows("Change or take back")
    omar.writes(words="I am here")
    omar.presses("Keep these words")
    expect(words(maya.page, "I am here")).to_be_visible()
    omar.follows("Change or take back")
    omar.presses("Take it back")
    expect(words(maya.page, "This message was taken back.")).to_be_visible()
    assert maya.page.evaluate("window.thisVeryPage === true")


def test_a_lost_line_loses_no_word_and_doubles_none(sit_down: Callable[..., Person], talk: str) -> None:
    omar, maya = sit_down("Omar", "phone"), sit_down("Maya", "desktop")
    omar.page.route(re.compile("/conversation/$"), lose_the_answer)
    field(omar.page).fill("It arrives, but nobody says so.")
    omar.presses("Send")
    expect(omar.page.locator("#unsent")).to_contain_text("Not sent yet")
    expect(words(maya.page, "It arrives, but nobody says so.")).to_be_visible()
    omar.page.unroute_all(behavior="wait")  # the page tries again by itself, perhaps just now
    omar.presses("Try again")
    expect(omar.page.locator("#unsent .said")).to_have_count(0)
    expect(words(omar.page, "It arrives, but nobody says so.")).to_have_count(1)

    omar.page.context.set_offline(True)
    field(omar.page).fill("From a tunnel.")
    omar.presses("Send")
    expect(omar.page.locator("#unsent")).to_contain_text("Not sent yet")
    omar.page.context.set_offline(False)
    expect(words(omar.page, "From a tunnel.")).to_have_count(1)
    expect(words(maya.page, "From a tunnel.")).to_have_count(1)
    omar.window.faults[:] = [fault for fault in omar.window.faults if "net::ERR_" not in fault]


def lose_the_answer(route: Route) -> None:
    """The words reach the server; what it says to that does not come back."""
    if route.request.method == "POST":
        route.fetch()
        route.abort()
    else:
        route.fallback()


def test_what_is_being_typed_is_there_on_another_device(sit_down: Callable[..., Person]) -> None:
    maya = sit_down("Maya", "phone")
    field(maya.page).fill("I wanted to tell you")
    expect(maya.page.locator("[data-kept]")).to_contain_text("Saved")
    other = sit_down("Maya", "desktop")
    expect(field(other.page)).to_have_value("I wanted to tell you")
    other.presses("Send")
    expect(words(other.page, "I wanted to tell you")).to_be_visible()
    other.page.reload()
    expect(field(other.page)).to_have_value("")


def test_without_a_script_it_is_a_page_with_a_form(sit_down: Callable[..., Person], talk: str) -> None:
    maya, omar = (sit_down(name, "phone", java_script_enabled=False) for name in ("Maya", "Omar"))
    # A link in the first words of all would be held.
    for said in ("Good evening", "Read https://example.org/tea"):
        maya.writes(words=said)
        maya.presses("Send")
        expect(maya.page.locator("#talk").get_by_text(said.split()[-1]).first).to_be_visible()
    omar.opens(talk)
    omar.follows("https://example.org/tea")
    omar.sees("This leads out of here")
    expect(omar.page.get_by_role("link", name="Go there")).to_have_attribute(
        "href", "https://example.org/tea"
    )
    omar.follows("Stay here")
    omar.sees("https://example.org/tea")
    omar.opens("/conversations/")
    omar.writes(words="TEA")
    omar.presses("Find")
    omar.follows("Maya")
    omar.sees("https://example.org/tea")
