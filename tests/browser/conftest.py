"""The running service, a browser, and windows in which nothing may go wrong."""

from collections.abc import Callable, Generator, Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser

from tests import chromium
from tests.browser import stack as stacks
from tests.browser.people import Person
from tests.browser.stack import Stack
from tests.browser.windows import Window, opened

Arrive = Callable[..., Person]

# Pairs of places whose clocks are never changed; in one of them it is always day, so that nobody's letters wait.
DAY = range(10, 14)
PLACES = (
    ("Pacific/Pitcairn", "America/Costa_Rica"),
    ("America/Puerto_Rico", "America/Noronha"),
    ("Atlantic/Reykjavik", "Africa/Johannesburg"),
    ("Asia/Dubai", "Asia/Dhaka"),
    ("Asia/Singapore", "Australia/Brisbane"),
    ("Pacific/Fiji", "Pacific/Kiritimati"),
)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium.launched() as browser:
        yield browser


@pytest.fixture(scope="package")
def stack(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Started after the browser: where there is none, nothing is started in vain."""
    with stacks.running(tmp_path_factory.mktemp("service") / "data") as stack:
        yield stack


@pytest.fixture(scope="package")
def riverside(stack: Stack) -> None:
    stack.make("riverside")


@pytest.fixture(scope="package")
def meadow(stack: Stack) -> dict[str, str]:
    """One of everything, and how each thing is called in addresses."""
    things: dict[str, str] = stack.make("meadow")
    return things


@pytest.fixture
def open_window(stack: Stack, browser: Browser) -> Iterator[Callable[..., Window]]:
    """Opens a window on a "phone" or a "desktop". Afterwards nothing may have gone wrong in any of them."""
    windows: list[Window] = []

    def open(device: str, **options: object) -> Window:
        windows.append(opened(browser, str(options.pop("site", stack.site)), device, **options))
        return windows[-1]

    yield open
    faults = [fault for window in windows for fault in window.faults]
    for window in windows:
        window.page.context.close()
    assert faults == []


@pytest.fixture
def arrive(stack: Stack, open_window: Callable[..., Window]) -> Arrive:
    """Somebody of a world sits down at a window of their own."""

    def arrive(
        name: str,
        device: str,
        world: str = "riverside",
        album: str = "",
        as_: type[Person] = Person,
        **options: object,
    ) -> Person:
        return as_(name, open_window(device, **options), stack, world, album)

    return arrive


@pytest.fixture(scope="package")
def daylight() -> tuple[str, str]:
    """Two time zones, two hours apart, where it is day now."""
    now = datetime.now(UTC)
    return next(places for places in PLACES if now.astimezone(ZoneInfo(places[0])).hour in DAY)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What the service wrote last stands below a failure."""
    report = yield
    stack = getattr(item, "funcargs", {}).get("stack")
    if report.failed and stack:
        report.sections += stack.last_words()
    return report
