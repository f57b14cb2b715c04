"""A window of a browser in which nothing may go wrong: no error in the console, no failed page, no word to anybody."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, Response

from tests import chromium

DEVICES: dict[str, dict[str, Any]] = {
    "phone": {
        "viewport": {"width": 360, "height": 740},
        "device_scale_factor": 2,
        "has_touch": True,
        "is_mobile": True,
    },
    "desktop": {"viewport": {"width": 1280, "height": 800}},
}
PATIENCE_MS = chromium.PATIENCE_MS


@dataclass
class Window:
    """One page in a browser of its own, with all that went wrong there."""

    page: Page
    site: str
    faults: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(path)
        return self.page

    def _notice(self, request: Request) -> None:
        """This browser knows no name but ours (`chromium.ALONE`): what is asked of others fails, and is a fault."""
        if urlsplit(request.url).hostname != urlsplit(self.site).hostname:
            self.faults.append(f"a request to {request.url}")

    def _listen(self, message: ConsoleMessage) -> None:
        # That a page is not there, or not for everybody, is an answer, and so is a line that a test took away; all else
        # in the console is a mistake.
        expected = "status of 40" in message.text or "ERR_INTERNET_DISCONNECTED" in message.text
        if message.type == "error" and not expected:
            self.faults.append(f"{self.page.url}: {message.text}")

    def _look(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status} from {response.url}")


def opened(browser: Browser, site: str, device: str, **options: Any) -> Window:
    """A new window on `device`, watched."""
    # Playwright does not see what a service worker asks for, so it is let in only where it is what is looked at.
    quiet = {"service_workers": "block"}
    context = browser.new_context(base_url=site, **quiet | DEVICES[device] | options)
    context.set_default_timeout(PATIENCE_MS)
    window = Window(context.new_page(), site)
    # Not by a route through here: with one, no file is ever taken from the browser's cache.
    context.on("requestfailed", window._notice)
    window.page.on("console", window._listen)
    window.page.on("pageerror", lambda error: window.faults.append(f"{window.page.url}: {error}"))
    window.page.on("response", window._look)
    return window


def settle(page: Page) -> None:
    """Waits until the letters are there and nothing moves any more; on the next page, if one comes in between."""
    moves = "document.getAnimations().map(it => it.finished)"
    while True:
        try:
            page.evaluate(f"Promise.allSettled([document.fonts.ready, ...{moves}]).then(() => null)")
        except Error as error:
            if "context was destroyed" not in error.message:
                raise
            page.wait_for_load_state()
        else:
            return
