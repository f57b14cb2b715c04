"""Every page, as each kind of person finds it: axe has nothing to say, and nothing sticks out of the narrowest phone.

Each page is looked at on a dark phone or, in turn, on a light desktop; with EVERY_LOOK=1, in all four ways.
"""

import os
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from django.urls import resolve, reverse
from playwright.sync_api import Browser, Page, ViewportSize, expect

from support.letters import BETWEEN
from tests.accessibility import too_small_to_hit, violations
from tests.browser import story
from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.browser.stack import Stack
from tests.browser.visits import FOR_MACHINES, LEAD_ON, VISITS, WHERE_LETTERS_STAY, Visit, all_routes
from tests.browser.windows import DEVICES, opened, settle
from tests.browser.worlds import PASSWORD, address

pytestmark = pytest.mark.browser

Theme = Literal["light", "dark"]
SOME_LOOKS: list[tuple[str, Theme]] = [("phone", "dark"), ("desktop", "light")]
EVERY_LOOK: list[tuple[str, Theme]] = list(product(DEVICES, ("light", "dark")))
LOOKS = EVERY_LOOK if os.environ.get("EVERY_LOOK") else SOME_LOOKS


def looks_of(number: int) -> list[tuple[str, Theme]]:
    """Each page in one look, neighbours in another: what is wrong in a look is hardly ever wrong on one page alone."""
    return EVERY_LOOK if os.environ.get("EVERY_LOOK") else [SOME_LOOKS[number % len(SOME_LOOKS)]]


# The narrowest phone, and what is left of 1280 pixels at four times the size.
NARROWEST: ViewportSize = {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def sits(stack: Stack, browser: Browser, meadow: dict[str, str]) -> Iterator[Callable[[str], Person]]:
    """Somebody at their own window, where they stay signed in from one page to the next."""
    seats: dict[str, Person] = {}

    def sit(name: str) -> Person:
        if name not in seats:
            window = opened(browser, stack.site, "desktop", reduced_motion="reduce")
            seats[name] = Person(name, window, stack, "meadow")
            if name:
                settles(seats[name])
        return seats[name]

    yield sit
    for person in seats.values():
        person.page.context.close()


def test_every_route_is_visited_or_said_to_have_no_page() -> None:
    visited = {visit.route for visit in VISITS}
    assert all_routes() == visited | LEAD_ON | FOR_MACHINES | WHERE_LETTERS_STAY


def one_after_the_other(visits: list[Visit]) -> list[object]:
    """Whoever has signed in goes on where they are, in one worker."""
    return [
        pytest.param(number, visit, marks=pytest.mark.xdist_group(f"pages of {visit.who or 'a visitor'}"))
        for number, visit in enumerate(visits)
    ]


@pytest.mark.parametrize(("number", "visit"), one_after_the_other(VISITS), ids=str)
def test_every_page_is_well(
    number: int, visit: Visit, sits: Callable[[str], Person], meadow: dict[str, str]
) -> None:
    person = sits(visit.who)
    person.page.set_viewport_size(DEVICES["desktop"]["viewport"])
    answer = person.page.goto(visit.path(meadow))
    assert answer
    assert answer.status == visit.status
    assert resolve(urlsplit(person.page.url).path).url_name == visit.route
    if visit.step:
        person.sees(f"Step {visit.step} of")
    if visit.press:
        unfold(person.page)
        person.presses(visit.press)
    look_at(person.page, looks_of(number))
    faults, person.window.faults = person.window.faults, []
    assert faults == []


def settles(person: Person) -> None:
    """Signs in. Alder also begins to ask and to offer, so that each step opens; both say that it is still them."""
    person.signs_in()
    if person.name in ("Fir", "Alder"):
        person.opens("/account/again/?next=/me/")
        person.writes(password=PASSWORD)
        person.presses("Go on")
    if person.name == "Alder":
        person.opens("/c/brook/ask/")
        story.says_what_is_going_on(person)
        story.says_how(person)
        person.opens("/c/brook/offer/")
        story.says_what_to_offer(person)


def test_the_open_menu_is_well_too(arrive: Arrive, meadow: dict[str, str]) -> None:
    nour = arrive("Nour", "phone", "meadow", reduced_motion="reduce")
    nour.signs_in()
    nour.unfolds("Menu")
    nour.sees("For moderators")
    look_at(nour.page)


def test_pages_for_what_went_wrong_are_well_too(arrive: Arrive) -> None:
    person = arrive("Somebody", "desktop", reduced_motion="reduce")
    person.opens("/nowhere/")
    look_at(person.page)
    person.opens("/account/sign-in/")
    person.page.context.clear_cookies()
    person.presses("Sign in")
    person.sees("was open for a long time")
    look_at(person.page)


def test_the_letters_that_a_machine_keeps_are_well_too(
    stack: Stack, arrive: Arrive, meadow: dict[str, str], tmp_path: Path
) -> None:
    """These pages exist only where letters are kept instead of being sent."""
    letter = stack.letters.wait_for(address("Omar", "meadow"), "A question is waiting for you")
    (tmp_path / "kept.log").write_bytes(letter.as_bytes() + BETWEEN)
    with stack.keeping_letters(tmp_path) as site:
        person = arrive("Somebody", "desktop", reduced_motion="reduce")
        for route, about in (("local_mail", []), ("local_letter", ["kept-0"])):
            person.opens(site + reverse(route, args=about))
            person.sees("A question is waiting for you")
            look_at(person.page)
        person.opens(site + reverse("style"))
        person.sees("A quiet place, piece by piece")
        look_at(person.page)


def unfold(page: Page) -> None:
    page.locator("main summary").evaluate_all("all => all.forEach(it => it.parentElement.open = true)")


def look_at(page: Page, looks: list[tuple[str, Theme]] = LOOKS) -> None:
    """All of the page, folds open: in these looks, then as narrow as it may be. Both ways out are always there."""
    expect(page.locator("h1")).to_have_count(1)
    unfold(page)
    for device, theme in looks:
        page.set_viewport_size(DEVICES[device]["viewport"])
        page.emulate_media(color_scheme=theme)
        settle(page)
        for way_out in ("Crisis help", "Leave quickly"):
            shown = expect(page.get_by_role("banner").get_by_role("link", name=way_out))
            shown.to_be_in_viewport() if device == "phone" else shown.to_be_visible()
        assert violations(page) == [], (device, theme)
        assert too_small_to_hit(page) == [], device
    page.set_viewport_size(NARROWEST)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
