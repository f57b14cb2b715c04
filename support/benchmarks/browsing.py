"""A browser for measuring: what a page weighs on the wire, and a port at which Lighthouse finds it signed in."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import BrowserContext, Page, Playwright

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
PHONE = {"width": 360, "height": 740}
SETTLED_MS = 1500  # after a page is there: what its scripts ask for


@contextmanager
def at_port(
    playwright: Playwright, port: int, *, program: str, site: str, session: str | None
) -> Iterator[None]:
    """A browser that others may steer through this port, signed in where a session is given."""
    with tempfile.TemporaryDirectory(prefix="support-browser-", ignore_cleanup_errors=True) as folder:
        browser = playwright.chromium.launch_persistent_context(
            folder, executable_path=program, args=[*QUIET, f"--remote-debugging-port={port}"]
        )
        _sign_in(browser, site, session)
        try:
            yield
        finally:
            browser.close()


def weigh(
    playwright: Playwright, address: str, *, program: str, site: str, session: str | None
) -> tuple[int, int]:
    """Bytes on the wire of a visit with nothing kept, and of the next one.

    Without the service worker: it would answer files itself, and what it fetches for later belongs to no page.
    """
    browser = playwright.chromium.launch(executable_path=program, args=QUIET)
    try:
        context = browser.new_context(viewport=PHONE, service_workers="block")  # type: ignore[arg-type]
        _sign_in(context, site, session)
        page = context.new_page()
        return _visit(page, address), _visit(page, address)
    finally:
        browser.close()


def _visit(page: Page, address: str) -> int:
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    came: list[int] = []
    wire.on("Network.loadingFinished", lambda done: came.append(round(done["encodedDataLength"])))
    answer = page.goto(address, wait_until="load")
    page.wait_for_timeout(SETTLED_MS)
    wire.detach()
    if answer is None or answer.status != 200 or page.url.partition("?")[0] != address:
        raise OSError(f"{address} was not shown.")
    return sum(came)


def _sign_in(context: BrowserContext, site: str, session: str | None) -> None:
    if session:
        context.add_cookies([{"name": "sessionid", "value": session, "url": site, "httpOnly": True}])
