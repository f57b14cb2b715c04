"""Whoever moderates has used a second step: before every page of moderators, at once gone when it is taken out."""

import os
import subprocess
import sys
import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.clock import database_now
from accounts.models import Community, Member, Role
from support import second_factor
from support.dashboard import urls
from support.models import Grade, Measure, MeasureState
from tests import passkeys
from tests.support.web.signing import PASSWORD, account, post

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SECOND, APP, CODES = "/account/second/", "/account/second/app/", "/account/second/codes/"
DESK = "/c/riverside/moderate/"


@pytest.fixture(autouse=True)
def required(settings: Settings, rung: list[object]) -> None:
    cache.clear()
    settings.MODERATORS_SECOND_FACTOR = True


@pytest.fixture
def ines(riverside: Community, now: Any) -> Member:
    """She moderates, and has a password."""
    member = account(now)
    riverside.memberships.create(
        member=member, display_name="Ines", role=Role.MODERATOR, standing="good", joined_at=now, asked_at=now
    )
    return member


@pytest.fixture
def at_home(ines: Member) -> Client:
    client = Client()
    client.force_login(ines)
    return client


def code(secret: str = SECRET, ahead: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead)))


def app(member: Member) -> Authenticator:
    made: Authenticator = TOTP.activate(member, SECRET).instance
    return made


def open_(client: Client) -> bool:
    """Whether the moderators' pages open."""
    return client.get(DESK).status_code == 200


def test_it_is_asked_unless_the_environment_says_otherwise() -> None:
    """The production default, as a process of its own sees it; a demo has people without any."""
    bare = {name: value for name, value in os.environ.items() if name != "MODERATORS_SECOND_FACTOR"}
    run = [sys.executable, "-c", "from support import settings; print(settings.MODERATORS_SECOND_FACTOR)"]

    def said(**given: str) -> str:
        return subprocess.run(run, env=bare | given, capture_output=True, text=True, check=True).stdout

    assert (said(), said(DEMO="1"), said(DEMO="1", MODERATORS_SECOND_FACTOR="1")) == (
        "True\n",
        "False\n",
        "True\n",
    )


def test_every_page_of_moderators_is_behind_it(at_home: Client) -> None:
    made_up = {"pk": 1, "uid": "0d6f2f6e-0000-4000-8000-000000000000", "section": "joining", "kind": "report"}
    for pattern in urls.urlpatterns:
        taken = pattern.pattern.converters
        address = reverse(
            str(pattern.name), kwargs={"community": "riverside"} | {k: made_up.get(k, "x") for k in taken}
        )
        for ask in (at_home.get, at_home.post):
            answer = ask(address)
            assert answer.status_code == 302, address
            assert answer["Location"].startswith(f"{SECOND}?next="), address


def test_an_operator_is_asked_too_and_a_member_sees_no_difference(
    maya: Member, lena: Member, riverside: Community
) -> None:
    Member.objects.filter(pk=maya.pk).update(is_operator=True)
    client, stranger = Client(), Client()
    client.force_login(maya)
    stranger.force_login(lena)
    assert client.get(DESK)["Location"].startswith(SECOND)
    assert stranger.get(DESK).status_code == 404


def test_from_nothing_to_the_pages(
    at_home: Client, ines: Member, django_capture_on_commit_callbacks: Any
) -> None:
    page = at_home.get(at_home.get(DESK)["Location"]).content.decode()
    assert f"{APP}?next={DESK}" in page
    at_home.post("/account/again/", {"password": PASSWORD})
    shown = at_home.get(f"{APP}?next={DESK}")
    secret = shown.context["form"].secret
    wrong = at_home.post(f"{APP}?next={DESK}", {"code": "000000"})
    assert wrong.status_code == 200
    assert not second_factor.has(ines)
    with django_capture_on_commit_callbacks(execute=True):
        set_up = at_home.post(f"{APP}?next={DESK}", {"code": code(secret)})
    codes = at_home.get(set_up["Location"])
    assert len(codes.context["unused_codes"]) == 10
    assert codes.context["onward"] == DESK
    assert open_(at_home)
    assert [letter.subject for letter in post()] == ["Your account has a second step now"]


def test_the_secret_lies_sealed(ines: Member) -> None:
    assert SECRET not in str(app(ines).data)


def test_a_code_opens_for_an_evening_and_once(
    at_home: Client, ines: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    app(ines)
    now_ = code()
    assert at_home.post(SECOND, {"code": "000000"}).status_code == 200
    assert not open_(at_home)
    assert at_home.post(f"{SECOND}?next={DESK}", {"code": now_})["Location"] == DESK
    assert open_(at_home)
    other = Client()
    other.force_login(ines)
    assert other.post(SECOND, {"code": now_}).status_code == 200
    assert not open_(other)
    later = time.time() + second_factor.LASTS.total_seconds() + timedelta(minutes=1).total_seconds()
    monkeypatch.setattr("time.time", lambda: later)
    assert not second_factor.used(_request(at_home, ines), clock=lambda: later)


def _request(client: Client, member: Member) -> Any:
    from django.test import RequestFactory

    request = RequestFactory().get(DESK)
    request.user, request.session = member, client.session
    return request


def test_it_never_leads_to_another_site(at_home: Client, ines: Member) -> None:
    app(ines)
    assert at_home.post(f"{SECOND}?next=https://evil.example/", {"code": code()})["Location"] == "/home/"


def test_a_recovery_code_stands_in_once(at_home: Client, ines: Member) -> None:
    app(ines)
    one = RecoveryCodes.activate(ines).get_unused_codes()[0]
    assert at_home.post(f"{SECOND}?next={DESK}", {"code": one})["Location"] == DESK
    assert open_(at_home)
    other = Client()
    other.force_login(ines)
    other.post(SECOND, {"code": one})
    assert not open_(other)


def test_taken_out_it_is_gone_at_once_in_every_browser(at_home: Client, ines: Member) -> None:
    app(ines)
    at_home.post(SECOND, {"code": code()})
    assert open_(at_home)
    other = Client()
    other.force_login(ines)
    other.post(SECOND, {"code": code(ahead=1)})
    assert open_(other)
    assert at_home.post("/account/second/app/remove/")["Location"] == "/me/"
    assert not open_(at_home)
    assert not open_(other)


@pytest.mark.parametrize("path", [APP, f"{APP}remove/", CODES, f"{CODES}new/", "/account/passkeys/add/"])
def test_a_password_alone_changes_no_second_step_of_a_moderator(
    at_home: Client, ines: Member, path: str
) -> None:
    app(ines)
    at_home.post("/account/again/", {"password": PASSWORD})
    for ask in (at_home.get, at_home.post):
        assert ask(path)["Location"].startswith(SECOND)
    assert second_factor.has(ines)


def test_a_lost_passkey_of_a_member_still_locks_nobody_out(at_home: Client, ines: Member) -> None:
    ines.memberships.update(role=Role.MEMBER)
    mine = passkeys.add(ines, "my phone")
    at_home.post("/account/again/", {"password": PASSWORD})
    assert at_home.post(f"/account/passkeys/{mine.pk}/remove/")["Location"] == "/me/"


def test_all_lost_the_operator_starts_them_anew(at_home: Client, ines: Member, capsys: Any) -> None:
    app(ines)
    at_home.post(SECOND, {"code": code()})
    call_command("reset_second_factor", "INES@members.example")
    assert not second_factor.has(ines)
    assert not open_(at_home)


def test_guesses_run_out(at_home: Client, ines: Member) -> None:
    app(ines)
    for _ in range(8):
        at_home.post(SECOND, {"code": "000000"})
    at_home.post(SECOND, {"code": code()})
    assert not open_(at_home)


def test_a_decision_is_undone_only_after_it_too(
    at_home: Client, ines: Member, omar: Member, riverside: Community, now: Any
) -> None:
    """Whoever finds the browser open, hours later, takes nothing back."""
    measure = Measure.objects.create(
        community=riverside, member=omar, by=ines, grade=Grade.WARN, reason="unkind", made_at=database_now()
    )
    until = database_now() + timedelta(minutes=9)
    kept = {"what": "measure", "back": DESK, "until": until.isoformat(), "measure": str(measure.uid)}
    session = at_home.session
    session["undo"] = {"key": kept}
    session.save()
    assert at_home.post("/undo/", {"key": "key"})["Location"].startswith(f"{SECOND}?next=")
    measure.refresh_from_db()
    assert measure.state == MeasureState.IN_FORCE
    app(ines)
    at_home.post(SECOND, {"code": code()})
    at_home.post("/undo/", {"key": "key"})
    measure.refresh_from_db()
    assert measure.state != MeasureState.IN_FORCE
