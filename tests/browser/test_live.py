"""An open page stays true by itself: by a stream, without one by asking, and without a script as ever by reloading."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.browser.stack import Stack

pytestmark = pytest.mark.browser

PATIENCE_MS = 60_000
Things = dict[str, str]


@pytest.fixture(scope="module")
def orchard(stack: Stack) -> Things:
    made: Things = stack.make("orchard")
    return made


def never_reloads(page: Page) -> Callable[[], bool]:
    """A page that is loaded anew forgets what was written on its window."""
    page.evaluate("window.thisVeryPage = true")
    return lambda: bool(page.evaluate("window.thisVeryPage === true"))


def at_home(person: Person, orchard: Things) -> Page:
    """Signed in, with everything read that was written so far."""
    person.signs_in()
    person.opens(f"/matches/{orchard['met']}/conversation/")
    person.opens("/home/")
    return person.page


def new_words(page: Page, name: str) -> Locator:
    return page.get_by_text(f"{name} has written to you", exact=True)


def writes(person: Person, orchard: Things, words: str) -> None:
    person.opens(f"/matches/{orchard['met']}/conversation/")
    person.writes(words=words)
    person.presses("Send")
    expect(person.page.locator("#talk").get_by_text(words, exact=True).first).to_be_visible()


def test_home_and_the_conversation_show_what_comes_without_a_reload(arrive: Arrive, orchard: Things) -> None:
    maya, omar = arrive("Maya", "phone", "orchard"), arrive("Omar", "desktop", "orchard")
    # Asking tells it nothing here: what it shows it has heard.
    maya.page.route(re.compile(r"/live/\?mark="), lambda route: route.fulfill(status=204))
    home = at_home(maya, orchard)
    same = never_reloads(home)
    omar.signs_in()
    writes(omar, orchard, "I am here on Tuesday.")
    expect(new_words(home, "Omar")).to_be_visible(timeout=PATIENCE_MS)
    expect(home.locator("[data-live-said]")).to_contain_text("waiting for you")
    assert same()

    maya.opens(f"/matches/{orchard['met']}/conversation/")
    same = never_reloads(home)
    home.locator("[name=words]").fill("Tuesday is")
    writes(omar, orchard, "Or on Wednesday.")
    expect(home.locator("#talk").get_by_text("Or on Wednesday.")).to_be_visible(timeout=PATIENCE_MS)
    expect(home.locator("[name=words]")).to_have_value("Tuesday is")
    expect(home.locator("[name=words]")).to_be_focused()
    assert same()


def test_a_focused_control_keeps_the_focus(arrive: Arrive, orchard: Things) -> None:
    maya, omar = arrive("Maya", "desktop", "orchard"), arrive("Omar", "desktop", "orchard")
    home = at_home(maya, orchard)
    door = home.get_by_role("main").get_by_role("link", name="I could use some help")
    door.focus()
    omar.signs_in()
    writes(omar, orchard, "One more thing.")
    expect(new_words(home, "Omar")).to_be_visible(timeout=PATIENCE_MS)
    expect(door).to_be_focused()


def test_without_a_stream_the_page_asks(arrive: Arrive, orchard: Things) -> None:
    maya, omar = arrive("Maya", "phone", "orchard"), arrive("Omar", "desktop", "orchard")
    maya.page.clock.install()
    maya.page.route(
        re.compile("/live/$"), lambda route: route.fulfill(status=204)
    )  # what a server without streams says
    home = at_home(maya, orchard)
    same = never_reloads(home)
    omar.signs_in()
    writes(omar, orchard, "A line for whoever asks.")
    waits_on(home, new_words(home, "Omar"))
    assert same()


def waits_on(page: Page, what: Locator) -> None:
    """Lets the page's own time pass until it has asked and shows what there is."""
    for _ in range(60):
        if what.is_visible():
            return
        page.clock.run_for(5_000)
        page.wait_for_timeout(100)
    expect(what).to_be_visible()


def test_a_page_that_nobody_looks_at_rests(arrive: Arrive, orchard: Things) -> None:
    maya = arrive("Maya", "desktop", "orchard")
    asked: list[str] = []
    maya.page.add_init_script(
        "Object.defineProperty(document, 'hidden', {get: () => window.away ?? true, configurable: true})"
    )
    maya.page.on("request", lambda request: asked.append(request.url) if "/live/" in request.url else None)
    home = at_home(maya, orchard)
    home.wait_for_load_state("networkidle")
    assert asked == []
    with home.expect_request(re.compile("/live/$")):
        home.evaluate("window.away = false; document.dispatchEvent(new Event('visibilitychange'))")


def test_signing_out_elsewhere_leaves_nothing_private_on_the_screen(arrive: Arrive, orchard: Things) -> None:
    maya = arrive("Maya", "desktop", "orchard")
    home = at_home(maya, orchard)
    other = home.context.new_page()
    other.goto("/account/sign-out/")
    other.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(home.get_by_role("button", name="Sign in")).to_be_visible(timeout=PATIENCE_MS)


def test_without_a_script_the_page_is_as_good(arrive: Arrive, orchard: Things) -> None:
    maya, omar = (arrive(name, "phone", "orchard", java_script_enabled=False) for name in ("Maya", "Omar"))
    home = at_home(maya, orchard)
    omar.signs_in()
    writes(omar, orchard, "No script needed.")
    home.reload()
    expect(new_words(home, "Omar")).to_be_visible()


def test_undo_is_a_button_beside_the_words_and_needs_no_script(arrive: Arrive, orchard: Things) -> None:
    maya = arrive("Maya", "phone", "orchard", java_script_enabled=False)
    maya.signs_in()
    maya.opens(f"/needs/{orchard['looking']}/")
    maya.presses("Take it back")
    maya.sees("Taken back.")
    maya.presses("Undo")
    maya.sees("Undone.")
    expect(maya.page.get_by_role("button", name="Take it back")).to_be_visible()
