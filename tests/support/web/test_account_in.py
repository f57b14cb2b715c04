"""Signing up once more, signing in, passwords, and the pages around them."""

from datetime import datetime
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import Member, Notification
from support.models import Session
from support.web.account import Adapter
from tests.support.web.signing import PASSWORD, account, post, signed_in
from tests.support.web.test_account import link, quick, sign_up

__all__ = ["quick"]

pytestmark = pytest.mark.django_db


class TestBeginningAgain:
    """Somebody signs up on an address that was never confirmed: perhaps its owner, after somebody else."""

    def test_the_last_password_counts_and_the_first_is_gone(self, client: Client) -> None:
        sign_up(Client(), password1="what a stranger chose")
        sign_up(client)
        member = Member.objects.get()
        assert member.check_password(PASSWORD)

    def test_the_letter_that_was_sent_already_still_works(self, client: Client) -> None:
        sign_up(client)
        sign_up(client)
        letters = post()
        assert len(letters) == 1
        client.post(link(letters[0]))
        assert signed_in(client)

    def test_a_confirmed_account_is_never_begun_again(self, client: Client) -> None:
        sign_up(client)
        client.post(link(post()[0]))
        cache.clear()
        sign_up(Client(), password1="what a stranger chose")
        assert Member.objects.get().check_password(PASSWORD)
        assert [letter.subject for letter in post()] == ["You already have an account"]

    def test_an_operators_account_is_never_begun_again(self, client: Client, now: datetime) -> None:
        operator = Member.objects.create_superuser("ines@members.example", PASSWORD, created_at=now)
        sign_up(client, password1="what a stranger chose")
        operator.refresh_from_db()
        assert operator.check_password(PASSWORD)


class TestSigningIn:
    def test_in_and_out(self, client: Client, now: datetime) -> None:
        account(now)
        answer = client.post(
            reverse("account_login"), {"login": " Ines@Members.Example ", "password": PASSWORD}
        )
        assert answer["Location"] == reverse("home")
        assert signed_in(client)
        client.get(reverse("account_logout"))
        assert signed_in(client)
        answer = client.post(reverse("account_logout"))
        assert answer["Location"] == reverse("front")
        assert not signed_in(client)
        assert answer["Clear-Site-Data"] == '"cache", "storage"'

    def test_nobody_is_in_before_their_address_is_confirmed(self, client: Client) -> None:
        sign_up(Client())
        cache.clear()
        answer = client.post(
            reverse("account_login"), {"login": "ines@members.example", "password": PASSWORD}
        )
        assert answer["Location"] == reverse("account_email_verification_sent")
        assert not signed_in(client)

    def test_a_closed_account_says_so_to_who_knows_its_password(self, client: Client, now: datetime) -> None:
        member = account(now)
        Member.objects.filter(pk=member.pk).update(is_active=False)
        answer = client.post(
            reverse("account_login"), {"login": "ines@members.example", "password": PASSWORD}, follow=True
        )
        assert "This account is closed" in answer.content.decode()

    def test_guessing_is_stopped(self, client: Client, now: datetime) -> None:
        account(now)
        for _ in range(5):
            client.post(reverse("account_login"), {"login": "ines@members.example", "password": "a guess"})
        answer = client.post(
            reverse("account_login"), {"login": "ines@members.example", "password": PASSWORD}
        )
        assert "Too many attempts" in answer.content.decode()
        assert not signed_in(client)

    def test_nobody_is_led_elsewhere(self, client: Client, now: datetime) -> None:
        account(now)
        answer = client.post(
            f"{reverse('account_login')}?next=https://elsewhere.example/",
            {"login": "ines@members.example", "password": PASSWORD},
        )
        assert answer["Location"] == reverse("home")


class TestPasswords:
    def test_a_new_one_by_letter(self, client: Client, now: datetime) -> None:
        member = account(now)
        client.post(reverse("account_reset_password"), {"email": "ines@members.example"})
        (letter,) = post()
        form = client.get(link(letter), follow=True)
        assert not signed_in(client)
        address = form.redirect_chain[-1][0]
        answer = client.post(address, {"password1": "seven white stones"})
        assert answer["Location"] == reverse("account_reset_password_from_key_done")
        assert not signed_in(client)
        member.refresh_from_db()
        assert member.check_password("seven white stones")
        assert [letter.subject for letter in post()] == ["Your password was changed"]
        assert "This link no longer works" in Client().get(link(letter), follow=True).content.decode()

    def test_the_secret_of_a_letter_is_gone_once_it_was_sent(self, client: Client, now: datetime) -> None:
        account(now)
        client.post(reverse("account_reset_password"), {"email": "ines@members.example"})
        assert Notification.objects.get().secret
        post()
        assert Notification.objects.get().secret == ""

    def test_changed_by_who_knows_it(self, client: Client, now: datetime) -> None:
        member = account(now)
        client.force_login(member)
        form = {"oldpassword": "not this one", "password1": "seven white stones"}
        page = client.post(reverse("account_change_password"), form)
        assert "not the password that you use now" in page.content.decode()
        answer = client.post(reverse("account_change_password"), {**form, "oldpassword": PASSWORD})
        assert answer["Location"] == reverse("me")
        assert signed_in(client)
        assert [letter.subject for letter in post()] == ["Your password was changed"]

    def test_chosen_by_who_had_none(self, client: Client, now: datetime) -> None:
        member = account(now)
        member.set_unusable_password()
        member.save()
        client.force_login(member)
        assert reverse("account_set_password") in client.get(reverse("me")).content.decode()
        asked = client.get(reverse("account_change_password"))
        assert asked["Location"] == reverse("account_set_password")
        assert "Choose a password" in client.get(asked["Location"]).content.decode()
        assert "form" in client.post(asked["Location"], {"password1": "short"}).context
        answer = client.post(asked["Location"], {"password1": "seven white stones"})
        assert answer["Location"] == reverse("me")
        assert signed_in(client)
        assert Member.objects.get(pk=member.pk).check_password("seven white stones")
        assert [letter.subject for letter in post()] == ["Your password was changed"]
        assert (
            client.get(reverse("account_set_password")).status_code == 302
        )  # there is one now: it is changed

    def test_a_change_and_its_letter_are_one(self, now: datetime, rf: Any) -> None:
        member = account(now)
        with patch("support.web.account.notify", side_effect=LookupError), pytest.raises(LookupError):
            Adapter(rf.get("/")).set_password(member, "seven white stones")
        assert Member.objects.get().check_password(PASSWORD)


class TestStayingIn:
    """A session holds as long as its account is open, its password the same and its time not over."""

    @pytest.mark.parametrize("how", ["password", "closed", "expired", "gone", "nobody's"])
    def test_a_door_that_no_longer_holds_is_shut_at_once(
        self, client: Client, now: datetime, how: str
    ) -> None:
        member = account(now)
        client.force_login(member)
        assert client.get(reverse("account_logout")).status_code == 200
        if how == "password":
            member.set_password("another quiet table")
            member.save()
        elif how == "closed":
            Member.objects.filter(pk=member.pk).update(is_active=False)
        elif how == "expired":
            Session.objects.update(expire_date=now.replace(year=2020))
        elif how == "gone":
            Session.objects.all().delete()
        else:
            client.cookies["sessionid"] = "somebody invented it\0"
        assert client.get(reverse("account_logout")).status_code == 302

    def test_who_was_let_in_before_stays_in(self, client: Client, now: datetime) -> None:
        client.force_login(account(now))
        session: Any = client.session
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session.save()
        assert signed_in(client)
        assert client.get(reverse("account_logout")).status_code == 200


class TestPages:
    @pytest.mark.parametrize(
        "name",
        [
            "account_signup",
            "account_login",
            "account_inactive",
            "account_email_verification_sent",
            "account_reset_password",
            "account_reset_password_done",
            "account_reset_password_from_key_done",
        ],
    )
    def test_a_page_for_those_who_are_not_signed_in(self, client: Client, name: str) -> None:
        assert client.get(reverse(name)).status_code == 200

    @pytest.mark.parametrize("name", ["account_logout", "account_change_password", "account_reauthenticate"])
    def test_a_page_for_members(self, client: Client, now: datetime, name: str) -> None:
        client.force_login(account(now))
        assert client.get(reverse(name)).status_code == 200

    @pytest.mark.parametrize(
        "path", ["email", "password/set", "login/code", "login/code/confirm", "inactive", ""]
    )
    def test_what_is_not_used_does_not_exist(self, client: Client, now: datetime, path: str) -> None:
        client.force_login(account(now))
        assert client.get(f"/account/{path}/".replace("//", "/")).status_code == 404

    def test_a_link_that_is_no_link_explains_itself(self, client: Client) -> None:
        page = client.get(reverse("account_confirm_email", args=["no:such:key"]))
        assert "This link no longer works" in page.content.decode()

    def test_looking_at_somebody_elses_link_signs_nobody_out(self, client: Client, now: datetime) -> None:
        sign_up(Client())
        client.force_login(account(now, "omar@members.example"))
        client.get(link(post()[0]))
        assert signed_in(client)

    def test_every_letter_is_a_kind_of_ours(self, rf: Any) -> None:
        with pytest.raises(NotImplementedError):
            Adapter(rf.get("/")).send_mail("account/email/unknown", "ines@members.example", {})
