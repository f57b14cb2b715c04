"""Signing up and in: what a person goes through, and what a stranger cannot find out."""

import importlib
import re
from datetime import datetime, timedelta
from functools import partial
from time import monotonic
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from allauth.account.models import EmailAddress
from allauth.core.internal import ratelimit
from django.contrib.auth.hashers import Argon2PasswordHasher, get_hasher, identify_hasher, make_password
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts import communities
from accounts.clock import database_now
from accounts.models import Community, Delivery, Joining, Member
from support.web import unhurried
from tests.support.web.signing import PASSWORD, account, post, signed_in

pytestmark = pytest.mark.django_db

ANSWERS = {
    "password1": PASSWORD,
    "email_safe": "yes",
    "adult": "on",
    "consent": "on",
    "time_zone": "Asia/Kolkata",
}


@pytest.fixture(autouse=True)
def quick(rung: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    """No attempts so far, no broker, and no waiting."""
    cache.clear()
    monkeypatch.setattr(unhurried, "A_MOMENT", 0.0)


def test_the_service_is_patient_with_passwords(settings: Settings) -> None:
    """The tests are not (`tests/settings.py`); it keeps each by Argon2, as strong as Django advises."""
    settings.PASSWORD_HASHERS = importlib.import_module("support.settings").PASSWORD_HASHERS
    kept = make_password(PASSWORD)
    assert type(identify_hasher(kept)) is Argon2PasswordHasher
    assert not Argon2PasswordHasher().must_update(kept)
    assert "$m=102400,t=2,p=8$" in kept


def sign_up(client: Client, email: str = "ines@members.example", **answers: str) -> HttpResponse:
    return client.post(reverse("account_signup"), {**ANSWERS, "email": email, **answers})  # type: ignore[return-value]


def link(letter: mail.EmailMessage) -> str:
    """The path behind a letter's button."""
    found = re.search(r"http://testserver(/account/\S+)", str(letter.body))
    assert found
    return found[1]


def text_of(response: HttpResponse) -> str:
    """A page without what differs by chance."""
    return re.sub(r'(nonce|value)="[^"]+"', "", response.content.decode())


class TestSigningUp:
    def test_from_the_join_page_to_a_member_of_the_community(
        self, client: Client, riverside: Community
    ) -> None:
        asked = client.post(reverse("join", args=["riverside"]), {"display_name": "Ines"})
        assert asked["Location"] == reverse("account_signup")
        assert "Ines" in client.get(reverse("account_signup")).content.decode()
        assert sign_up(client)["Location"] == reverse("account_email_verification_sent")
        assert not riverside.memberships.filter(display_name="Ines").exists()
        (letter,) = post()
        assert letter.to == ["ines@members.example"]
        assert client.get(link(letter)).status_code == 200
        assert client.post(link(letter))["Location"] == reverse("welcome")
        member = Member.objects.get(email="ines@members.example")
        assert signed_in(client)
        membership = communities.membership_of(member, riverside)
        assert membership is not None
        assert membership.display_name == "Ines"
        assert member.time_zone == "Asia/Kolkata"
        assert member.email_safe

    def test_without_a_community_one_simply_has_an_account(self, client: Client) -> None:
        sign_up(client)
        client.post(link(post()[0]))
        assert signed_in(client)
        assert not Member.objects.get().memberships.exists()

    def test_no_request_sends_a_letter(self, client: Client) -> None:
        sign_up(client)
        assert not mail.outbox
        assert Delivery.objects.get().state == "waiting"

    def test_opening_the_link_confirms_nothing_and_signs_nobody_in(self, client: Client) -> None:
        sign_up(client)
        address = link(post()[0])
        for _ in range(2):  # a mail program that looks ahead, then the person
            assert "Is this your address?" in client.get(address).content.decode()
        assert not EmailAddress.objects.get().verified
        assert not signed_in(client)

    def test_another_browser_confirms_and_comes_in_by_the_password(
        self, client: Client, riverside: Community
    ) -> None:
        client.post(reverse("join", args=["riverside"]), {"display_name": "Ines"})
        sign_up(client)
        phone, address = Client(), link(post()[0])
        assert "The password that you chose" in phone.get(address).content.decode()
        said = phone.post(address, {"password": PASSWORD})
        assert said["Location"] == reverse("welcome")
        assert signed_in(phone)
        assert riverside.memberships.filter(display_name="Ines", standing="good").exists()

    def test_an_invitation_is_kept_for_the_other_browser_as_well(
        self, client: Client, riverside: Community, now: datetime
    ) -> None:
        founder = communities.moderators_of(riverside).get()
        Community.objects.update(joining=Joining.INVITATION)
        _, secret = communities.invite(community=riverside, by=founder, now=database_now())
        client.post(reverse("invitation", args=[secret]), {"display_name": "Ines"})
        sign_up(client)
        Client().post(link(post()[0]), {"password": PASSWORD})
        assert riverside.memberships.filter(display_name="Ines", standing="good").exists()

    @pytest.mark.parametrize(("door", "behind"), [("ask", "ask"), ("offer", "offer")])
    def test_the_door_is_remembered_in_another_browser_too(
        self, client: Client, riverside: Community, door: str, behind: str
    ) -> None:
        client.get(f"/c/riverside/?door={door}")
        client.post(reverse("join", args=["riverside"]), {"display_name": "Ines"})
        sign_up(client)
        phone = Client()
        phone.post(link(post()[0]), {"password": PASSWORD})
        assert phone.post("/welcome/", {"later": "1"})["Location"] == "/me/hours/?welcome"
        assert phone.post("/me/hours/?welcome", {"later": "1"})["Location"] == f"/c/riverside/{behind}/"

    def test_where_a_moderator_has_to_open_first_nobody_is_led_to_a_page_that_is_not_there(
        self, client: Client, riverside: Community
    ) -> None:
        Community.objects.update(joining=Joining.REQUEST)
        client.get("/c/riverside/?door=offer")
        client.post(reverse("join", args=["riverside"]), {"display_name": "Ines"})
        sign_up(client)
        client.post(link(post()[0]))
        client.post("/welcome/", {"later": "1"})
        assert client.post("/me/hours/?welcome", {"later": "1"})["Location"] == "/home/"

    def test_four_steps_and_how_far_along_one_is(self, client: Client, riverside: Community) -> None:
        page = client.get(reverse("join", args=["riverside"]))
        assert "Step 1 of 4" in page.content.decode()
        signing_up = client.post(reverse("join", args=["riverside"]), {"display_name": "Ines"}, follow=True)
        assert "Step 2 of 4" in signing_up.content.decode()
        sign_up(client)
        welcome = client.post(link(post()[0]), follow=True)
        assert "Step 3 of 4" in welcome.content.decode()
        hours = client.post("/welcome/", {"later": "1"}, follow=True)
        assert "Step 4 of 4" in hours.content.decode()

    def test_without_a_community_there_are_three(self, client: Client) -> None:
        assert "Step 1 of 3" in client.get(reverse("account_signup")).content.decode()
        sign_up(client)
        welcome = client.post(link(post()[0]), follow=True)
        assert "Step 2 of 3" in welcome.content.decode()

    def test_what_was_put_off_is_asked_at_the_next_sign_in_and_not_before(
        self, client: Client, riverside: Community
    ) -> None:
        client.post(reverse("join", args=["riverside"]), {"display_name": "Ines"})
        sign_up(client)
        client.post(link(post()[0]))
        client.post("/welcome/", {"later": "1"})
        assert client.get("/home/").status_code == 200
        client.post(reverse("account_logout"))
        client.post(reverse("account_login"), {"login": "ines@members.example", "password": PASSWORD})
        assert client.get("/home/")["Location"] == "/welcome/"

    def test_a_step_back_finds_the_name_again(self, client: Client, riverside: Community) -> None:
        client.post(reverse("join", args=["riverside"]), {"display_name": "Ines"})
        assert (
            f'href="{reverse("join", args=["riverside"])}"'
            in client.get("/account/sign-up/").content.decode()
        )
        assert 'value="Ines"' in client.get(reverse("join", args=["riverside"])).content.decode()

    def test_a_name_that_cannot_be_one_is_said_at_once(self, client: Client, riverside: Community) -> None:
        page = client.post(reverse("join", args=["riverside"]), {"display_name": "\u200b"})
        assert "Please choose a name." in page.content.decode()

    def test_a_name_that_was_taken_meanwhile_is_said(
        self, client: Client, riverside: Community, maya: Member
    ) -> None:
        client.post(reverse("join", args=["riverside"]), {"display_name": "Maya"})
        sign_up(client)
        phone = Client()
        page = phone.post(link(post()[0]), {"password": PASSWORD}, follow=True)
        assert "Somebody here already goes by that name" in page.content.decode()

    def test_pressing_the_button_twice_explains_itself(self, client: Client) -> None:
        sign_up(client)
        address = link(post()[0])
        client.post(address)
        assert "This link no longer works" in client.post(address).content.decode()

    def test_whoever_reads_no_mail_safely_gets_this_letter_only(self, client: Client) -> None:
        sign_up(client, email_safe="no")
        assert len(post()) == 1
        assert not Member.objects.get().email_safe

    @pytest.mark.parametrize(
        ("missing", "words"),
        [
            ("adult", "18 and older"),
            ("consent", "Without your consent"),
            ("email_safe", "Please choose one of the two"),
            ("email", "Please type your e-mail address."),
            ("password1", "Please type your password."),
        ],
    )
    def test_each_answer_is_needed_and_none_is_given_beforehand(
        self, client: Client, missing: str, words: str
    ) -> None:
        page = client.get(reverse("account_signup")).content.decode()
        assert "checked" not in page
        answer = sign_up(client, **{missing: ""})
        assert words in answer.content.decode()
        assert not Member.objects.exists()

    def test_an_unknown_zone_stops_nobody(self, client: Client) -> None:
        sign_up(client, time_zone="Moon/Base")
        assert Member.objects.get().time_zone == "UTC"

    def test_a_weak_password_is_refused_with_a_reason(self, client: Client) -> None:
        assert "at least 10 characters" in sign_up(client, password1="short").content.decode()


class TestNobodyFindsOutWhoIsHere:
    def test_signing_up_answers_alike_whether_or_not_there_is_an_account(
        self, now: datetime, riverside: Community
    ) -> None:
        account(now, "known@members.example")
        seen = []
        for email in ("known@members.example", "unknown@members.example"):
            client = Client()
            client.post(reverse("join", args=["riverside"]), {"display_name": "Robin"})
            answer = sign_up(client, email)
            pages = [client.get(address) for address in (answer["Location"], reverse("account_signup"))]
            cookies = sorted((name, morsel["max-age"]) for name, morsel in client.cookies.items())
            bodies = [text_of(page).replace(email, "") for page in pages]  # type: ignore[arg-type]
            seen.append((answer.status_code, answer["Location"], cookies, bodies))
        assert seen[0] == seen[1]

    def test_the_owner_is_told_and_nothing_else_happens(self, client: Client, now: datetime) -> None:
        member = account(now)
        before = member.password
        sign_up(client, password1="somebody else's idea")
        (letter,) = post()
        assert letter.to == ["ines@members.example"]
        assert letter.subject == "You already have an account"
        member.refresh_from_db()
        assert member.password == before
        assert not signed_in(client)

    @pytest.mark.parametrize("known", [True, False])
    def test_both_take_the_time_of_one_password(self, client: Client, now: datetime, known: bool) -> None:
        if known:
            account(now)
        hasher = type(get_hasher())
        with patch.object(hasher, "encode", autospec=True, side_effect=hasher.encode) as encode:
            sign_up(client)
        assert encode.call_count == 1

    def test_a_wrong_password_and_an_unknown_address_read_alike(self, now: datetime) -> None:
        account(now)
        pages = [
            Client().post(reverse("account_login"), {"login": login, "password": "not this one"})
            for login in ("ines@members.example", "nobody@members.example")
        ]
        one, other = (text_of(page) for page in pages)  # type: ignore[arg-type]
        assert "do not belong together" in one
        assert one == other

    def test_asking_for_a_new_password_reads_alike(self, now: datetime) -> None:
        account(now)
        pages = []
        for email in ("ines@members.example", "nobody@members.example"):
            client = Client()
            answer = client.post(reverse("account_reset_password"), {"email": email})
            pages.append((answer.status_code, answer["Location"], text_of(client.get(answer["Location"]))))  # type: ignore[arg-type]
        assert pages[0] == pages[1]
        assert [letter.to for letter in post()] == [["ines@members.example"]]

    @pytest.mark.parametrize("name", ["account_signup", "account_reset_password"])
    def test_no_answer_comes_sooner_than_another(
        self, now: datetime, monkeypatch: pytest.MonkeyPatch, name: str
    ) -> None:
        account(now, "known@members.example")
        monkeypatch.setattr(unhurried, "A_MOMENT", 60.0)
        waited: list[float] = []
        monkeypatch.setattr("time.sleep", waited.append)
        for email in ("known@members.example", "unknown@members.example"):
            begun = monotonic()
            answer = Client().post(reverse(name), {**ANSWERS, "email": email})
            assert answer.status_code == 302
            assert waited.pop() + monotonic() - begun >= 60

    def test_nobody_fills_anothers_letter_box(
        self, client: Client, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        member, moment = account(now), database_now()
        monkeypatch.setattr("support.web.account.now", lambda: moment)
        for _ in range(3):
            client.post(reverse("account_reset_password"), {"email": "ines@members.example"})
        (letter,) = post()
        form = client.get(link(letter), follow=True)
        client.post(form.redirect_chain[-1][0], {"password1": "seven white stones"})
        client.post(reverse("account_reset_password"), {"email": "ines@members.example"})
        assert [letter.subject for letter in post()] == ["Your password was changed", "Choose a new password"]
        assert member.notifications.filter(kind="account_reset").count() == 2

    def test_nor_that_of_somebody_who_never_came(self, monkeypatch: pytest.MonkeyPatch) -> None:
        begun = database_now() - timedelta(hours=1)
        for minutes in range(0, 60, 5):
            moment = begun + timedelta(minutes=minutes)
            clock = SimpleNamespace(time=moment.timestamp, monotonic=monotonic)
            monkeypatch.setattr(ratelimit, "time", clock)
            monkeypatch.setattr("support.web.account.now", partial(begun.__add__, timedelta(minutes=minutes)))
            sign_up(Client())
        assert len(post()) == 6


class TestNobodyOpensTheDoorForAStranger:
    """Somebody who only knows an address signs up with it, and waits for its owner to confirm."""

    def test_an_address_is_confirmed_by_who_knows_the_password_alone(self, client: Client) -> None:
        sign_up(client, password1="what a stranger chose")
        owner, address = Client(), link(post()[0])
        for typed in ("", "my usual password"):
            page = owner.post(address, {"password": typed})
            assert "The password that you chose" in page.content.decode()
        assert not EmailAddress.objects.get().verified
        assert not signed_in(owner)

    def test_a_stranger_who_signs_up_again_meanwhile_gains_nothing(self, client: Client) -> None:
        sign_up(client)
        stranger, address = Client(), link(post()[0])
        sign_up(stranger, password1="what a stranger chose")
        page = client.post(address)
        assert "The password that you chose" in page.content.decode()
        assert (
            "This is not the password that was chosen last"
            in client.post(address, {"password": PASSWORD}).content.decode()
        )
        assert not EmailAddress.objects.get().verified
        sign_up(client)
        client.post(address)
        assert signed_in(client)
        for name in ("account_email_verification_sent", "account_signup", "account_login", "home"):
            stranger.get(reverse(name))
            assert not signed_in(stranger), name

    def test_nor_do_they_say_where_its_owner_goes(self, client: Client, riverside: Community) -> None:
        stranger = Client()
        stranger.post(reverse("join", args=["riverside"]), {"display_name": "Not my name"})
        sign_up(stranger)
        sign_up(client)
        client.post(link(post()[0]))
        assert signed_in(client)
        assert not Member.objects.get(email="ines@members.example").memberships.exists()

    def test_passwords_cannot_be_guessed_there_without_end(self, client: Client, settings: Settings) -> None:
        settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
        sign_up(client)
        address, other = link(post()[0]), Client()
        answers = [other.post(address, {"password": "a guess"}).status_code for _ in range(3)]
        assert answers == [200, 200, 429]
