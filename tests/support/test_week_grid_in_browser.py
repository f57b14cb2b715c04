"""The week grid in Chromium: every kind of hand paints the same hours, and what was painted is said in words."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.template import engines
from playwright.sync_api import Browser, Locator, Page, Route, expect

from accounts import customs
from matching.engine.side import Window
from support.web.forms import WeekField
from tests import chromium
from tests.accessibility import violations

pytestmark = pytest.mark.browser

STATIC = Path(__file__).resolve().parents[2] / "support/static"
HERE = "http://look.example/"
TYPES = {".css": "text/css", ".js": "text/javascript", ".woff2": "font/woff2", ".svg": "image/svg+xml"}
PAGE = """{% extends "base.html" %}{% block title %}Hours{% endblock %}{% block main %}<h1>My hours</h1>
<form class="form" method="post" novalidate>{{ form }}<button class="act">Keep</button></form>{% endblock %}"""
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
MONDAY = {"hours-0-0-from": "18:00", "hours-0-0-to": "20:00"}
Open = Callable[..., Page]


class HoursForm(forms.Form):
    hours = WeekField(label="When could you talk?", zone="Asia/Tokyo")


def answer(route: Route, week: list[Window], region: str, direction: str) -> None:
    """The page, or a file from the source."""
    url = route.request.url
    if "/static/" in url:
        file = STATIC / url.split("/static/", 1)[1]
        return route.fulfill(path=file, content_type=TYPES[file.suffix])
    with customs.override(customs.of_region(region)):
        html = engines["django"].from_string(PAGE).render({"form": HoursForm(initial={"hours": week})})
    return route.fulfill(body=html.replace('dir="ltr"', f'dir="{direction}"'), content_type="text/html")


@pytest.fixture(scope="module")
def program() -> Iterator[Browser]:
    with chromium.launched() as browser:
        yield browser


@pytest.fixture
def visit(program: Browser) -> Iterator[Open]:
    contexts = []

    def open_page(
        *windows: Window, region: str = "", direction: str = "ltr", empty: bool = False, **options: Any
    ) -> Page:
        week = [] if empty else list(windows) or [Window(0, 18 * 60, 20 * 60)]
        context = program.new_context(**{"viewport": {"width": 1280, "height": 900}} | options)
        contexts.append(context)
        context.route("**/*", lambda route: answer(route, week, region, direction))
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(HERE)
        return page

    yield open_page
    for context in contexts:
        context.close()


def cell(page: Page, name: str) -> Locator:
    return page.get_by_role("gridcell", name=name)


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def says(page: Page, words: str) -> None:
    """What a screen reader hears after a stroke."""
    expect(page.get_by_role("status").last).to_have_text(words)


def listed(page: Page) -> dict[str, str]:
    """What the form would send as hours."""
    script = (
        "[...document.querySelectorAll('.week-line input')].filter(i => i.value).map(i => [i.name, i.value])"
    )
    return dict(page.evaluate(script))


def times(*days: int, start: str, end: str) -> dict[str, str]:
    return {f"hours-{day}-0-{edge}": at for day in days for edge, at in (("from", start), ("to", end))}


def middle(at: Locator) -> dict[str, float]:
    box = at.bounding_box()
    assert box
    return {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}


def finger(page: Page) -> Callable[..., None]:
    touch = page.context.new_cdp_session(page)

    def put(kind: str, *points: dict[str, float]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    return put


# --- a mouse


def drag(page: Page, first: Locator, last: Locator) -> None:
    first.hover()
    page.mouse.down()
    last.hover()
    page.mouse.up()


def test_a_mouse_paints_a_rectangle_and_takes_it_back(visit: Open) -> None:
    page = visit()
    drag(page, cell(page, "Tuesday 08:00 to 09:00"), cell(page, "Wednesday 10:00 to 11:00"))
    assert listed(page) == MONDAY | times(1, 2, start="08:00", end="11:00")
    says(page, "Tuesday and Wednesday 08:00 to 11:00, free")
    button(page, "Undo").click()
    assert listed(page) == MONDAY
    expect(button(page, "Undo")).to_be_disabled()


def test_the_first_cell_decides_whether_a_stroke_takes_out(visit: Open) -> None:
    page = visit()
    drag(page, cell(page, "Monday 19:00 to 20:00"), cell(page, "Tuesday 21:00 to 22:00"))
    assert listed(page) == times(0, start="18:00", end="19:00")
    says(page, "Monday and Tuesday 19:00 to 22:00, not free")


def test_going_back_within_a_stroke_takes_back(visit: Open) -> None:
    page = visit()
    cell(page, "Tuesday 08:00 to 09:00").hover()
    page.mouse.down()
    cell(page, "Friday 20:00 to 21:00").hover()
    cell(page, "Tuesday 09:00 to 10:00").hover()
    page.mouse.up()
    assert listed(page) == MONDAY | times(1, start="08:00", end="10:00")


@pytest.mark.parametrize(
    ("edge", "rows", "after"), [("to", 0.75, "18:00 20:45"), ("from", -1.25, "16:45 20:00")]
)
def test_an_edge_is_pulled_by_quarter_hours(visit: Open, edge: str, rows: float, after: str) -> None:
    page = visit()
    row = cell(page, "Monday 12:00 to 13:00").bounding_box()
    grip = page.locator(f".grip[data-edge={edge}]")
    grip.hover()
    at = middle(grip)
    page.mouse.down()
    assert row
    page.mouse.move(at["x"], at["y"] + rows * row["height"], steps=3)
    page.mouse.up()
    start, end = after.split()
    assert listed(page) == times(0, start=start, end=end)
    button(page, "Undo").click()
    assert listed(page) == MONDAY


# --- a keyboard


def test_a_keyboard_moves_chooses_and_paints(visit: Open) -> None:
    page = visit()
    cell(page, "Monday 06:00 to 07:00").focus()
    for key in ("ArrowRight", "ArrowDown", "Space", "Shift+ArrowDown", "Shift+ArrowRight"):
        page.keyboard.press(key)
    expect(cell(page, "Wednesday 08:00 to 09:00, free")).to_be_focused()
    assert listed(page) == MONDAY | times(1, start="07:00", end="09:00") | times(
        2, start="08:00", end="09:00"
    )


def test_a_stroke_under_shift_is_one_step_back(visit: Open) -> None:
    page = visit()
    cell(page, "Tuesday 08:00 to 09:00").focus()
    page.keyboard.press("Space")
    page.keyboard.down("Shift")
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.up("Shift")
    says(page, "Tuesday and Wednesday 08:00 to 11:00, free")
    assert listed(page) == MONDAY | times(1, 2, start="08:00", end="11:00")
    page.keyboard.press("Control+z")
    assert listed(page) == MONDAY | times(1, start="08:00", end="09:00")


def test_the_grid_is_one_stop_of_the_tab_key(visit: Open) -> None:
    page = visit()
    assert page.locator("[role=grid] [tabindex='0']").count() == 1
    page.locator("[role=grid] [tabindex='0']").focus()
    page.keyboard.press("Tab")
    expect(button(page, "Keep")).to_be_focused()


def test_space_says_what_the_stretch_has_become(visit: Open) -> None:
    page = visit()
    cell(page, "Monday 20:00 to 21:00").focus()
    page.keyboard.press("Space")
    says(page, "Monday 18:00 to 21:00, free")


def test_in_arabic_the_arrows_go_where_they_point(visit: Open) -> None:
    page = visit(direction="rtl")
    monday, tuesday = cell(page, "Monday 08:00 to 09:00"), cell(page, "Tuesday 08:00 to 09:00")
    assert middle(tuesday)["x"] < middle(monday)["x"]
    monday.focus()
    page.keyboard.press("ArrowLeft")
    expect(tuesday).to_be_focused()
    drag(page, monday, tuesday)
    assert listed(page)["hours-1-0-from"] == "08:00"


# --- a finger


def test_a_finger_taps_and_still_scrolls(visit: Open) -> None:
    page = visit(**PHONE)
    touch = finger(page)
    cell(page, "Friday 12:00 to 13:00").tap()
    tapped = MONDAY | times(4, start="12:00", end="13:00")
    assert listed(page) == tapped
    at = middle(cell(page, "Tuesday 14:00 to 15:00"))
    before = page.evaluate("scrollY")
    touch("touchStart", at)
    for step in range(1, 9):
        touch("touchMove", at | {"y": at["y"] - 20 * step})
    touch("touchEnd")
    page.wait_for_function(f"scrollY !== {before}")
    assert listed(page) == tapped


def test_a_finger_held_down_paints(visit: Open) -> None:
    page = visit(**PHONE)
    touch = finger(page)
    first, last = cell(page, "Tuesday 14:00 to 15:00"), cell(page, "Tuesday 17:00 to 18:00")
    last.scroll_into_view_if_needed()
    for kind, at in (("touchStart", first), ("touchMove", last)):
        touch(kind, middle(at))
        expect(page.locator(".painting")).to_be_visible()
    touch("touchEnd")
    assert listed(page) == MONDAY | times(1, start="14:00", end="18:00")
    says(page, "Tuesday 14:00 to 18:00, free")


def test_a_finger_pulls_the_edge_of_what_it_painted(visit: Open) -> None:
    page = visit(**PHONE)
    touch = finger(page)
    cell(page, "Friday 12:00 to 13:00").tap()
    grip = page.locator(".held .grip[data-edge=to]")
    grip.scroll_into_view_if_needed()
    at = middle(grip)
    touch("touchStart", at)
    for step in range(1, 7):
        touch("touchMove", at | {"y": at["y"] + 7 * step})
    touch("touchEnd")
    assert listed(page) == MONDAY | times(4, start="12:00", end="14:30")


# --- every hand


def test_a_day_is_copied_and_emptied_from_its_name(visit: Open) -> None:
    page = visit()
    cell(page, "Monday 06:00 to 07:00").focus()
    for key in ("ArrowUp", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_role("group", name="All of Monday")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("group", name="All of Monday")).to_be_hidden()
    expect(button(page, "Monday")).to_be_focused()
    for name in ("Copy to all weekdays", "Copy to every day"):
        page.keyboard.press("Enter")
        button(page, name).first.click()
        assert len(listed(page)) == {"Copy to all weekdays": 10, "Copy to every day": 14}[name]
    button(page, "Tuesday").click()
    button(page, "Clear this day").first.click()
    assert listed(page) == times(0, 2, 3, 4, 5, 6, start="18:00", end="20:00")
    says(page, "Tuesday is empty now.")


def test_quick_choices_paint_and_take_out_again(visit: Open) -> None:
    page = visit(empty=True)
    evenings = button(page, "Evenings")
    evenings.click()
    expect(evenings).to_have_attribute("aria-pressed", "true")
    assert listed(page) == times(0, 1, 2, 3, 4, start="18:00", end="21:00")
    expect(page.locator(".paint-sum")).to_contain_text("Monday to Friday 18:00 to 21:00")
    button(page, "Weekends").click()
    evenings.click()
    assert listed(page) == times(5, 6, start="10:00", end="18:00")
    button(page, "Clear all").click()
    expect(page.locator(".paint-sum")).to_have_text("No hours yet.")


def test_the_list_and_the_picture_say_the_same(visit: Open) -> None:
    page = visit()
    button(page, "As a list").click()
    expect(page.get_by_role("grid")).to_be_hidden()
    page.get_by_role("button", name="Another time on Sunday").click()
    page.locator("[name=hours-6-1-from]").fill("23:30")
    page.locator("[name=hours-6-1-to]").fill("01:15")
    page.locator("[name=hours-6-1-to]").blur()
    expect(page.locator(".paint-sum")).to_contain_text("Sunday 23:30 to Monday 01:15")
    button(page, "As a picture").click()
    expect(cell(page, "Sunday 23:00 to 24:00, free 23:30 to 24:00")).to_have_attribute(
        "aria-selected", "false"
    )
    expect(cell(page, "Monday 00:00 to 01:00, free")).to_have_attribute("aria-selected", "true")
    button(page, "15 min").click()
    expect(cell(page, "Monday 01:00 to 01:15, free")).to_be_visible()
    button(page, "Evenings").click()
    assert listed(page)["hours-6-0-to"] == "01:15"


def test_the_list_copies_without_leaving_the_page_and_can_be_taken_back(visit: Open) -> None:
    page = visit()
    button(page, "As a list").click()
    page.locator(".week-more summary").first.click()
    button(page, "Copy to all weekdays").first.click()
    assert listed(page) == times(0, 1, 2, 3, 4, start="18:00", end="20:00")
    button(page, "Undo").click()
    assert listed(page) == MONDAY


def test_where_people_begin_on_sunday_the_week_does_too(visit: Open) -> None:
    page = visit(Window(6, 13 * 60 + 15, 15 * 60), region="US")
    expect(page.get_by_role("columnheader").first).to_have_text("SunSunday")
    expect(cell(page, "Sunday 2 p.m. to 2:30 p.m., free")).to_be_visible()
    drag(page, cell(page, "Monday 6 p.m. to 6:30 p.m."), cell(page, "Monday 6:30 p.m. to 7 p.m."))
    assert listed(page) == times(6, start="13:15", end="15:00") | times(0, start="18:00", end="19:00")


def test_every_cell_can_be_hit_and_nothing_sticks_out_at_four_times_the_size(visit: Open) -> None:
    page = visit(viewport={"width": 320, "height": 256})
    for fine in ("60 min", "30 min", "15 min"):
        button(page, fine).click()
        box = cell(page, "Tuesday 12:00").first.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(visit: Open, theme: str) -> None:
    page = visit(Window(0, 0, 1440), Window(1, 18 * 60, 20 * 60 + 15), color_scheme=theme)
    button(page, "Wednesday").click()
    assert violations(page) == []
    button(page, "As a list").click()
    page.locator("summary").evaluate_all("all => all.forEach(summary => summary.parentElement.open = true)")
    assert violations(page) == []
