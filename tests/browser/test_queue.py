"""Two moderators share an evening: one at a desk without a mouse, the other on a phone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.accessibility import too_small_to_hit, violations
from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.browser.stack import Stack

pytestmark = pytest.mark.browser

QUEUE = "/c/quarry/moderate/?kind=member"  # beside people, crisis lines wait to be checked


def row(page: Page, name: str) -> Locator:
    return page.locator("tr[data-key]").filter(has_text=name)


def is_usable(page: Page) -> None:
    assert (violations(page), too_small_to_hit(page)) == ([], [])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_case_is_taken_by_keyboard_noted_handed_over_and_decided_on_a_phone(
    stack: Stack, arrive: Arrive
) -> None:
    stack.make("quarry")
    nour, ines = arrive("Nour", "desktop", "quarry"), arrive("Ines", "phone", "quarry")
    for person in (nour, ines):
        person.signs_in()
        person.opens(QUEUE)
        is_usable(person.page)

    takes_the_second_by_keyboard(nour.page)
    expect(row(ines.page, "Hazel")).to_contain_text("Nour is on it")  # by itself

    nour.page.keyboard.press("Enter")
    expect(nour.page).to_have_url(re.compile("/moderate/members/"))
    notes_and_hands_over(nour)
    expect(row(ines.page, "Hazel")).to_contain_text("Yours until")

    ines.follows("Hazel")
    ines.sees("Knows our place from a friend")
    is_usable(ines.page)
    ines.presses("Let them in")
    ines.sees("They are in, and have been told.")
    nour.opens(QUEUE)
    expect(row(nour.page, "Hazel")).to_have_count(0)


def takes_the_second_by_keyboard(page: Page) -> None:
    """No key does anything while somebody types."""
    page.keyboard.press("/")
    page.keyboard.type("jack")
    expect(page.locator("[name=name]")).to_have_value("jack")
    page.locator("[name=name]").fill("")
    page.locator("[name=name]").blur()
    for key, name in (("j", "Fern"), ("j", "Hazel"), ("j", "Juniper"), ("k", "Hazel")):
        page.keyboard.press(key)
        expect(row(page, name).locator("th a")).to_be_focused()
    page.keyboard.press("c")
    expect(row(page, "Hazel")).to_contain_text("Yours until")
    expect(row(page, "Hazel").locator("th a")).to_be_focused()


def notes_and_hands_over(nour: Person) -> None:
    nour.page.get_by_label("A note for the other moderators").fill("Knows our place from a friend")
    nour.presses("Note it")
    nour.sees("Only moderators who may see this case read it.")
    nour.unfolds("Hand it over")
    nour.page.locator("[name=to]").select_option(label="Ines")
    nour.page.locator(".case-desk button[value=hand_over]").click()
    nour.sees("They are told that something waits for them.")
