"""What I say about myself: on the way in, my hours, days away, and the page about me."""

from datetime import date, time
from typing import Any

import pytest

from accounts.models import Member
from matching import availability
from matching.engine.side import Window
from tests.support.web.conftest import Browser, Clock, text_of
from tests.support.web.test_ask import ABOUT, HOW, WORDS, step, walk

ABOUT_ME: dict[str, Any] = {
    "language": "en",
    "languages": ["en", "pt"],
    "time_zone": "Europe/Berlin",
    "email_safe": "on",
    "quiet_from": "21:00",
    "quiet_until": "08:00",
    "max_people": "2",
    "max_asks_week": "3",
    "country": "PT",
    "gender": "woman",
    "age_band": "45-59",
}


def test_a_newcomer_is_asked_two_things_and_then_arrives(browser: Browser, maya: Member) -> None:
    client = browser(maya)
    Member.objects.filter(pk=maya.pk).update(time_zone_confirmed=False)
    assert client.get("/home/")["Location"] == "/welcome/"

    page = client.get("/welcome/")
    assert "Step 3 of 4" in text_of(page)
    assert "data-guess-timezone" in page.content.decode()
    answer = client.post("/welcome/", {"languages": ["en", "de"], "time_zone": "Europe/Berlin"})
    assert answer["Location"] == "/me/hours/?welcome"

    hours = {"hours-1-0-from": "18:00", "hours-1-0-to": "20:30"}
    assert client.post("/me/hours/?welcome", hours)["Location"] == "/home/"
    maya.refresh_from_db()
    assert (maya.languages, maya.time_zone, maya.time_zone_confirmed) == (["en", "de"], "Europe/Berlin", True)
    assert availability.windows_of(maya) == [Window(1, 18 * 60, 20 * 60 + 30)]


def test_a_zone_that_nobody_chose_is_left_for_the_browser_to_guess(browser: Browser, maya: Member) -> None:
    client = browser(maya)
    assert 'value="Europe/Lisbon" selected' in client.get("/welcome/").content.decode()
    Member.objects.filter(pk=maya.pk).update(time_zone="UTC", time_zone_confirmed=False)
    assert 'value="" selected' in client.get("/welcome/").content.decode()


def test_the_first_step_keeps_what_was_chosen(browser: Browser, maya: Member) -> None:
    response = browser(maya).post("/welcome/", {"languages": ["de"], "time_zone": ""})
    assert "Choose the place nearest to you." in text_of(response)
    assert 'value="de" id="id_languages_' in response.content.decode()
    assert response.content.decode().count(" checked") == 1


def test_hours_can_wait(browser: Browser, maya: Member) -> None:
    client = browser(maya)
    assert client.post("/me/hours/?welcome", {"later": "1"})["Location"] == "/home/"
    assert len(availability.windows_of(maya)) == 7


@pytest.mark.parametrize(
    "typed",
    [{"hours-0-0-from": "18:00", "hours-0-0-to": ""}, {"hours-0-0-from": "18:07", "hours-0-0-to": "19:00"}],
)
def test_hours_that_are_not_clear_stay_as_typed(
    typed: dict[str, str], browser: Browser, maya: Member
) -> None:
    response = browser(maya).post("/me/hours/", typed)
    assert response.status_code == 200
    assert f'value="{typed["hours-0-0-from"]}"' in response.content.decode()
    assert len(availability.windows_of(maya)) == 7


def test_days_away_come_and_go(browser: Browser, maya: Member) -> None:
    client = browser(maya)
    client.post("/me/away/", {"first_day": "2026-12-24", "last_day": "2026-12-27"})
    page = client.get("/me/away/")
    assert "24 December to 27 December 2026" in text_of(page)
    away = maya.away.get()
    assert (away.first_day, away.last_day) == (date(2026, 12, 24), date(2026, 12, 27))
    client.post(f"/me/away/{away.pk}/remove/")
    assert not maya.away.exists()


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-12-27", "2026-12-24", "comes before the first"),
        ("2026-11-01", "2026-11-03", "over already"),
        ("", "2026-12-24", "Choose the first day"),
    ],
)
def test_days_that_cannot_be_are_said_beside_them(
    first: str, last: str, said: str, browser: Browser, maya: Member
) -> None:
    response = browser(maya).post("/me/away/", {"first_day": first, "last_day": last})
    assert said in text_of(response)
    assert f'value="{last}"' in response.content.decode()
    assert not maya.away.exists()


def test_today_is_the_day_where_the_member_lives(browser: Browser, maya: Member, wall_clock: Clock) -> None:
    """Noon in UTC on the 23rd is the 24th already in Kiritimati."""
    Member.objects.filter(pk=maya.pk).update(time_zone="Pacific/Kiritimati")
    days = {"first_day": "2026-11-23", "last_day": "2026-11-23"}
    assert "over already" in text_of(browser(maya).post("/me/away/", days))
    Member.objects.filter(pk=maya.pk).update(time_zone="Europe/Lisbon")
    assert browser(maya).post("/me/away/", days).status_code == 302


def test_all_about_me_is_kept(browser: Browser, maya: Member) -> None:
    client = browser(maya)
    assert client.post("/me/", ABOUT_ME)["Location"] == "/me/"
    maya.refresh_from_db()
    assert (maya.languages, maya.time_zone, maya.quiet_from) == (["en", "pt"], "Europe/Berlin", time(21))
    assert (maya.max_people, maya.max_asks_week) == (2, 3)
    assert (maya.country, maya.gender, maya.age_band, maya.asked_in_quiet_hours) == (
        "PT",
        "woman",
        "45-59",
        False,
    )


def test_all_that_is_optional_may_stay_empty(browser: Browser, maya: Member) -> None:
    client = browser(maya)
    client.post("/me/", ABOUT_ME)
    client.post("/me/", {**ABOUT_ME, "country": "", "gender": "", "age_band": "", "email_safe": ""})
    maya.refresh_from_db()
    assert (maya.country, maya.gender, maya.age_band, maya.email_safe) == ("", "", "", False)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"languages": []}, "Choose at least one language."),
        ({"max_people": "0"}, "greater than or equal to 1"),
        ({"time_zone": "Mars/Crater"}, "valid choice"),
    ],
)
def test_what_cannot_stand_changes_nothing_and_loses_nothing(
    wrong: dict[str, Any], said: str, browser: Browser, maya: Member
) -> None:
    response = browser(maya).post("/me/", ABOUT_ME | wrong)
    assert said in text_of(response)
    assert 'value="21:00"' in response.content.decode()
    maya.refresh_from_db()
    assert maya.quiet_from == time(22)


def test_limits_below_what_is_promised_are_refused_beside_the_field(browser: Browser, maya: Member) -> None:
    Member.objects.filter(pk=maya.pk).update(helping=3)
    response = browser(maya).post("/me/", ABOUT_ME)
    assert "You are in touch with 3 people right now." in text_of(response)
    maya.refresh_from_db()
    assert maya.time_zone == "Europe/Lisbon"


def test_a_wish_for_my_own_gender_needs_mine_to_be_known(browser: Browser, maya: Member) -> None:
    client = browser(maya)
    walk(client, WORDS, ABOUT, HOW)
    assert "we need to know your gender" in text_of(step(client, 4, {"wish_same_gender": "on"}))
    Member.objects.filter(pk=maya.pk).update(gender="woman")
    assert step(client, 4, {"wish_same_gender": "on"}).status_code == 302


@pytest.mark.parametrize("page", ["/me/", "/welcome/"])
@pytest.mark.parametrize(
    ("zone", "shown"), [("Asia/Calcutta", "Asia/Kolkata"), ("Etc/GMT+3", "Etc/GMT+3"), ("UTC", "UTC")]
)
def test_a_zone_by_an_older_or_unusual_name_is_not_lost(
    zone: str, shown: str, page: str, browser: Browser, maya: Member
) -> None:
    client = browser(maya)
    Member.objects.filter(pk=maya.pk).update(time_zone=zone)
    assert f'value="{shown}" selected' in client.get(page).content.decode()
