"""Devices that tell me what is new: put in by their own browser, gone with a sign-out, a new password or a word."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import Member, PushSubscription
from support.web.devices import MOVES_A_MINUTE
from tests.accounts.push.test_devices import SERVICE, said
from tests.support.web.conftest import Browser, text_of

pytestmark = pytest.mark.django_db

PAGE = "/me/devices/"
PASSWORD = "a good long password"


def put_in(client: Client, name: str) -> PushSubscription:
    client.post(PAGE, said(name) | {"name": name})
    return PushSubscription.objects.latest("pk")


def test_a_browser_is_put_in_and_says_which_of_them_it_is(browser: Browser, maya: Member) -> None:
    phone, computer = browser(maya), browser(maya)
    put_in(phone, "Phone")
    put_in(computer, "Computer")
    assert list(maya.push_subscriptions.values_list("endpoint", flat=True)) != []
    page = text_of(phone.get(PAGE))
    assert "Phone this device" in page
    assert "Computer this device" not in page


def test_signing_out_ends_it_here_and_nowhere_else(browser: Browser, maya: Member) -> None:
    phone, computer = browser(maya), browser(maya)
    put_in(phone, "Phone")
    put_in(computer, "Computer")
    phone.post(reverse("account_logout"))
    assert [row.name for row in PushSubscription.objects.all()] == ["Computer"]


def test_a_new_password_silences_every_other_device(browser: Browser, maya: Member) -> None:
    maya.set_password(PASSWORD)
    maya.save()
    mine, theirs = browser(maya), browser(maya)
    put_in(theirs, "Theirs")
    put_in(mine, "Mine")
    mine.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "another good one", "password2": "another good one"},
    )
    maya.refresh_from_db()
    assert maya.check_password("another good one")
    assert [row.name for row in PushSubscription.objects.all()] == ["Mine"]


@pytest.mark.parametrize("lie", [{"endpoint": "https://10.0.0.1/"}, {"auth": ""}, {"p256dh": "x"}])
def test_what_cannot_be_rung_is_said_in_one_sentence(
    browser: Browser, maya: Member, lie: dict[str, str]
) -> None:
    page = browser(maya).post(PAGE, said("Phone") | {"name": "Phone"} | lie)
    assert page.status_code == 200
    assert "browser" in text_of(page)
    assert not PushSubscription.objects.exists()


def test_without_keys_the_page_says_so_kindly_and_takes_nothing(
    browser: Browser, maya: Member, settings: Settings
) -> None:
    about, settings.PUSH_KEYS = said("Phone") | {"name": "Phone"}, []
    client = browser(maya)
    assert "This place cannot ring devices yet." in text_of(client.post(PAGE, about))
    assert not PushSubscription.objects.exists()


def test_a_browser_that_moved_says_so_without_a_page_and_learns_nothing(
    browser: Browser, maya: Member
) -> None:
    row = put_in(browser(maya), "Phone")
    stranger, moved = Client(enforce_csrf_checks=True), reverse("device_moved")
    assert stranger.post(moved, said("new") | {"old": SERVICE + "unknown"}).status_code == 204
    assert stranger.post(moved, said("new") | {"old": row.endpoint}).status_code == 204
    row.refresh_from_db()
    assert (row.endpoint, row.member) == (SERVICE + "new", maya)
    assert (
        stranger.post(moved, said("x", endpoint="https://[::1]/") | {"old": row.endpoint}).status_code == 400
    )
    assert stranger.post(moved).status_code == 400
    assert stranger.get(moved).status_code == 405
    tries = [stranger.post(moved).status_code for _ in range(MOVES_A_MINUTE)]
    assert tries[-1] == 429
