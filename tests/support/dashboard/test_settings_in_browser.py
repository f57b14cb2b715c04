"""An owner sets up the second step, opens the settings, and changes name, colour and logo: in Chromium, on a phone."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from playwright.sync_api import Browser, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from accounts.models import Community, Member, Role
from tests import chromium
from tests.support.web.signing import INES, PASSWORD, account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><circle cx="2" cy="2" r="2" fill="#6f3f78"/></svg>'


@pytest.fixture
def program() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch, chromium.launched() as browser:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield browser


@pytest.fixture
def ines(riverside: Community, now: Any) -> Member:
    member = account(now)
    riverside.memberships.create(
        member=member, display_name="Ines", role=Role.OWNER, standing="good", joined_at=now, asked_at=now
    )
    return member


def test_from_the_second_step_to_another_look(
    program: Browser,
    live_server: LiveServer,
    ines: Member,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    rung: list[object],
) -> None:
    cache.clear()
    settings.MODERATORS_SECOND_FACTOR = True
    here = live_server.url.replace("localhost", "127.0.0.1")
    settings.SITE_URL, settings.CSRF_TRUSTED_ORIGINS = here, [here]
    page = program.new_context(base_url=here, viewport={"width": 360, "height": 740}).new_page()
    page.route("**/live/**", lambda route: route.abort())  # a stream would outlive the test
    page.goto("/account/sign-in/?next=/c/riverside/moderate/settings/")
    page.locator("[name=login]").fill(INES)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("link", name="Set up an app").click()
    if page.locator("[name=password]").count():
        page.locator("[name=password]").fill(PASSWORD)
        page.get_by_role("button", name="Go on", exact=True).click()
    secret = page.locator(".once code").inner_text()
    page.locator("[name=code]").fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    page.get_by_role("button", name="This is the code").click()
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("link", name="I have kept them: go on").click()
    page.get_by_role("link", name="Name and texts").click()
    page.get_by_label("What the community is called").fill("Riverbank")
    page.get_by_role("button", name="Keep this").click()
    expect(page.locator(".bar .name")).to_have_text("Riverbank")
    page.goto("/c/riverside/moderate/settings/look/")
    page.get_by_label("Plum").check()
    drawn = {"name": "logo.svg", "mimeType": "image/svg+xml", "buffer": LOGO.encode()}
    page.locator("[name=logo]").set_input_files([drawn])  # type: ignore[arg-type]
    page.get_by_role("button", name="Keep this").click()
    expect(page.locator("body")).to_have_attribute("data-colour", "plum")
    expect(page.locator(".bar .logo")).to_have_js_property("complete", True)
    expect(page.locator(".bar .logo")).not_to_have_js_property("naturalWidth", 0)
    assert page.evaluate("document.documentElement.scrollWidth <= 360")
    page.context.close()
