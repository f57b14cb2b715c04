"""Passkeys, as far as no browser is needed: whose they are, who may change them, and that they lock nobody out.

Making one and signing in with it: tests/browser/test_signing_in.py.
"""

from datetime import datetime
from time import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from accounts.models import Member
from support.web import passkeys as passkeys_page
from tests import passkeys
from tests.support.web.signing import INES, PASSWORD, account, post, signed_in

pytestmark = pytest.mark.django_db

AGAIN = "/account/again/"


@pytest.fixture(autouse=True)
def quick(rung: list[object]) -> None:
    cache.clear()


@pytest.fixture
def ines(now: datetime) -> Member:
    return account(now)


def passkey(member: Member, name: str = "my phone") -> Authenticator:
    return passkeys.add(member, name)


def at_home(member: Member, *, proven: bool = True) -> Client:
    """A browser that is signed in; `proven` a moment ago, or long ago."""
    client = Client()
    client.force_login(member)
    if proven:
        client.post(AGAIN, {"password": PASSWORD})
    return client


def test_the_page_about_me_lists_mine_and_nobody_elses(ines: Member, now: datetime) -> None:
    passkey(ines, "my <b>phone</b>")
    passkey(account(now, "omar@members.example"), "omar's laptop")
    page = at_home(ines).get("/me/").content.decode()
    assert "my &lt;b&gt;phone&lt;/b&gt;" in page
    assert "omar&#x27;s laptop" not in page
    assert "/account/passkeys/add/" in page


def test_before_any_change_it_must_still_be_you(ines: Member) -> None:
    mine, client = passkey(ines), at_home(ines, proven=False)
    for path in ("add/", f"{mine.pk}/", f"{mine.pk}/remove/"):
        answer = client.get(f"/account/passkeys/{path}")
        assert answer["Location"].startswith(AGAIN)
    client.post(f"/account/passkeys/{mine.pk}/remove/")
    assert Authenticator.objects.filter(pk=mine.pk).exists()
    assert "Use my passkey instead" in client.get(AGAIN).content.decode()


def test_that_wears_off(ines: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    client = at_home(ines)
    assert client.get("/account/passkeys/add/").status_code == 200
    monkeypatch.setattr("time.time", lambda before=time: before() + 601)
    assert client.get("/account/passkeys/add/")["Location"].startswith(AGAIN)


def test_a_name_is_short_from_the_beginning(ines: Member) -> None:
    form = passkeys_page.AddForm({"name": "x" * 41}, user=ines)
    assert "name" in form.errors
    assert "name" not in passkeys_page.AddForm({"name": "x" * 40}, user=ines).errors


def test_a_name_can_be_changed(ines: Member) -> None:
    mine = passkey(ines)
    answer = at_home(ines).post(f"/account/passkeys/{mine.pk}/", {"name": "my old phone"})
    assert answer["Location"] == "/me/"
    mine.refresh_from_db()
    assert mine.wrap().name == "my old phone"


def test_a_lost_one_is_taken_out_and_its_owner_is_told(ines: Member) -> None:
    mine, client = passkey(ines), at_home(ines)
    assert "Take out “my phone”?" in client.get(f"/account/passkeys/{mine.pk}/remove/").content.decode()
    assert client.post(f"/account/passkeys/{mine.pk}/remove/")["Location"] == "/me/"
    assert not Authenticator.objects.exists()
    assert [letter.subject for letter in post()] == ["A way into your account was taken out"]
    assert "no longer opens the door" in client.get("/me/").content.decode()


def test_no_letter_where_letters_are_not_safe(now: datetime) -> None:
    member = account(now, email_safe=False)
    mine = passkey(member)
    at_home(member).post(f"/account/passkeys/{mine.pk}/remove/")
    assert not Authenticator.objects.exists()
    assert post() == []


def test_somebody_elses_does_not_exist(ines: Member, now: datetime) -> None:
    theirs, client = passkey(account(now, "omar@members.example")), at_home(ines)
    for path in (f"{theirs.pk}/", f"{theirs.pk}/remove/"):
        assert client.get(f"/account/passkeys/{path}").status_code == 404
        assert client.post(f"/account/passkeys/{path}", {"name": "mine now"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.wrap().name == "my phone"


def test_who_has_lost_it_still_comes_in_by_the_password(ines: Member) -> None:
    passkey(ines)
    client = Client()
    answer = client.post("/account/sign-in/", {"login": INES, "password": PASSWORD})
    assert answer["Location"] == "/home/"
    assert signed_in(client)


def test_the_sign_in_page_says_the_same_to_all_and_names_no_passkey(ines: Member) -> None:
    """What the browser is asked for does not depend on an address: nobody learns who has one."""
    passkey(ines)
    asked: dict[str, Any] = (
        Client().get("/account/sign-in/passkey/", headers={"accept": "application/json"}).json()
    )
    wanted = asked["request_options"]["publicKey"]
    assert wanted["userVerification"] == "required"
    assert not wanted.get("allowCredentials")


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", "null", '{"response": {}}', '{"response": {"userHandle": "NQ"}}', "x"]
)
def test_a_made_up_answer_opens_nothing(ines: Member, answer: str) -> None:
    client = Client()
    client.get("/account/sign-in/passkey/", headers={"accept": "application/json"})
    said = client.post("/account/sign-in/passkey/", {"credential": answer})
    assert said["Location"] == "/account/sign-in/"
    assert not signed_in(client)


@pytest.mark.parametrize("path", ["/account/passkeys/", "/account/passkeys/add/", "/account/again/passkey/"])
def test_a_stranger_finds_nothing_there(path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 404 or answer["Location"].startswith("/account/sign-in/")


def test_a_device_left_open_is_not_enough_to_choose_a_first_password(ines: Member) -> None:
    ines.set_unusable_password()
    ines.save()
    passkey(ines)
    client, page = at_home(ines, proven=False), "/account/password/choose/"
    for asked in (client.get(page), client.post(page, {"password1": "seven white stones"})):
        assert asked["Location"].startswith("/account/again/")
    ines.refresh_from_db()
    assert not ines.has_usable_password()
