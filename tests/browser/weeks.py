"""Saying when one is free, in three ways: with a finger, with a keyboard, and as a list without any script."""

from playwright.sync_api import Locator, Page, expect


def cell(page: Page, name: str) -> Locator:
    return page.get_by_role("gridcell", name=name)


def paint_with_a_finger(page: Page, first: str, last: str) -> None:
    """Holds a finger down on one hour and draws to another."""
    touch = page.context.new_cdp_session(page)
    cell(page, last).scroll_into_view_if_needed()
    for kind, name in (("touchStart", first), ("touchMove", last)):
        box = cell(page, name).bounding_box()
        assert box
        point = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
        expect(page.locator(".painting")).to_be_visible()
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.locator(".painting")).to_have_count(0)


def paint_with_keys(page: Page, *keys: str) -> None:
    """From where the keyboard was last: the one cell that the Tab key leads to."""
    page.locator("[role=gridcell][tabindex='0']").focus()
    for key in keys:
        page.keyboard.press(key)


def steps(days: int, hours: int) -> list[str]:
    """The arrow keys that lead so many days to the right, and so many hours down; up where it is less than nothing."""
    return ["ArrowRight"] * days + ["ArrowDown"] * hours + ["ArrowUp"] * -hours


def write_as_a_list(page: Page, weekday: int, start: str, end: str) -> None:
    page.locator(f"[name=hours-{weekday}-0-from]").fill(start)
    page.locator(f"[name=hours-{weekday}-0-to]").fill(end)
