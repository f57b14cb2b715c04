"""The doors that anybody may open: front page, what is kept, crisis help, health."""

from datetime import date, datetime

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client

from accounts.models import Community, Member
from support import safety
from support.models import CrisisResource
from tests.support.web.conftest import Browser, Clock, text_of


def test_the_front_page_lists_communities_that_want_to_be_found(riverside: Community) -> None:
    Community.objects.create(
        slug="hidden", name="Hidden", listed=False, created_at=riverside.created_at, languages=["en"]
    )
    page = Client().get("/")
    assert "Riverside" in text_of(page)
    assert "Hidden" not in text_of(page)


def test_with_one_community_the_doors_lead_straight_in(riverside: Community) -> None:
    page = Client().get("/").content.decode()
    assert 'href="/c/riverside/ask/"' in page
    assert 'href="/c/riverside/join/?door=offer"' in page


def test_with_several_the_door_is_remembered_while_choosing(riverside: Community) -> None:
    Community.objects.create(
        slug="hillside", name="Hillside", created_at=riverside.created_at, languages=["en"]
    )
    page = Client().get("/?door=offer").content.decode()
    assert 'href="/c/hillside/?door=offer"' in page
    assert "hillside/?door=evil" not in Client().get("/?door=evil").content.decode()


def test_who_lives_here_goes_home(browser: Browser, maya: Member) -> None:
    assert browser(maya).get("/")["Location"] == "/home/"


@pytest.fixture
def lines(db: None, wall_clock: Clock, now: datetime) -> None:
    safety.load_resources(today=now.date())


def test_crisis_help_leads_with_the_country_that_was_chosen(lines: None) -> None:
    page = Client().get("/crisis/?country=ie").content.decode()
    assert page.index('href="tel:116123"') < page.index('href="tel:112"')
    assert "Samaritans" in page


def test_where_no_line_is_known_it_says_so_and_leads_with_the_emergency_number(lines: None) -> None:
    page = text_of(Client().get("/crisis/?country=BR"))
    assert "We do not know a line for Brazil." in page
    assert page.index("112") < page.index("116 123")
    assert Client().get("/crisis/?country=<script>").status_code == 200


def test_a_member_finds_their_own_country_first(lines: None, browser: Browser, maya: Member) -> None:
    Member.objects.filter(pk=maya.pk).update(time_zone="Europe/Madrid")
    page = browser(maya).get("/crisis/").content.decode()
    assert page.index('href="tel:024"') < page.index('href="tel:112"')
    Member.objects.filter(pk=maya.pk).update(country="NZ")
    page = browser(maya).get("/crisis/").content.decode()
    assert page.index('href="tel:1737"') < page.index('href="tel:112"')


def test_a_number_says_when_it_was_checked_until_that_is_too_long_ago(lines: None, wall_clock: Clock) -> None:
    assert "were not checked by anybody" in text_of(Client().get("/crisis/?country=FR"))
    CrisisResource.objects.update(verified_on=date(2026, 11, 3))
    page = text_of(Client().get("/crisis/?country=FR"))
    assert "checked on 3 November 2026" in page
    assert "were not checked" not in page
    wall_clock.forward(days=100)
    assert "were not checked" in text_of(Client().get("/crisis/?country=FR"))


def test_the_health_page_answers_while_database_and_cache_do(db: None) -> None:
    response = Client().get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.parametrize("silent", ["database", "cache"])
def test_the_health_page_says_when_one_does_not(
    silent: str, db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ConnectionError("secret-host:5432 refused")

    broken: tuple[object, str] = (connection, "cursor") if silent == "database" else (caches["valkey"], "set")
    with monkeypatch.context() as patched:
        patched.setattr(*broken, refuse)
        response = Client().get("/healthz")
    assert (response.status_code, response.content) == (503, b"unavailable")
    assert "secret-host" not in caplog.text


def test_a_cache_that_forgets_is_not_healthy(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caches["valkey"], "get", lambda *_: None)
    assert Client().get("/healthz").status_code == 503


def test_pages_travel_compressed_to_strangers_alone(
    riverside: Community, browser: Browser, maya: Member
) -> None:
    packed = {"Accept-Encoding": "gzip"}
    assert Client().get("/about/", headers=packed)["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in browser(maya).get("/about/", headers=packed)
    assert "Content-Encoding" not in browser(maya).get("/home/", headers=packed)
