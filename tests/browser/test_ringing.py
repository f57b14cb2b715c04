"""A phone that tells what is new: it is asked only when somebody wants it, and shows what anybody may read."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.browser.stack import Stack
from tests.browser.windows import Window

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("riverside")]

# Private windows have no push service: this stands in for it. All the rest is Chromium's own.
STAND_IN = """
Object.defineProperty(Notification, "permission", { get: () => window.name || "default" });
Notification.requestPermission = async () => {
  window.asked = (window.asked || 0) + 1;
  return (window.name = "granted");
};
const point = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const plain = (text) => atob(text.replaceAll("-", "+").replaceAll("_", "/"));
const raw = (text) => Uint8Array.from(plain(text), (letter) => letter.charCodeAt(0)).buffer;
const kept = () => sessionStorage.getItem("rung") && {
  endpoint: sessionStorage.getItem("rung"),
  getKey: (name) => raw(name === "auth" ? "BTBZMqHH6r4Tts7J_aSIgg" : point),
  unsubscribe: async () => sessionStorage.removeItem("rung"),
};
PushManager.prototype.getSubscription = async () => kept() || null;
PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
  if (!userVisibleOnly || applicationServerKey.length !== 65) throw new Error("not a good request");
  sessionStorage.setItem("rung", "https://updates.push.services.mozilla.com/wpush/v2/a-browser");
  return kept();
};
"""


@pytest.fixture
def arrive(stack: Stack, open_window: Callable[..., Window]) -> Arrive:
    def arrive(name: str, device: str, **options: object) -> Person:
        window = open_window(device, service_workers="allow", **options)
        window.page.context.add_init_script(STAND_IN)
        return Person(name, window, stack, "riverside")

    return arrive


class Worker:
    """The service worker, rung as a push service would ring it."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site
        self.browser = page.context.new_cdp_session(page)
        self.found: list[dict[str, Any]] = []
        self.browser.on(
            "ServiceWorker.workerRegistrationUpdated", lambda event: self.found.extend(event["registrations"])
        )
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        self.browser.send("ServiceWorker.enable")
        page.wait_for_function("true")

    def _here(self) -> list[dict[str, Any]]:
        """Of this site, and not one that is gone with another window."""
        gone = {one["registrationId"] for one in self.found if one.get("isDeleted")}
        here = [one for one in self.found if one["scopeURL"].startswith(self.site)]
        return [one for one in here if one["registrationId"] not in gone]

    def ring(self, data: str) -> None:
        while not self._here():
            self.page.evaluate("1")
        self.browser.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": self.site, "registrationId": self._here()[-1]["registrationId"], "data": data},
        )

    def shown(self, many: int) -> list[dict[str, Any]]:
        """What the device shows once there are so many."""
        look = """async (many) => {
          const registration = await navigator.serviceWorker.ready;
          for (let tries = 0; tries < 1200; tries++) {
            const found = await registration.getNotifications();
            const told = found.map(({ title, body, tag, dir, data }) => ({ title, body, tag, dir, data }));
            if (told.length === many) return told;
            await new Promise((later) => setTimeout(later, 25));
          }
          throw new Error("something else is shown");
        }"""
        found: list[dict[str, Any]] = self.page.evaluate(look, many)
        return found


def allowed(context: BrowserContext, site: str) -> None:
    context.grant_permissions(["notifications"], origin=site)


def test_a_phone_is_asked_only_by_its_own_button_and_can_be_taken_out(arrive: Arrive) -> None:
    nour = arrive("Nour", "phone")
    nour.signs_in()
    nour.opens("/notifications/")
    nour.follows("Hear of it on this device")
    nour.sees("Whoever looks at the screen reads the name of this place.")
    assert nour.page.evaluate("window.asked") is None
    nour.page.get_by_label("What you call this device").fill("My old phone")
    nour.presses("Tell me on this device")
    nour.sees("From now on this device tells you.")
    nour.sees("This device tells you what is new.")
    row = nour.page.get_by_role("listitem").filter(has_text="My old phone")
    expect(row).to_contain_text("this device")
    row.get_by_role("button", name="Take out").click()
    nour.sees("It tells you nothing any more.")
    assert nour.page.evaluate("sessionStorage.getItem('rung')") is None
    expect(nour.page.get_by_role("button", name="Tell me on this device")).to_be_visible()


def test_the_phone_shows_the_words_that_came_once_and_leads_nowhere_else(
    arrive: Arrive, stack: Stack
) -> None:
    nour = arrive("Nour", "phone")
    allowed(nour.page.context, stack.site)
    nour.opens("/about/")
    worker = Worker(nour.page, stack.site)
    words = {"title": "رسالة في انتظارك", "path": "/notifications/", "tag": "one", "lang": "ar", "dir": "rtl"}
    worker.ring(json.dumps(words))
    worker.shown(1)
    worker.ring(json.dumps(words))  # the same once more: one notification, not two
    worker.ring("no words that it can read")
    first, second = sorted(worker.shown(2), key=lambda shown: str(shown["tag"]), reverse=True)
    assert (first["title"], first["tag"], first["dir"], first["body"]) == (words["title"], "one", "rtl", "")
    assert (second["title"], second["data"]) == (
        "Something new is waiting for you",
        {"path": "/notifications/"},
    )
