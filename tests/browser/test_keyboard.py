"""The core of it by the keyboard alone: no mouse, the focus always in sight, and where one needs it."""

import pytest
from playwright.sync_api import expect

from tests.browser import story
from tests.browser.conftest import Arrive
from tests.browser.hands import NO_MOUSE, Hands
from tests.browser.stack import Stack
from tests.browser.weeks import cell

pytestmark = pytest.mark.browser

FEWEST_STOPS = 8  # past the bar, through what a page is about, to its foot


@pytest.fixture(scope="module")
def millpond(stack: Stack) -> None:
    stack.make("millpond")


@pytest.mark.usefixtures("millpond")
def test_asking_and_helping_need_no_mouse(arrive: Arrive) -> None:
    maya = without_a_mouse(arrive, "Maya", "phone", color_scheme="dark", timezone_id="Europe/Lisbon")
    omar = without_a_mouse(arrive, "Omar", "desktop", timezone_id="Europe/Lisbon")
    maya.signs_in_by_the_form()
    maya.follows("Say when")
    paints_wednesday(maya)
    maya.presses("Keep these hours")
    maya.sees("Your hours are kept.")
    maya.opens("/home/")
    maya.walks_through()
    maya.follows("I could use some help")
    story.says_what_is_going_on(maya)
    story.says_how(maya)
    story.asks_for_it(maya)

    omar.signs_in()
    story.offers_to_listen(omar)
    story.says_yes_to_a_headline(omar, maya)
    story.says_yes_to_a_person(maya, omar)
    story.are_told_of_each_other(maya, omar)
    story.write_to_each_other(omar, maya)
    for person in (maya, omar):
        assert person.walks_through() > FEWEST_STOPS


def without_a_mouse(arrive: Arrive, name: str, device: str, **options: object) -> Hands:
    person = arrive(name, device, "millpond", as_=Hands, **options)
    assert isinstance(person, Hands)
    person.page.add_init_script(NO_MOUSE)
    return person


def paints_wednesday(maya: Hands) -> None:
    """The grid is one stop; arrows lead through it."""
    maya.reaches(maya.page.locator("[role=gridcell][tabindex='0']"))
    for key in (*["ArrowRight"] * 2, *["ArrowDown"] * 11, "Space", "Shift+ArrowDown", "Shift+ArrowDown"):
        maya.page.keyboard.press(key)
    expect(cell(maya.page, "Wednesday 19:00 to 20:00, free")).to_be_focused()


@pytest.mark.usefixtures("millpond")
def test_what_went_wrong_has_the_focus_and_leads_to_its_place(arrive: Arrive) -> None:
    """With a script and without one alike."""
    for script in (True, False):
        somebody = without_a_mouse(arrive, "Somebody", "phone", java_script_enabled=script)
        somebody.opens("/account/sign-up/")
        somebody.fresh = False  # by way of the bar: whoever goes past it lands in the page's own part again
        somebody.presses("Sign up")
        expect(somebody.page.locator(".summary")).to_be_focused()
        somebody.page.keyboard.press("Tab")
        expect(somebody.page.locator(".summary a").first).to_be_focused()
        somebody.page.keyboard.press("Enter")
        expect(somebody.page.locator("[name=email]")).to_be_focused()


@pytest.mark.usefixtures("millpond")
def test_the_menu_and_what_leaving_does_open_and_close(arrive: Arrive) -> None:
    nour = without_a_mouse(arrive, "Nour", "desktop")
    nour.signs_in()
    nour.unfolds("Menu")
    stop = nour.tabs()
    assert stop
    assert "/home/" in stop["what"]
    nour.page.keyboard.press("Escape")
    expect(nour.page.get_by_role("link", name="About me")).to_be_hidden()
    nour.reaches(nour.page.get_by_role("button", name="What leaving quickly does"))
    nour.page.keyboard.press("Enter")
    expect(nour.page.locator("#leaving")).to_be_visible()
    nour.page.keyboard.press("Escape")
    expect(nour.page.locator("#leaving")).to_be_hidden()
    expect(nour.page.get_by_role("button", name="What leaving quickly does")).to_be_focused()
