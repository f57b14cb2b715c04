"""Chromium as the tests start it: found on this machine, quiet, and without a word to anybody else."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

PATIENCE_MS = 30_000  # for what comes in a moment, unless the machine is busy
ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"  # nothing leaves this machine
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    ALONE,
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--accept-lang=en-GB",  # where clocks have 24 hours and weeks begin on Monday; a test of other customs says so
)


def find() -> str:
    """The program: CHROMIUM, or the first of the usual names. Skips the test where there is none."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        pytest.skip("There is no Chromium here. This installs it: apt-get install chromium")
    return found


@contextmanager
def launched() -> Iterator[Browser]:
    """One browser. Playwright keeps a loop in this thread, so a second one can only be launched after the first."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=QUIET)
        try:
            yield browser
        finally:
            browser.close()
