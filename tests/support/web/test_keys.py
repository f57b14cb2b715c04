"""Keys for programs: shown once, limited to what was chosen, taken back at once, all of them with a new password."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Member, Notification
from support import tokens
from support.models import Token
from tests.support.web.conftest import Browser, text_of

KEY = {"name": "My phone", "scopes": ["matching:read"], "days": "30"}


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody has typed their password a moment ago."""
    from support.web import keys

    monkeypatch.setattr(keys, "_new", keys._new.__wrapped__)  # type: ignore[attr-defined]


def _secret(page: str) -> str:
    return next(word for word in page.split() if word.startswith(tokens.BEGINS))


def test_a_key_is_shown_once_and_opens_what_was_chosen(known: None, browser: Browser, maya: Member) -> None:
    mine = browser(maya)
    made = mine.post("/me/keys/new/", KEY, follow=True)
    secret = _secret(text_of(made))
    assert secret not in text_of(mine.get("/me/keys/"))
    phone = Client(headers={"authorization": f"Bearer {secret}"})
    assert phone.get("/api/v1/needs/").status_code == 200
    assert Notification.objects.filter(member=maya, kind="key_made").count() == 1
    assert secret not in str(Notification.objects.values())


def test_a_key_that_was_taken_back_opens_nothing(
    browser: Browser, maya: Member, lena: Member, now: datetime
) -> None:
    key, secret = tokens.make(member=maya, name="Phone", scopes=["matching:read"], days=7, now=now)
    address = reverse("key_take_back", args=[key.uid])
    assert browser(lena).post(address).status_code == 404
    assert tokens.find(secret, now=now)
    browser(maya).post(address)
    assert tokens.find(secret, now=now) is None


def test_a_new_password_takes_all_keys_back(browser: Browser, maya: Member, now: datetime) -> None:
    maya.set_password("a quiet kitchen table")
    maya.save()
    _key, secret = tokens.make(member=maya, name="Phone", scopes=["matching:read"], days=7, now=now)
    new = {
        "oldpassword": "a quiet kitchen table",
        "password1": "another quiet table",
        "password2": "another quiet table",
    }
    browser(maya).post(reverse("account_change_password"), new)
    maya.refresh_from_db()
    assert maya.check_password("another quiet table")
    assert tokens.find(secret, now=now) is None


def test_what_moderators_do_is_given_only_after_the_second_step(
    known: None, browser: Browser, nour: Member, maya: Member, now: datetime, settings: Any
) -> None:
    settings.MODERATORS_SECOND_FACTOR = True
    refused = browser(nour).post("/me/keys/new/", KEY | {"scopes": ["moderate:read"]})
    assert (refused.status_code, Token.objects.count()) == (200, 0)
    assert "My phone" in refused.content.decode()
    with pytest.raises(tokens.NotMade):
        tokens.make(member=maya, name="x", scopes=["moderate:read"], days=7, now=now, second_step=True)
    tokens.make(member=nour, name="x", scopes=["moderate:read"], days=7, now=now, second_step=True)


def test_the_password_is_asked_for_before_a_key_is_made(browser: Browser, maya: Member) -> None:
    maya.set_password("a quiet kitchen table")
    maya.save()
    asked = browser(maya).get("/me/keys/new/")
    assert asked.status_code == 302
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
