"""The members' pages in Chromium: axe finds nothing, nothing scrolls sideways, the preview follows the fingers.

The pages come from the service as it is; the browser gets them by Playwright's routes, so no server has to run.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, Route, ViewportSize, expect

from accounts.models import Community, Member
from matching import availability, blocks, matches, never_ask
from matching.models import Match, Need, Offer
from support import conversations, followup, safety
from tests import chromium
from tests.accessibility import violations
from tests.support.web.conftest import Browser, Propose
from tests.support.web.test_ask import ABOUT, HOW, WORDS, walk

pytestmark = pytest.mark.browser

STATIC = Path(__file__).resolve().parents[3] / "support/static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".woff2": "font/woff2", ".svg": "image/svg+xml"}
HERE = "http://testserver"
PHONE, DESKTOP, FOUR_TIMES_LARGER = (360, 740), (1280, 900), (320, 256)


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


@dataclass
class House:
    """Every page in every state, by who looks at it."""

    maya: list[str]
    omar: list[str]
    anybody: list[str]


@pytest.fixture
def house(
    riverside: Community,
    maya: Member,
    omar: Member,
    lena: Member,
    nour: Member,
    make_member: Callable[..., Member],
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    put: Propose,
    now: datetime,
) -> House:
    safety.load_resources(today=now.date())
    offer = post_offer(omar, capacity=3, experience="I am good at long silences.")
    needs = [post_need(maya) for _ in range(3)]
    met, asks = _yes(_yes(put(needs[0], offer), omar, now), maya, now), put(post_need(nour), offer)
    for author, words in ((omar, "Hello Maya."), (maya, "Hello Omar.")):
        conversations.send(match=met, author=author, words=words, form_key=needs[0].uid, now=now)
    over = _yes(_yes(put(post_need(lena), post_offer(maya)), maya, now), lena, now)
    matches.complete(match=over, member=lena, now=now)
    followup.thank(match=over, author=lena, words="You stayed on the line.", now=now)
    said_yes = _yes(put(needs[1], post_offer(make_member("Juniper"))), Member.objects.latest("pk"), now)
    blocks.block(blocker=maya, blocked=make_member("Somebody"), now=now)
    never_ask.add(member=maya, address="somebody@else.example", now=now)
    availability.add_away(
        member=maya,
        first_day=(now + timedelta(days=30)).date(),
        last_day=(now + timedelta(days=31)).date(),
        now=now,
    )
    talk, own = f"/matches/{met.uid}/", maya.offers.get()
    return House(
        maya=[
            *("/home/", "/welcome/", "/me/", "/me/hours/", "/me/hours/?welcome", "/me/away/", "/me/blocks/"),
            *(
                "/me/never-ask/",
                "/notifications/",
                "/c/riverside/",
                "/c/riverside/leave/",
                "/c/riverside/ask/",
            ),
            *(f"/c/riverside/ask/?step={step}" for step in (2, 3, 4)),
            *(
                f"{talk}{name}"
                for name in ("", "conversation/", "finish/", "end/", "thanks/", "block/", "report/")
            ),
            *(f"/matches/{over.uid}/{name}" for name in ("", "conversation/", "thanks/")),
            *(f"/matches/{said_yes.uid}/", f"/needs/{needs[0].uid}/", f"/needs/{needs[2].uid}/"),
            *(f"/needs/{needs[2].uid}/edit/", f"/offers/{own.uid}/", f"/offers/{own.uid}/edit/"),
        ],
        omar=[f"/matches/{asks.uid}/", "/c/riverside/offer/"],
        anybody=[
            *(
                "/",
                "/?door=ask",
                "/about/",
                "/privacy/",
                "/crisis/",
                "/crisis/?country=ES",
                "/crisis/?country=BR",
            ),
            *("/c/riverside/", "/c/riverside/join/?door=ask", "/invitation/made-up/"),
        ],
    )


def _yes(match: Match, member: Member, now: datetime) -> Match:
    return matches.answer(match=match, member=member, answer="yes", seen=(1, 1), now=now)


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (DESKTOP, "dark")])
def test_axe_finds_nothing_on_any_page(
    size: tuple[int, int],
    scheme: str,
    window: Callable[..., Window],
    browser: Browser,
    house: House,
    maya: Member,
    omar: Member,
) -> None:
    seeker = browser(maya)
    walk(seeker, WORDS, ABOUT, HOW)
    wrong = {}
    for client, pages in ((seeker, house.maya), (browser(omar), house.omar), (Client(), house.anybody)):
        visit = window(client, size, color_scheme=scheme)
        for path in pages:
            found = violations(visit.open(path))
            if found:
                wrong[path] = found
    assert wrong == {}


@pytest.mark.parametrize("size", [PHONE, FOUR_TIMES_LARGER])
def test_no_page_scrolls_sideways(
    size: tuple[int, int],
    window: Callable[..., Window],
    browser: Browser,
    house: House,
    maya: Member,
    omar: Member,
) -> None:
    seeker = browser(maya)
    walk(seeker, WORDS, ABOUT, HOW)
    wide = []
    for client, pages in ((seeker, house.maya), (browser(omar), house.omar), (Client(), house.anybody)):
        visit = window(client, size)
        for path in pages:
            page = visit.open(path)
            wide += [path] if page.evaluate("document.documentElement.scrollWidth > innerWidth") else []
    assert wide == []


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
