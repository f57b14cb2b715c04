"""Programs that are no part of the service and that only measuring needs: where they are on this machine."""

import os
import shlex
import shutil
import subprocess

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_BROWSER = "There is no Chromium here: set CHROMIUM to its path, or install it (apt-get install chromium)."
PACKAGE = "lighthouse@12"
NO_LIGHTHOUSE = (
    f"There is no Lighthouse here: set LIGHTHOUSE to its command, or install npm, whose npx runs {PACKAGE}."
)
PATIENCE = 300.0  # npx may have to fetch it


def chromium() -> str:
    """CHROMIUM, or the first of the usual names. Leaves with one line where there is none."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        raise SystemExit(NO_BROWSER)
    return found


def lighthouse() -> list[str]:
    """The command in LIGHTHOUSE, or npx. Leaves with one line where it does not answer."""
    given, npx = os.environ.get("LIGHTHOUSE"), shutil.which("npx")
    words = shlex.split(given) if given else [npx, "--yes", PACKAGE] if npx else []
    if not words or not _answers([*words, "--version"]):
        raise SystemExit(NO_LIGHTHOUSE)
    return words


def _answers(words: list[str]) -> bool:
    try:
        done = subprocess.run(
            words, capture_output=True, check=False, timeout=PATIENCE, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
