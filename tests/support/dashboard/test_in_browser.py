"""The moderators' pages in Chromium: a keyboard is enough, and so is no script."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect

from accounts.models import Community, Member, Standing
from matching.models import Match, Need, NeedState, Offer, Round
from support import conversations, reports
from tests import chromium

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

STATIC = Path(__file__).resolve().parents[3] / "support/static"
HERE = "http://desk.example"
TYPES = {".css": "text/css", ".js": "text/javascript", ".woff2": "font/woff2", ".svg": "image/svg+xml"}

Visit = Callable[..., Page]
At = Callable[..., str]


@pytest.fixture(scope="module")
def program() -> Iterator[Browser]:
    """Playwright keeps a loop in this thread; what Django fears of one does not happen here."""
    with pytest.MonkeyPatch.context() as patch, chromium.launched() as browser:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield browser


def serve(route: Route) -> None:
    """A stylesheet, script or face from the source."""
    file = STATIC / route.request.url.split("/static/", 1)[1]
    route.fulfill(path=file, content_type=TYPES[file.suffix])


@pytest.fixture
def visit(program: Browser, desk: Client) -> Iterator[Visit]:
    """Opens a page as Nour sees it: the test client fetches it, the browser shows it."""
    contexts = []

    def open_page(path: str) -> Page:
        body = desk.get(path).content
        context = program.new_context(viewport={"width": 1280, "height": 740})
        contexts.append(context)
        context.route("**/*", lambda route: route.fulfill(body=body, content_type="text/html"))
        context.route("**/static/**", serve)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(HERE + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def full_desk(
    riverside: Community,
    connect: Callable[..., Match],
    propose: Callable[..., Match],
    make_member: Callable[..., Member],
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    at: At,
    now: datetime,
) -> list[str]:
    """One of everything that can wait; the addresses of all pages that show it."""
    maya, omar, fern, robin, sage = (make_member(name) for name in ("Maya", "Omar", "Fern", "Robin", "Sage"))
    together = connect(maya, omar)
    message = conversations.send(match=together, author=omar, words="Hello", form_key=uuid4(), now=now)
    conversations.send(match=together, author=maya, words="a@example.org", form_key=uuid4(), now=now)
    earlier = now - timedelta(days=2)
    report = reports.report(reporter=maya, match=together, words="It hurt", now=earlier, message=message)
    looking = post_need(fern, languages=["pt"])
    to_read = post_need(fern)
    Need.objects.filter(pk=to_read.pk).update(state=NeedState.IN_REVIEW)
    riverside.review_proposals = True
    riverside.save()
    proposal = propose(sage, robin)
    riverside.memberships.filter(member=make_member("Wren")).update(standing=Standing.ASKED, joined_at=None)
    Round.objects.create(
        community=riverside, started_at=now, finished_at=now, waiting=3, candidates=9, matched=2
    )
    member = riverside.memberships.get(member=omar)
    pages = ("overview", "members", "needs", "matches", "messages", "reports", "invitations")
    lists = [at(page) for page in (*pages, "weights", "fairness")]
    return [
        *lists,
        at("needs") + "?show=read",
        at("member", member.pk),
        at("need", looking.uid),
        at("need", to_read.uid),
        at("match", proposal.uid),
        at("report", report.uid),
    ]


def test_arrow_keys_walk_through_the_queue(visit: Visit, full_desk: list[str]) -> None:
    page = visit(full_desk[0])
    rows = page.locator(".queue tbody th a")
    last = rows.count() - 1
    assert last == 4
    rows.first.focus()
    for key, at in (
        ("ArrowDown", 1),
        ("ArrowDown", 2),
        ("ArrowUp", 1),
        ("End", last),
        ("ArrowDown", last),
        ("Home", 0),
    ):
        page.keyboard.press(key)
        expect(rows.nth(at)).to_be_focused()


def test_a_keyboard_opens_a_decision_and_reaches_its_words(visit: Visit, full_desk: list[str]) -> None:
    page = visit(full_desk[-1])
    page.get_by_text("Close this report").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("What did you find, and what was done?")).to_be_focused()


def test_without_a_script_everything_is_there(program: Browser, desk: Client, full_desk: list[str]) -> None:
    context = program.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_content(desk.get(full_desk[-1]).content.decode())
    page.get_by_text("Close this report").first.click()
    expect(page.get_by_label("What did you find, and what was done?")).to_be_visible()
    context.close()
