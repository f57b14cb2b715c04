"""What somebody finds who comes for the first time, on a slow line and perhaps with somebody behind them."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("riverside")]

LIGHT = 100_000  # bytes on the wire, everything included
HOME = 30_000
ELSEWHERE = "https://www.wikipedia.org/"


@pytest.mark.parametrize(
    "path", ["/", "/c/riverside/", "/c/riverside/join/?door=ask", "/account/sign-up/", "/crisis/"]
)
def test_a_first_visit_is_light(path: str, arrive: Arrive) -> None:
    page = arrive("Somebody", "phone").page
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    came: list[int] = []
    wire.on("Network.loadingFinished", lambda done: came.append(done["encodedDataLength"]))
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert len(came) > 10  # the page, its sheets, scripts and letters
    assert sum(came) < LIGHT


def test_home_is_lighter_still_once_one_has_been_here(arrive: Arrive) -> None:
    nour = arrive("Nour", "phone")
    nour.signs_in()
    nour.page.context.unroute_all()  # while Playwright looks at what is asked for, nothing is kept
    nour.opens("/home/")
    nour.page.wait_for_load_state("load")
    wire = nour.page.context.new_cdp_session(nour.page)
    wire.send("Network.enable")
    came: list[int] = []
    wire.on("Network.loadingFinished", lambda done: came.append(done["encodedDataLength"]))
    nour.opens("/home/")
    nour.page.wait_for_load_state("load")
    assert came
    assert sum(came) < HOME


@pytest.mark.parametrize("how", ["link", "keys"])
def test_leaving_quickly_leaves_no_way_back(how: str, arrive: Arrive) -> None:
    nour = arrive("Nour", "desktop")
    nour.signs_in()
    nour.opens("/notifications/")
    nour.opens("/c/riverside/ask/")
    leave(nour, how)
    expect(nour.page.get_by_role("heading", name="Elsewhere")).to_be_visible()
    nour.page.go_back()
    expect(nour.page.get_by_role("heading", name="What happened")).to_be_visible()


def leave(person: Person, how: str) -> None:
    """Where they get to is a page of our own: nothing leaves this machine."""
    elsewhere: dict[str, Any] = {"body": "<h1>Elsewhere</h1>", "content_type": "text/html"}
    person.page.context.route(f"{ELSEWHERE}**", lambda route: route.fulfill(**elsewhere))
    if how == "link":
        person.follows("Leave quickly")
    else:
        for _ in range(3):
            person.page.keyboard.press("Shift")
