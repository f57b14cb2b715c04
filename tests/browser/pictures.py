"""A gallery of what people see on their way, made by every run of the browser tests.

It lies in `.gallery`, which git does not keep, or in the folder that GALLERY names; GALLERY= makes none. With
PICTURES=1 the best three are renewed in the README as well.
"""

import os
from pathlib import Path

from playwright.sync_api import Page

from tests.browser import windows

ROOT = Path(__file__).resolve().parents[2]
GALLERY = os.environ.get("GALLERY", str(ROOT / ".gallery"))
IN_THE_README = {
    "seeker-home-360-light": "home-phone",
    "seeker-ask-360-light": "ask-phone",
    "helper-match-1280-dark": "match-desktop",
}
LARGEST = 150_000
TALL = 900  # enough to see how it goes on


def keep(page: Page, name: str) -> None:
    """What the window shows, from the top, with nothing on the move. `name` gets its width and theme."""
    if not GALLERY:
        return
    size = page.viewport_size
    assert size
    theme = "dark" if page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") else "light"
    name = f"{name}-{size['width']}-{theme}"
    page.set_viewport_size({"width": size["width"], "height": TALL})
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    windows.settle(page)
    picture = page.screenshot(path=_place(Path(GALLERY), name))
    page.set_viewport_size(size)
    if os.environ.get("PICTURES") and name in IN_THE_README:
        assert len(picture) < LARGEST
        _place(ROOT / "docs" / "pictures", IN_THE_README[name]).write_bytes(picture)
    _hang(Path(GALLERY))


def _place(folder: Path, name: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{name}.png"


def _hang(gallery: Path) -> None:
    """One page that shows them all, beside each other."""
    pictures = sorted(picture.name for picture in gallery.glob("*.png"))
    shown = "".join(
        f'<a href="{it}"><img src="{it}" alt="{it}" title="{it}" height="450"></a>\n' for it in pictures
    )
    (gallery / "index.html").write_text(f"<!doctype html><title>Gallery</title>\n{shown}", encoding="utf-8")
