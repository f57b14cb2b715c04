"""The components in Chromium: axe finds nothing, and leaving leaves nothing behind."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.template import engines
from django.utils import timezone
from playwright.sync_api import Browser, Page, Route, expect

from matching.engine.side import Window
from support.web.forms import Chips, ChipsOne, WeekField, Words, ZoneSelect
from support.web.spoken import spoken
from support.web.weekpicture import read_only
from tests import chromium
from tests.accessibility import violations

pytestmark = pytest.mark.browser

STATIC = Path(__file__).resolve().parents[2] / "support/static"
HERE = "http://look.example/"
TYPES = {".css": "text/css", ".js": "text/javascript", ".woff2": "font/woff2", ".svg": "image/svg+xml"}
MONDAY_EVENING = Window(0, 18 * 60, 20 * 60)

ALL = """{% extends "base.html" %}{% block title %}All{% endblock %}{% block main %}
<h1>All components</h1><p class="lede">One of each.</p>
{% include "parts/steps.html" with step=2 of=4 title="Your words" %}
<div class="doors">{% include "parts/door.html" with href="#a" title="One" text="door" picture="lamplight" %}
{% include "parts/door.html" with href="#b" title="Two" text="door" picture="table" sun=1 %}</div>
<section class="part"><h2>Waiting</h2><div class="rows">
{% include "parts/row.html" with picture="two" title="New" text="Words" href="#c" action="Look" new=1 %}
{% include "parts/row.html" with title="Plain" href="#d" %}</div></section>
<form class="form" method="post" action="http://look.example/" novalidate>{{ form }}
<div class="actions"><button class="act">Keep</button><button class="act soft">Soft</button>
<button class="act plain">Plain</button><button class="act clay">Clay</button></div></form>
{% include "parts/reasons.html" %}{% include "parts/seen.html" with quote="Words" note="Not your name." %}
{% include "parts/care.html" %}{% include "parts/week.html" %}
{% include "parts/empty.html" with picture="meeting" title="Nothing yet" text="But soon." href="#e" action="Go" %}
<div class="talk">{% include "parts/said.html" %}<p class="event">You meet on Thursday.</p></div>
<div class="tags"><span class="tag">English</span><span class="tag leaf">Listening</span></div>
{% endblock %}"""


class EveryField(forms.Form):
    words = forms.CharField(label="What is going on?", help_text="A few words.", widget=Words(draft="need"))
    topics = forms.MultipleChoiceField(
        label="About", choices=[("Loss", [("1", "Grief"), ("2", "A pet")])], widget=Chips
    )
    kind = forms.ChoiceField(
        label="What would help?", choices=[("l", "Listening"), ("a", "Advice")], widget=ChipsOne
    )
    day = forms.DateField(label="By when?", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    zone = forms.ChoiceField(
        label="Where is your clock?",
        choices=[("", "Choose"), ("Asia/Tokyo", "Tokyo"), ("UTC", "UTC")],
        widget=ZoneSelect(guess_words="Your clock seems to be that of {zone}: {time}."),
    )
    adult = forms.BooleanField(label="I am 18 or older")
    hours = WeekField(label="When could you talk?", zone="Asia/Tokyo")


@pytest.fixture(scope="module")
def program() -> Iterator[Browser]:
    with chromium.launched() as browser:
        yield browser


def serve(route: Route) -> None:
    """Our page with every component; a stylesheet or script from the source; anything else is another place."""
    url = route.request.url
    if "/static/" in url:
        file = STATIC / url.split("/static/", 1)[1]
        route.fulfill(path=file, content_type=TYPES[file.suffix])
    elif url.startswith(HERE):
        bad = url.endswith("?bad")
        form = EveryField({"words": "Hello", "day": "soon", "hours-0-0-from": "18:00"} if bad else None)
        form.initial = {"hours": [MONDAY_EVENING]}
        week = read_only(mine=[MONDAY_EVENING], shared=[MONDAY_EVENING], zone="Asia/Tokyo")
        context: dict[str, Any] = {
            "form": form,
            "week": week,
            "said": [spoken("Hello.", who, timezone.now(), mine=who == "You") for who in ("Juniper", "You")],
            "reasons": ["Both speak English", {"kind": "time", "text": "Monday"}],
        }
        route.fulfill(body=engines["django"].from_string(ALL).render(context), content_type="text/html")
    else:
        route.fulfill(body="<h1>Elsewhere</h1>", content_type="text/html")


@pytest.fixture
def visit(program: Browser) -> Iterator[Callable[..., Page]]:
    contexts = []

    def open_page(path: str = "", **options: Any) -> Page:
        context = program.new_context(
            viewport={"width": 1280, "height": 900}, **{"timezone_id": "Asia/Tokyo"} | options
        )
        contexts.append(context)
        context.route("**/*", serve)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(HERE + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("path", ["", "?bad"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_sticks_out(
    visit: Callable[..., Page], path: str, theme: str, width: int
) -> None:
    page = visit(path, color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 740})
    page.locator("summary").evaluate_all("all => all.forEach(summary => summary.parentElement.open = true)")
    page.wait_for_function("document.getAnimations().every(animation => animation.playState === 'finished')")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_a_script_the_list_is_there_and_leaving_works(visit: Callable[..., Page]) -> None:
    page = visit(java_script_enabled=False)
    assert page.locator("[name=hours-0-0-from]").input_value() == "18:00"
    expect(page.get_by_role("grid")).to_have_count(0)
    page.get_by_role("link", name="Leave quickly").click()
    expect(page.get_by_role("heading", name="Elsewhere")).to_be_visible()


@pytest.mark.parametrize("how", ["link", "keys"])
def test_leaving_quickly_leaves_nothing_behind(visit: Callable[..., Page], how: str) -> None:
    page = visit()
    page.goto(HERE + "second")
    page.get_by_label("What is going on?").fill("Something private")
    if how == "link":
        page.get_by_role("link", name="Leave quickly").click()
    else:
        for _ in range(3):
            page.keyboard.press("Shift")
    expect(page.get_by_role("heading", name="Elsewhere")).to_be_visible()
    assert page.evaluate("history.length") == 3  # blank, first page, elsewhere: the second page was replaced
    page.goto(HERE + "second")
    assert page.get_by_label("What is going on?").input_value() == ""


def test_typing_capitals_is_not_leaving(visit: Callable[..., Page]) -> None:
    page = visit()
    page.get_by_label("What is going on?").focus()
    for key in ("Shift+A", "Shift+B", "Shift+C", "Shift+D"):
        page.keyboard.press(key)
    assert page.get_by_label("What is going on?").input_value() == "ABCD"
    expect(page.get_by_role("heading", name="All components")).to_be_visible()


def test_what_is_typed_is_kept_until_it_is_posted(visit: Callable[..., Page]) -> None:
    page = visit()
    page.get_by_label("What is going on?").fill("My father died in March.")
    page.reload()
    assert page.get_by_label("What is going on?").input_value() == "My father died in March."
    page.get_by_role("button", name="Keep").click()
    assert page.get_by_label("What is going on?").input_value() == ""


def test_the_time_zone_is_guessed_and_said(visit: Callable[..., Page]) -> None:
    page = visit()
    assert page.get_by_label("Where is your clock?").input_value() == "Asia/Tokyo"
    expect(page.get_by_text("Your clock seems to be that of Tokyo")).to_be_visible()
    assert visit(timezone_id="Asia/Seoul").get_by_label("Where is your clock?").input_value() == ""
