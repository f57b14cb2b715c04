"""Pictures for the README, taken on the way by a run with PICTURES=1."""

import os
from pathlib import Path

from playwright.sync_api import Page

from tests.browser import windows

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
LARGEST = 150_000
TALL = 900  # enough to see how it goes on


def keep(page: Page, name: str) -> None:
    """What the window shows, from the top, with nothing under the fingers and nothing on the move."""
    if not os.environ.get("PICTURES"):
        return
    size = page.viewport_size
    assert size
    page.set_viewport_size({"width": size["width"], "height": TALL})
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    windows.settle(page)
    FOLDER.mkdir(exist_ok=True)
    picture = FOLDER / f"{name}.png"
    page.screenshot(path=picture)
    assert picture.stat().st_size < LARGEST
    page.set_viewport_size(size)
