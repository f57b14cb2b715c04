"""Pages in other languages, one of them right to left: chosen in the foot, well on the narrowest phone, kept."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, ViewportSize, expect

from tests.accessibility import violations
from tests.browser.conftest import Arrive
from tests.browser.windows import settle

pytestmark = pytest.mark.browser

OWN_NAMES = {"es": "Español", "fr": "Français", "ar": "العربية"}
FOR_EVERYBODY = ("front", "crisis", "about", "privacy", "account_signup")
FOR_ME = ("home", "hours", "me", "notifications")
NARROWEST: ViewportSize = {"width": 320, "height": 640}


@pytest.mark.parametrize("language", OWN_NAMES)
def test_a_visitor_reads_every_public_page(language: str, arrive: Arrive) -> None:
    page = arrive("Somebody", "phone", reduced_motion="reduce", locale=language).page
    for route in FOR_EVERYBODY:
        page.goto(reverse(route))
        is_well_in(language, page)


@pytest.mark.parametrize("language", OWN_NAMES)
def test_a_member_chooses_once_and_finds_it_in_another_browser(
    language: str, arrive: Arrive, meadow: dict[str, str]
) -> None:
    maya = arrive("Maya", "phone", "meadow", reduced_motion="reduce")
    maya.signs_in()
    maya.page.get_by_role("contentinfo").get_by_role("button", name=OWN_NAMES[language]).click()
    expect(maya.page.locator("html")).to_have_attribute("lang", language)
    state = maya.page.context.storage_state()
    state["cookies"] = [cookie for cookie in state["cookies"] if cookie["name"] != "language"]
    elsewhere = arrive("Maya", "phone", "meadow", reduced_motion="reduce", storage_state=state).page
    for route in FOR_ME:
        elsewhere.goto(reverse(route))
        is_well_in(language, elsewhere)
    elsewhere.get_by_role("contentinfo").get_by_role("button", name="English").click()
    expect(elsewhere.locator("html")).to_have_attribute("lang", "en")  # or the next test would read the other


def is_well_in(language: str, page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    page.locator("main summary").evaluate_all("all => all.forEach(it => it.parentElement.open = true)")
    settle(page)
    assert violations(page) == []
    page.set_viewport_size(NARROWEST)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
