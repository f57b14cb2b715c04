"""The language of the pages: asked of the browser, changed in the foot of every page, kept for members and visitors."""

import pytest
from django.test import Client

from accounts import members
from accounts.languages import language_of
from accounts.models import Member
from accounts.notifications import email
from tests.accounts.notifications.conftest import Tell, tell
from tests.support.web.conftest import Browser
from tests.support.web.test_me import ABOUT_ME

__all__ = ["tell"]

FRENCH = {"Accept-Language": "fr-CA,fr;q=0.9,en;q=0.5"}
pytestmark = pytest.mark.django_db


def spoken(client: Client, page: str = "/crisis/") -> tuple[str, str]:
    """The language of a page and its direction, as a screen reader hears them."""
    words = client.get(page).content.decode()
    opening = words[words.index("<html") : words.index("<head")]
    return opening.split('lang="')[1][:2], opening.split('dir="')[1][:3]


def test_the_browser_says_first() -> None:
    assert spoken(Client()) == ("en", "ltr")
    assert spoken(Client(headers=FRENCH)) == ("fr", "ltr")
    assert spoken(Client(headers={"Accept-Language": "ar-EG"})) == ("ar", "rtl")
    assert spoken(Client(headers={"Accept-Language": "eo"})) == ("en", "ltr")


@pytest.mark.parametrize("page", ["/", "/crisis/", "/about/", "/account/sign-in/", "/nowhere/"])
def test_a_visitor_chooses_in_the_foot_of_any_page_and_it_is_kept(page: str) -> None:
    client = Client(headers=FRENCH)
    foot = client.get(page).content.decode().rpartition("<footer")[2]
    assert 'action="/language/"' in foot
    assert '<button name="language" value="ar" lang="ar" dir="rtl">العربية</button>' in foot
    answer = client.post(
        "/language/", {"language": "ar"}, headers={"Referer": "http://testserver/about/?a=1"}
    )
    assert answer["Location"] == "/about/?a=1"
    assert spoken(client) == ("ar", "rtl")
    kept = answer.cookies["language"]
    assert (kept.value, kept["samesite"], kept["httponly"]) == ("ar", "Lax", True)
    assert int(kept["max-age"]) >= 300 * 24 * 3600


def test_a_public_page_needs_no_cookie_for_the_choice() -> None:
    client = Client(enforce_csrf_checks=True)
    assert not client.get("/about/").cookies
    assert client.post("/language/", {"language": "es"}).status_code == 302
    assert spoken(client) == ("es", "ltr")


@pytest.mark.parametrize(
    "where",
    [
        "https://elsewhere.example/",
        "http://testserver//elsewhere.example/",
        "//elsewhere.example",
        "javascript:alert(1)",
        "",
        "nowhere",
        "a b",
    ],
)
def test_the_way_back_never_leads_elsewhere(where: str) -> None:
    answer = Client().post("/language/", {"language": "es"}, headers={"Referer": where})
    assert answer["Location"] == "/"


@pytest.mark.parametrize("language", ["xx", "de", "", "ar\r\nSet-Cookie: a=b"])
def test_what_is_no_language_of_ours_changes_nothing(language: str, browser: Browser, maya: Member) -> None:
    client = browser(maya)
    assert not client.post("/language/", {"language": language}).cookies
    maya.refresh_from_db()
    assert maya.language == ""


def test_only_a_choice_is_sent() -> None:
    assert Client().get("/language/").status_code == 405


def test_a_member_keeps_it_with_the_account_in_every_browser(browser: Browser, maya: Member) -> None:
    browser(maya).post("/language/", {"language": "ar"})
    maya.refresh_from_db()
    assert maya.language == "ar"
    another = browser(maya)
    assert spoken(another, "/home/") == ("ar", "rtl")
    assert another.get("/home/")["Content-Language"] == "ar"


def test_one_members_language_is_not_the_next_visitors(browser: Browser, maya: Member) -> None:
    browser(maya).post("/language/", {"language": "ar"})
    assert spoken(browser(maya), "/home/") == ("ar", "rtl")
    assert spoken(Client()) == ("en", "ltr")


def test_the_page_about_me_asks_for_it_too(browser: Browser, maya: Member) -> None:
    client = browser(maya)
    assert 'name="language" value="en"' in client.get("/me/").content.decode()
    client.post("/me/", ABOUT_ME | {"language": "es"})
    maya.refresh_from_db()
    assert maya.language == "es"
    assert spoken(client, "/me/") == ("es", "ltr")
    assert client.post("/me/", ABOUT_ME | {"language": "xx"}).status_code == 200
    maya.refresh_from_db()
    assert maya.language == "es"


def test_letters_speak_the_members_language(tell: Tell, maya: Member) -> None:
    members.update_profile(member=maya, language="ar")
    ((html, _kind),) = email.letter(tell("match_asked")).alternatives
    assert '<html lang="ar" dir="rtl">' in str(html)


def test_somebody_who_never_chose_is_written_to_in_the_first_language(maya: Member) -> None:
    assert language_of(maya) == "en"
    maya.language = "tlh"  # a language that was once there
    assert language_of(maya) == "en"
