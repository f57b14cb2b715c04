"""When something goes wrong: what happened, in plain words, and never without crisis help and the way out."""

from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import Community, Member
from support.web import files
from tests.support.web.conftest import Browser, Page, text_of
from tests.support.web.test_me import ABOUT_ME


def is_kind(page: Page) -> None:
    html = page.content.decode()
    assert 'href="/crisis/"' in html
    assert "data-leave-quickly" in html


@pytest.fixture
def no_database(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise OperationalError("no answer")

    with monkeypatch.context() as broken:
        broken.setattr(BaseDatabaseWrapper, "_cursor", refuse)
        yield


def test_an_address_with_nothing(client: Client, db: None) -> None:
    page = client.get("/nowhere/")
    assert page.status_code == 404
    assert "There is nothing at this address." in text_of(page)
    is_kind(page)


def test_an_address_that_only_takes_forms(browser: Browser, maya: Member) -> None:
    page = browser(maya).get(reverse("notifications_read"))
    assert (page.status_code, page["Allow"]) == (405, "POST")
    assert "Only a button leads here." in text_of(page)
    is_kind(page)


def test_programs_are_told_in_short(client: Client, db: None) -> None:
    page = client.get(reverse("notifications_read"), headers={"Accept": "application/json"})
    assert (page.status_code, page.content) == (405, b"")


def test_too_much_at_once(client: Client, settings: Settings, db: None) -> None:
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    answers = [
        client.post(reverse("account_login"), {"login": "x@y.example", "password": "x"}) for _ in range(2)
    ]
    assert answers[1].status_code == 429
    assert "That was a lot at once." in text_of(answers[1])
    is_kind(answers[1])


def test_a_form_that_was_open_for_long_leads_back_to_its_page(db: None) -> None:
    page = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "x"})
    assert page.status_code == 403
    assert "This page was open for a long time." in text_of(page)
    assert f'<a class="act" href="{reverse("account_login")}">' in page.content.decode()
    is_kind(page)


def test_without_a_database_a_page_says_that_it_is_not_their_fault(
    no_database: None,
) -> None:
    page = Client(raise_request_exception=False).get("/")
    assert page.status_code == 500
    assert "It was nothing you did." in text_of(page)
    is_kind(page)


def test_crisis_help_is_there_without_a_database(no_database: None) -> None:
    """For everybody, signed in or not: the lines that came with the software."""
    for cookies in ({}, {"sessionid": "somebody"}):
        client = Client(raise_request_exception=False)
        client.cookies.load(cookies)
        page = client.get("/crisis/?country=FR")
        assert page.status_code == 503
        assert 'href="tel:3114"' in page.content.decode()
        assert "were not checked by anybody" in text_of(page)


def test_what_a_browser_keeps_says_nothing_of_who_asked_for_it(
    browser: Browser, maya: Member, riverside: Community
) -> None:
    client = browser(maya)
    for name in ("offline", "offline_crisis"):
        page = client.get(reverse(name)).content.decode()
        assert riverside.name not in page
        assert "csrfmiddlewaretoken" not in page
        assert str(maya.pk) not in page.split("data-drafts-of=")[1][:4]


def test_what_waits_to_be_said_is_not_said_to_a_cache(browser: Browser, maya: Member) -> None:
    client = browser(maya)
    assert client.post(reverse("me"), ABOUT_ME).status_code == 302
    client.get(reverse("offline"))
    assert "Kept." in text_of(client.get(reverse("me")))


def test_a_new_release_is_another_service_worker(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files.release()
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "new.css").write_text("")
    monkeypatch.setattr(files, "SUPPORT", tmp_path)
    files.release.cache_clear()
    try:
        assert files.release() != before
    finally:
        files.release.cache_clear()


def test_the_service_worker_is_asked_for_each_time_and_sent_when_it_changed(client: Client) -> None:
    first = client.get(reverse("service_worker"))
    assert first["Content-Type"].startswith("text/javascript")
    assert first["Cache-Control"] == "no-cache"
    again = client.get(reverse("service_worker"), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "css/tokens" in first.content.decode()
