"""On a slow line the letters come late: nothing jumps when they do, and the next page has them."""

import pytest
from playwright.sync_api import Route

from tests.browser.conftest import Arrive
from tests.browser.people import Person

pytestmark = pytest.mark.browser

MOST = 0.05  # of cumulative layout shift
SLOW = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 200_000,
    "uploadThroughput": 90_000,
}  # bytes a second
WATCH = """window.jumps = [];
new PerformanceObserver(list => { for (const one of list.getEntries()) if (!one.hadRecentInput) jumps.push(one); })
  .observe({ type: "layout-shift", buffered: true });"""
PAINTED = """async () => {
  const painted = () => performance.getEntriesByName("first-contentful-paint").length;
  while (!painted()) await new Promise(later => setTimeout(later, 20));
}"""
ARRIVED = """async () => {
  await document.fonts.ready;
  for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
  const late = performance.getEntriesByType("resource").filter(one => one.name.endsWith(".woff2"));
  return { jumped: jumps.reduce((sum, one) => sum + one.value, 0), letters: late.length,
    what: jumps.flatMap(one => one.sources.map(at => at.node?.outerHTML?.slice(0, 100) ?? at.node?.data)) };
}"""


def test_nothing_jumps_for_a_visitor(arrive: Arrive, meadow: dict[str, str]) -> None:
    person = on_a_slow_line(arrive, "")
    for path in ("/", "/c/meadow/", "/c/meadow/ask/"):
        comes_calmly(person, path)


def test_nothing_jumps_for_a_member(arrive: Arrive, meadow: dict[str, str]) -> None:
    person = on_a_slow_line(arrive, "Maya")
    for path in ("/home/", "/c/meadow/ask/", f"/matches/{meadow['yes']}/"):
        comes_calmly(person, path)


def on_a_slow_line(arrive: Arrive, name: str) -> Person:
    person = arrive(name, "phone", "meadow")
    if name:
        person.signs_in()
    person.page.add_init_script(WATCH)
    wire = person.page.context.new_cdp_session(person.page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    wire.send("Network.emulateNetworkConditions", SLOW)
    return person


def comes_calmly(person: Person, path: str) -> None:
    """The letters wait until the page is read in the faces that every device has."""
    page = person.page
    held: list[Route] = []
    page.route("**/*.woff2", lambda route: held.append(route))
    page.goto(path, wait_until="domcontentloaded")
    page.evaluate(PAINTED)
    assert len(held) == 2
    for letters in held:
        letters.continue_()
    page.unroute("**/*.woff2")
    page.wait_for_load_state("load")
    came = page.evaluate(ARRIVED)
    assert came["letters"] == 2
    assert came["jumped"] < MOST, (path, came)
