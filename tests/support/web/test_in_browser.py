"""The members' pages in Chromium: the preview follows the fingers, and what is typed stays with who typed it.

The pages come from the service as it is; the browser gets them by Playwright's routes, so no server has to run.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, Route, ViewportSize, expect

from accounts.models import Member
from tests import chromium
from tests.support.web.conftest import Browser
from tests.support.web.test_ask import WORDS, walk

pytestmark = pytest.mark.browser

STATIC = Path(__file__).resolve().parents[3] / "support/static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".woff2": "font/woff2", ".svg": "image/svg+xml"}
HERE = "http://testserver"
PHONE = (360, 740)


@pytest.fixture(scope="module", autouse=True)
def beside_playwright() -> Iterator[None]:
    """Playwright keeps a loop in this thread, which Django would take for asynchronous code."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(scope="module")
def program() -> Iterator[Chromium]:
    with chromium.launched() as launched:
        yield launched


class Window:
    """A browser's page, fed with what the test client is given."""

    def __init__(self, page: Page, client: Client) -> None:
        self.page, self.client = page, client
        self._given: dict[str, bytes] = {}

    def open(self, path: str) -> Page:
        """Asked for here, not in the route: the browser's own loop has no part in this test's transaction."""
        self._given[path] = self.client.get(path).content
        self.page.goto(HERE + path)
        return self.page

    def answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(HERE)
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            route.fulfill(path=file, content_type=TYPES[file.suffix])
        else:
            route.fulfill(body=self._given.get(path, b""), content_type="text/html")


@pytest.fixture
def window(program: Chromium) -> Iterator[Callable[..., Window]]:
    contexts = []

    def opened(client: Client, size: tuple[int, int] = PHONE, **options: Any) -> Window:
        viewport = ViewportSize(width=size[0], height=size[1])
        context = program.new_context(viewport=viewport, reduced_motion="reduce", **options)
        contexts.append(context)
        made = Window(context.new_page(), client)
        made.page.on("pageerror", lambda error: pytest.fail(str(error)))
        context.route("**/*", made.answer)
        return made

    yield opened
    for context in contexts:
        context.close()


def test_the_preview_follows_what_is_typed_and_tapped(
    window: Callable[..., Window], browser: Browser, maya: Member
) -> None:
    client = browser(maya)
    walk(client, WORDS)
    page = window(client).open("/c/riverside/ask/?step=2")
    shown = page.locator(".seen")
    expect(shown).to_contain_text("Your one line will stand here.")
    page.get_by_label("How would you say it in one line?").fill("Company on a slow Sunday")
    expect(shown.locator("q")).to_have_text("Company on a slow Sunday")
    page.get_by_text("Feelings", exact=True).click()
    page.get_by_label("Feeling lonely").check()
    expect(shown).to_contain_text("Feeling lonely")
    page.get_by_label("Feeling lonely").uncheck()
    expect(shown).not_to_contain_text("Feeling lonely")


def test_a_beginning_of_a_sentence_goes_into_the_words(
    window: Callable[..., Window], browser: Browser, maya: Member
) -> None:
    page = window(browser(maya)).open("/c/riverside/ask/")
    words = page.get_by_label("What is going on?")
    words.fill("My father died.")
    page.get_by_role("button", name="It feels like").click()
    page.keyboard.type("falling.")
    expect(words).to_have_value("My father died.\nIt feels like falling.")


def test_what_is_typed_survives_a_reload(
    window: Callable[..., Window], browser: Browser, maya: Member
) -> None:
    page = window(browser(maya)).open("/c/riverside/ask/")
    page.get_by_label("What is going on?").fill("Not posted yet.")
    page.reload()
    expect(page.get_by_label("What is going on?")).to_have_value("Not posted yet.")


def test_what_is_typed_is_for_who_typed_it_alone(
    window: Callable[..., Window], browser: Browser, maya: Member, omar: Member
) -> None:
    """Her session ran out, and somebody else signs in in the same tab."""
    tab = window(browser(maya))
    tab.open("/c/riverside/ask/").get_by_label("What is going on?").fill("For nobody else.")
    tab.client = Client()
    tab.open("/account/sign-in/")
    tab.client = browser(omar)
    page = tab.open("/c/riverside/ask/")
    expect(page.get_by_label("What is going on?")).to_have_value("")
    assert "For nobody else." not in page.evaluate("Object.values(sessionStorage)")


def test_the_browsers_zone_is_filled_in_for_a_newcomer(
    window: Callable[..., Window], browser: Browser, maya: Member
) -> None:
    client = browser(maya)
    Member.objects.filter(pk=maya.pk).update(time_zone="UTC", time_zone_confirmed=False)
    page = window(client, timezone_id="Asia/Kolkata").open("/welcome/")
    expect(page.get_by_label("What does your clock follow?")).to_have_value("Asia/Kolkata")
    expect(page.get_by_text("Your browser says Kolkata")).to_be_visible()
