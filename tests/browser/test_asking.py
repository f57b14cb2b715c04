"""Asking in a real browser: topics appear while one writes, what is typed is kept, and leaving quickly forgets it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import story
from tests.browser.conftest import Arrive
from tests.browser.stack import Stack
from tests.browser.windows import settle

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("riverside")]

ASK = "/c/riverside/ask/"
SUGGESTED = "[data-suggest] .chip"


def type_words(page: Page, words: str) -> None:
    page.locator("[name=words]").press_sequentially(words)


def test_topics_appear_while_one_writes_and_wait_to_be_tapped(arrive: Arrive) -> None:
    lena = arrive("Lena", "phone")
    lena.opens(ASK)
    lena.sees("While you write, topics that may fit appear here")
    settle(lena.page)  # letters that come late move things, too
    before = lena.page.get_by_role("button", name="Go on", exact=True).bounding_box()
    type_words(lena.page, "My father died and I cannot sleep.")
    expect(lena.page.locator(SUGGESTED, has_text=story.TOPIC)).to_be_visible()
    expect(lena.page.locator(f"{SUGGESTED} :checked")).to_have_count(0)
    after = lena.page.get_by_role("button", name="Go on", exact=True).bounding_box()
    assert before == after, "what was below has jumped"


def test_with_the_keyboard_alone_a_topic_is_tapped_and_goes_along(arrive: Arrive) -> None:
    lena = arrive("Lena", "desktop")
    lena.opens(ASK)
    lena.page.locator("[name=words]").focus()
    lena.page.keyboard.type(story.WORDS)
    expect(lena.page.locator(SUGGESTED, has_text=story.TOPIC)).to_be_visible()
    chip = lena.page.locator(SUGGESTED, has_text=story.TOPIC).locator("input")
    for _tab in range(20):
        lena.page.keyboard.press("Tab")
        if chip.evaluate("it => it === document.activeElement"):
            break
    lena.page.keyboard.press("Space")
    expect(chip).to_be_checked()
    lena.page.wait_for_timeout(1000)
    expect(chip).to_be_focused()
    lena.page.keyboard.press("Enter")
    expect(lena.page).to_have_url(re.compile("/join/"))


def test_what_a_member_types_is_kept_and_found_on_another_device(stack: Stack, arrive: Arrive) -> None:
    phone = arrive("Nour", "phone")
    phone.signs_in()
    phone.opens(ASK)
    phone.page.locator("[name=words]").fill("")
    type_words(phone.page, story.WORDS)
    phone.sees("Saved. Only you can see it.")

    desk = arrive("Nour", "desktop")
    desk.signs_in()
    desk.opens(ASK)
    expect(desk.page.locator("[name=words]")).to_have_value(story.WORDS)


def test_where_the_line_is_down_it_says_so_and_tries_again(arrive: Arrive) -> None:
    nour = arrive("Nour", "phone")
    nour.signs_in()
    nour.opens(ASK)
    nour.page.route("**/ask/**", lambda route: route.fulfill(status=503))
    type_words(nour.page, " And more.")
    nour.sees("Not saved yet.")
    nour.page.unroute("**/ask/**")
    nour.sees("Saved. Only you can see it.")
    nour.window.faults.clear()


def test_leaving_quickly_forgets_what_was_begun_without_an_account(arrive: Arrive) -> None:
    lena = arrive("Lena", "phone")
    lena.page.context.route(
        "https://www.wikipedia.org/**", lambda route: route.fulfill(body="<title>Elsewhere</title>")
    )
    lena.opens(ASK)
    lena.writes(words=story.WORDS)
    lena.presses("Go on")
    lena.sees("I have an account already")
    with lena.page.expect_request("**/begun/forget/"):
        lena.page.get_by_role("link", name="Leave quickly").click()
    expect(lena.page).to_have_title("Elsewhere")
    lena.opens(ASK)
    expect(lena.page.locator("[name=words]")).to_have_value("")


def test_without_a_script_the_words_go_along_and_the_next_step_suggests(arrive: Arrive) -> None:
    nour = arrive("Nour", "phone", java_script_enabled=False)
    nour.opens(ASK)
    nour.writes(words=story.WORDS)
    nour.presses("Go on")
    nour.follows("I have an account already")
    nour.writes(login=nour.email, password="a quiet kitchen table")
    nour.presses("Sign in")
    expect(nour.page.locator("[name=words]")).to_have_value(re.compile(re.escape(story.WORDS)))
    nour.presses("Go on")
    nour.sees("From what you wrote:")
    expect(nour.page.get_by_label(story.TOPIC, exact=True)).to_be_visible()
