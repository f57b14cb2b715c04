"""The place on somebody's phone: it can be installed, it helps without a connection, and it keeps nothing private."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.browser.stack import Stack
from tests.browser.windows import PATIENCE_MS, Window

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("riverside")]

ELSEWHERE = "https://www.wikipedia.org/"
# Everything that the browser keeps, as one text.
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const answer = await cache.match(request);
      const words = /html|json/.test(answer.headers.get("Content-Type")) ? await answer.text() : "";
      found.push(new URL(request.url).pathname + "\\n" + words);
    }
  }
  return found;
}"""


@pytest.fixture
def arrive(stack: Stack, open_window: Callable[..., Window]) -> Arrive:
    """As everybody arrives, with the service worker let in."""

    def arrive(name: str, device: str, world: str = "riverside", **options: object) -> Person:
        return Person(name, open_window(device, service_workers="allow", **options), stack, world)

    return arrive


# In one piece: the policy of our pages lets nothing be evaluated there bit by bit.
UNTIL = """async ([found, patience]) => {
  const until = Date.now() + patience;
  for (;;) {
    const answer = await caches.match("/offline/crisis/");
    const there = navigator.serviceWorker.controller && (await caches.match("/offline/")) && answer;
    if (there && (await answer.text()).includes(found)) return;
    if (Date.now() > until) throw new Error("not kept");
    await new Promise((later) => setTimeout(later, 50));
  }
}"""


def without_a_connection(window: Window) -> None:
    """That asking again fails is no fault then; that a file of our own pages is missing is one."""
    context, page = window.page.context, window.page
    page.remove_listener("console", window._listen)
    page.on(
        "requestfailed",
        lambda request: window.faults.append(request.url) if "/static/" in request.url else None,
    )
    context.set_offline(True)


def settled(page: Page, words: str = "") -> list[str]:
    """What is kept once the service worker is in charge and has kept both of its pages, these words in crisis help."""
    page.evaluate(UNTIL, [words, PATIENCE_MS])
    kept: list[str] = page.evaluate(KEPT)
    return kept


def test_it_can_be_installed(arrive: Arrive) -> None:
    page = arrive("Somebody", "phone").page
    page.goto("/")
    settled(page)
    browser = page.context.new_cdp_session(page)
    read = browser.send("Page.getAppManifest")
    assert read["errors"] == []
    about = json.loads(read["data"])
    assert (about["display"], about["start_url"], about["lang"], about["dir"]) == (
        "standalone",
        "/",
        "en",
        "ltr",
    )
    for icon in about["icons"]:
        answer = page.request.get(icon["src"])
        assert (answer.status, answer.headers["content-type"]) == (200, icon["type"])
    found = browser.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # The windows of these tests are private ones, in which nothing is installed. There is no other reason.
    assert [error["errorId"] for error in found] == ["in-incognito"]


def test_its_name_is_said_in_the_language_that_somebody_reads(arrive: Arrive) -> None:
    page = arrive("Somebody", "phone", locale="ar").page
    page.goto("/")
    about = json.loads(page.context.new_cdp_session(page).send("Page.getAppManifest")["data"])
    assert (about["lang"], about["dir"]) == ("ar", "rtl")


def test_without_a_connection_there_is_crisis_help_and_a_way_out(arrive: Arrive) -> None:
    person = arrive("Somebody", "phone")
    page = person.page
    person.opens("/crisis/?country=NZ")
    settled(page, "1737, need to talk")
    without_a_connection(person.window)
    person.opens("/about/")
    person.sees("There is no connection just now.")
    assert page.evaluate("document.fonts.check('1em Newsreader')")
    for way_out in ("Crisis help", "Leave quickly"):
        expect(page.get_by_role("banner").get_by_role("link", name=way_out)).to_be_visible()
    person.follows("Crisis help")
    person.sees("You have no connection.")
    expect(page.get_by_role("heading", name="New Zealand")).to_be_visible()
    expect(page.get_by_role("link", name="1737").first).to_have_attribute("href", "tel:1737")


def test_leaving_quickly_works_without_a_connection(arrive: Arrive) -> None:
    person = arrive("Somebody", "desktop")
    page = person.page
    person.opens("/about/")
    settled(page)
    without_a_connection(person.window)
    person.opens("/crisis/")
    person.sees("You have no connection.")
    page.context.route(
        f"{ELSEWHERE}**", lambda route: route.fulfill(body="<h1>Elsewhere</h1>", content_type="text/html")
    )
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(f"{ELSEWHERE}**")
    page.go_back()
    assert "/crisis/" not in page.url


def test_without_a_service_worker_crisis_help_is_there_all_the_same(
    stack: Stack, open_window: Callable[..., Window]
) -> None:
    for options in ({"service_workers": "block"}, {"java_script_enabled": False}):
        person = Person("Somebody", open_window("phone", **options), stack, "riverside")
        person.opens("/crisis/?country=FR")
        expect(person.page.get_by_role("link", name="3114").first).to_be_visible()


def test_no_page_that_a_member_reads_is_kept(arrive: Arrive) -> None:
    nour = arrive("Nour", "phone")
    nour.signs_in_by_the_form()
    for path in ("/home/", "/notifications/", "/me/", "/crisis/?country=FR"):
        nour.opens(path)
        kept = settled(nour.page)
    pages = [one for one in kept if not one.startswith("/static/")]
    assert sorted(one.partition("\n")[0] for one in pages) == ["/offline/", "/offline/crisis/"]
    for private in ("Riverside", "Notifications", "Menu", "csrfmiddlewaretoken"):
        assert private not in "".join(pages)


def test_signing_out_clears_the_device(arrive: Arrive) -> None:
    nour = arrive("Nour", "phone")
    nour.signs_in_by_the_form()
    nour.opens("/me/")
    settled(nour.page)
    nour.page.get_by_label("Keep my drafts on this device").check()
    nour.sees("Kept on this device from now on.")
    begins(nour)
    assert "My cat is ill" in kept_words(nour.page)
    nour.unfolds("Menu")
    nour.presses("Sign out")
    expect(nour.page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert kept_words(nour.page) == "{}"
    pages = [one for one in settled(nour.page) if not one.startswith("/static/")]
    assert not re.search("Riverside|Menu|cat", "".join(pages))


def test_drafts_stay_in_the_tab_unless_one_chooses_the_device(arrive: Arrive) -> None:
    nour = arrive("Nour", "desktop")
    nour.signs_in_by_the_form()
    begins(nour)
    assert kept_words(nour.page) == "{}"


def test_kept_drafts_are_there_without_a_connection(arrive: Arrive) -> None:
    nour = arrive("Nour", "desktop")
    nour.signs_in_by_the_form()
    nour.opens("/me/")
    settled(nour.page)
    nour.page.get_by_label("Keep my drafts on this device").check()
    begins(nour)
    context = nour.page.context
    nour.page.close()
    nour.window.page = context.new_page()
    context.set_offline(True)
    nour.opens("/home/")
    words = nour.page.get_by_label("Your words")
    expect(words).to_have_value("My cat is ill")
    words.fill("My cat is ill, and I am sad")
    context.set_offline(False)
    nour.opens("/c/riverside/ask/")
    expect(nour.page.locator("[name=words]")).to_have_value("My cat is ill, and I am sad")


def test_what_could_not_be_sent_is_still_there(arrive: Arrive) -> None:
    nour = arrive("Nour", "desktop")
    nour.signs_in_by_the_form()
    begins(nour)
    settled(nour.page)
    nour.page.context.set_offline(True)
    nour.presses("Go on")
    nour.sees("There is no connection just now.")
    expect(nour.page.get_by_label("Your words")).to_have_value("My cat is ill")
    nour.page.context.set_offline(False)
    nour.follows("The page they belong to")
    expect(nour.page.locator("[name=words]")).to_have_value("My cat is ill")


def begins(person: Person) -> None:
    person.opens("/c/riverside/ask/")
    person.page.locator("[name=words]").fill("My cat is ill")


def kept_words(page: Page) -> Any:
    return page.evaluate("JSON.stringify(localStorage)")
