"""The whole way in Arabic: from right to left on every page, without a word of English left over."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser import story
from tests.browser.arabic import Reader
from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.browser.stack import Stack
from tests.browser.visits import VISITS, Visit
from tests.browser.windows import DEVICES, opened, settle

pytestmark = pytest.mark.browser

NARROWEST: ViewportSize = {"width": 320, "height": 640}
OWN_WORDS = (
    *("Maya", "Omar", "Oasis", story.WORDS, story.HEADLINE, story.EXPERIENCE, story.HELLO, story.ANSWER),
    *("Neighbours who listen to each other.", "Every day from 9 to 17", "Shift"),
)
# Some of each kind; with EVERY_LOOK=1, all of them.
SHORT = {
    *(
        "front",
        "crisis",
        "join-meadow",
        "account_signup",
        "Alder-ask-brook",
        "Alder-offer_new-brook",
        "Maya-hours",
    ),
    *(
        "Maya-home",
        "Maya-away",
        "Maya-match-yes",
        "Maya-conversation-met",
        "Maya-match_report-met",
        "Omar-match-asked",
    ),
    *("Omar-offer-open", "Nour-dashboard-meadow", "Nour-dashboard_match-meadow-proposal"),
}
NARROW = [
    visit for visit in VISITS if not visit.press and (os.environ.get("EVERY_LOOK") or str(visit) in SHORT)
]


def test_asking_and_helping_in_arabic(stack: Stack, arrive: Arrive) -> None:
    stack.make("oasis")
    maya = reading(arrive, "Maya", "phone", color_scheme="dark")
    omar = reading(arrive, "Omar", "desktop")
    maya.opens("/c/oasis/")
    maya.reads_no_english()
    maya.is_pictured("community")
    maya.signs_in_by_the_form()
    maya.follows("Say when")
    arrows_go_where_they_point(maya)
    maya.presses("Keep these hours")
    maya.sees("Your hours are kept.")
    maya.is_pictured("hours")
    maya.opens("/c/oasis/ask/")
    story.says_what_is_going_on(maya)
    story.says_how(maya)
    story.asks_for_it(maya)

    omar.signs_in()
    story.offers_to_listen(omar)
    story.says_yes_to_a_headline(omar, maya)
    story.says_yes_to_a_person(maya, omar)
    story.are_told_of_each_other(maya, omar)
    story.write_to_each_other(omar, maya)


def reading(arrive: Arrive, name: str, device: str, **options: object) -> Reader:
    person = arrive(
        name, device, "oasis", "arabic", as_=Reader, locale="ar", timezone_id="Europe/Lisbon", **options
    )
    assert isinstance(person, Reader)
    person.own_words = OWN_WORDS
    return person


def arrows_go_where_they_point(maya: Reader) -> None:
    """The days run from the right; the left arrow leads to the next one."""
    cells = maya.page.locator("[role=gridcell]")
    maya.page.locator("[role=gridcell][tabindex='0']").focus()
    start = left_edge(maya.page)
    for _ in range(2):
        maya.page.keyboard.press("ArrowLeft")
    assert left_edge(maya.page) < start
    maya.page.keyboard.press("ArrowRight")
    maya.page.keyboard.press("ArrowLeft")
    for key in (*["ArrowDown"] * 11, "Space", "Shift+ArrowDown", "Shift+ArrowDown"):
        maya.page.keyboard.press(key)
    expect(cells.and_(maya.page.locator("[aria-selected=true]"))).to_have_count(3)


def left_edge(page: Page) -> float:
    edge: float = page.evaluate("document.activeElement.getBoundingClientRect().left")
    return edge


@pytest.fixture(scope="module")
def sits(stack: Stack, browser: Browser, meadow: dict[str, str]) -> Iterator[Callable[[str], Person]]:
    """Somebody at their own phone, where they stay signed in from one page to the next."""
    seats: dict[str, Person] = {}

    def sit(name: str) -> Person:
        if name not in seats:
            window = opened(browser, stack.site, "phone", reduced_motion="reduce", locale="ar")
            seats[name] = Person(name, window, stack, "meadow")
            if name:
                seats[name].signs_in()
        return seats[name]

    yield sit
    for person in seats.values():
        person.page.context.close()


@pytest.mark.parametrize(
    "visit", [pytest.param(visit, marks=pytest.mark.xdist_group("in Arabic")) for visit in NARROW], ids=str
)
def test_no_page_scrolls_sideways_in_arabic(
    visit: Visit, sits: Callable[[str], Person], meadow: dict[str, str]
) -> None:
    person = sits(visit.who)
    page = person.page
    page.set_viewport_size(DEVICES["phone"]["viewport"])
    page.goto(visit.path(meadow))
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.locator("main summary").evaluate_all("all => all.forEach(it => it.parentElement.open = true)")
    page.set_viewport_size(NARROWEST)
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    faults, person.window.faults = person.window.faults, []
    assert faults == []
