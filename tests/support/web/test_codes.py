"""Signing in with a code by e-mail: it opens the door once, here, for a while, and tells a stranger nothing."""

import logging
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from time import monotonic
from types import SimpleNamespace

import pytest
from allauth.account.internal.flows import code_verification
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import Member, Notification
from support.web import unhurried
from tests.support.web.signing import INES, PASSWORD, account, code_in, post, signed_in

pytestmark = pytest.mark.django_db

ASK, TYPE = "/account/sign-in/code/", "/account/sign-in/code/type/"
UNKNOWN = "nobody@members.example"


@pytest.fixture(autouse=True)
def quick(rung: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(unhurried, "A_MOMENT", 0.0)


def ask(client: Client, email: str = INES) -> HttpResponse:
    return client.post(ASK, {"email": email})  # type: ignore[return-value]


def newest_code(client: Client, email: str = INES) -> str:
    ask(client, email)
    return code_in(post()[-1])


def another(code: str) -> str:
    return str((int(code) + 1) % 1_000_000).zfill(6)


def text_of(response: HttpResponse) -> str:
    """A page without what differs by chance."""
    return re.sub(r'(nonce|value)="[^"]+"', "", response.content.decode())


class TestComingIn:
    def test_six_digits_by_letter_open_the_door(self, client: Client, now: datetime) -> None:
        account(now)
        assert ask(client)["Location"] == TYPE
        (letter,) = post()
        assert letter.to == [INES]
        answer = client.post(TYPE, {"code": code_in(letter)})
        assert answer["Location"] == reverse("home")
        assert signed_in(client)

    def test_from_the_sign_in_page_with_the_address_that_stands_there(
        self, client: Client, now: datetime
    ) -> None:
        account(now)
        page = client.get(reverse("account_login")).content.decode()
        assert f'formaction="{ASK}"' in page
        assert client.post(ASK, {"login": INES, "password": ""})["Location"] == TYPE
        assert [letter.to for letter in post()] == [[INES]]

    def test_and_on_to_where_the_person_was_going(self, client: Client, now: datetime) -> None:
        account(now)
        asked = client.post(f"{ASK}?next=/me/", {"email": INES, "next": "/me/"})
        code = code_in(post()[0])
        form = client.get(asked["Location"]).content.decode()
        assert 'name="next" value="/me/"' in form
        assert client.post(TYPE, {"code": code, "next": "/me/"})["Location"] == "/me/"

    def test_spaces_and_dashes_do_no_harm(self, client: Client, now: datetime) -> None:
        account(now)
        code = newest_code(client)
        client.post(TYPE, {"code": f" {code[:3]}-{code[3:]} "})
        assert signed_in(client)

    def test_a_new_code_takes_the_place_of_the_old_one(self, client: Client, now: datetime) -> None:
        account(now)
        old = newest_code(client)
        new = newest_code(client)
        client.post(TYPE, {"code": old if old != new else another(new)})
        assert not signed_in(client)
        client.post(TYPE, {"code": new})
        assert signed_in(client)


class TestWhatACodeCannot:
    def test_it_opens_no_other_browser(self, client: Client, now: datetime) -> None:
        account(now)
        code, other = newest_code(client), Client()
        assert other.post(TYPE, {"code": code})["Location"] == ASK
        assert not signed_in(other)

    def test_it_opens_the_door_once(self, client: Client, now: datetime) -> None:
        account(now)
        code = newest_code(client)
        client.post(TYPE, {"code": code})
        client.post(reverse("account_logout"))
        client.post(TYPE, {"code": code})
        assert not signed_in(client)

    def test_after_ten_minutes_it_is_only_a_number(
        self, client: Client, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        account(now)
        code = newest_code(client)
        later = code_verification.time.time() + 601
        monkeypatch.setattr(code_verification, "time", SimpleNamespace(time=lambda: later))
        assert client.post(TYPE, {"code": code})["Location"] == ASK
        assert not signed_in(client)

    def test_after_three_guesses_it_is_gone(self, client: Client, now: datetime) -> None:
        account(now)
        code = newest_code(client)
        for _ in range(3):
            client.post(TYPE, {"code": another(code)})
        client.post(TYPE, {"code": code})
        assert not signed_in(client)

    @pytest.mark.django_db(transaction=True)
    def test_guesses_that_come_at_once_are_counted_too(
        self, client: Client, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        account(now)
        code = newest_code(client)
        looked: list[str] = []

        def look(*, actual: str, expected: str) -> bool:
            looked.append(actual)
            return False

        monkeypatch.setattr("allauth.account.forms.compare_user_code", look)

        def guess(number: int) -> None:
            browser = Client()
            browser.cookies = client.cookies
            try:
                browser.post(TYPE, {"code": another(code)})
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as crowd:
            list(crowd.map(guess, range(24)))
        assert len(looked) == 3

    def test_guessing_is_slowed_down(self, client: Client, now: datetime, settings: Settings) -> None:
        settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
        account(now)
        code = newest_code(client)
        answers = [client.post(TYPE, {"code": another(code)}).status_code for _ in range(3)]
        assert answers == [200, 200, 429]

    def test_a_closed_account_stays_closed(self, client: Client, now: datetime) -> None:
        member = account(now)
        code = newest_code(client)
        Member.objects.filter(pk=member.pk).update(is_active=False)
        client.post(TYPE, {"code": code})
        assert not signed_in(client)


def unsafe(now: datetime) -> None:
    account(now, "unsafe@members.example", email_safe=False)


def unconfirmed(now: datetime) -> None:
    account(now, "unconfirmed@members.example", confirmed=False)


def closed(now: datetime) -> None:
    member = account(now, "closed@members.example")
    Member.objects.filter(pk=member.pk).update(is_active=False)


class TestNobodyFindsOut:
    @pytest.mark.parametrize(
        "who", [unsafe, unconfirmed, closed, None], ids=lambda who: getattr(who, "__name__", "nobody")
    )
    def test_the_answer_is_the_same_and_no_letter_goes_where_none_may(
        self, now: datetime, who: Callable[[datetime], None] | None
    ) -> None:
        account(now)
        if who:
            who(now)
        seen = []
        for email in (INES, f"{who.__name__}@members.example" if who else UNKNOWN):
            client = Client()
            asked = ask(client, email)
            pages = [client.get(TYPE), client.post(TYPE, {"code": "not a code"})]
            cookies = sorted((name, morsel["max-age"]) for name, morsel in client.cookies.items())
            seen.append((asked.status_code, asked["Location"], cookies, [text_of(page) for page in pages]))  # type: ignore[arg-type]
        assert seen[0] == seen[1]
        assert [letter.to for letter in post()] == [[INES]]

    def test_no_answer_comes_sooner_than_another(
        self, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        account(now)
        monkeypatch.setattr(unhurried, "A_MOMENT", 60.0)
        waited: list[float] = []
        monkeypatch.setattr("time.sleep", waited.append)
        for email in (INES, UNKNOWN):
            begun = monotonic()
            ask(Client(), email)
            assert waited.pop() + monotonic() - begun >= 60

    def test_nobody_fills_anothers_letter_box(self, now: datetime) -> None:
        account(now)
        answers = [ask(Client()) for _ in range(5)]
        assert len(post()) == 3
        assert "Too many attempts" in answers[-1].content.decode()
        unknown = [ask(Client(), UNKNOWN).status_code for _ in range(5)]
        assert unknown == [answer.status_code for answer in answers]

    def test_whoever_never_confirmed_is_not_confirmed_by_a_code(self, client: Client, now: datetime) -> None:
        """Else a stranger's password, chosen at sign-up, would open what its owner confirmed."""
        account(now, confirmed=False)
        ask(client)
        assert post() == []


class TestTheCodeItself:
    def test_it_stands_in_the_letter_alone(
        self, client: Client, now: datetime, caplog: pytest.LogCaptureFixture
    ) -> None:
        account(now)
        with caplog.at_level(logging.DEBUG):
            asked = ask(client)
            (letter,) = post()
            code = code_in(letter)
            typed = client.post(TYPE, {"code": code})
        html = str(letter.alternatives[0][0])  # type: ignore[attr-defined]
        assert code in html
        assert code not in letter.subject
        logged = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
        assert not [line for line in logged if code in line]
        for answer in (asked, typed):
            assert code not in answer["Location"]

    def test_it_is_forgotten_once_it_was_sent(self, client: Client, now: datetime) -> None:
        account(now)
        ask(client)
        assert len(Notification.objects.get().secret) == 6
        post()
        assert Notification.objects.get().secret == ""

    def test_the_letter_leads_to_the_page_and_carries_no_key(self, client: Client, now: datetime) -> None:
        account(now)
        ask(client)
        (letter,) = post()
        assert f"http://testserver{TYPE}" in str(letter.body)
        assert Client().get(TYPE)["Location"] == ASK

    def test_a_password_works_as_ever(self, client: Client, now: datetime) -> None:
        account(now)
        ask(client)
        client.post(reverse("account_login"), {"login": INES, "password": PASSWORD})
        assert signed_in(client)
