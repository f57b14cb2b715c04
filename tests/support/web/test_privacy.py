"""The privacy pages: all is said, a copy is fetched and an account erased after the password alone."""

from datetime import datetime, timedelta
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import Member
from matching.models import Match, MatchState
from support.dashboard import desk as moderators_desk
from support.models import Export
from support.privacy import erasing, exporting, kept, retention
from tests.support.conftest import Connect
from tests.support.web.conftest import Browser, Clock, text_of

PASSWORD = "a quiet kitchen table"
AGAIN = "/account/again/"


@pytest.fixture(autouse=True)
def nobody_has_tried_yet() -> None:
    cache.clear()


@pytest.fixture
def inside(maya: Member, browser: Browser) -> Client:
    """Maya's browser, some time after she signed in."""
    maya.set_password(PASSWORD)
    maya.save()
    return browser(maya)


def types_password(client: Client, onward: str) -> str:
    """Answers the question for the password; where it leads."""
    answer = client.post(f"{AGAIN}?next={quote(onward)}", {"password": PASSWORD, "next": onward})
    assert answer.status_code == 302
    return answer["Location"]


def asked_for_password(client: Client, name: str) -> bool:
    answer = client.get(reverse(name))
    return answer.status_code == 302 and answer["Location"].startswith(AGAIN)


def test_the_public_page_says_all_that_the_table_says(client: Client, db: None) -> None:
    page = text_of(client.get(reverse("privacy")))
    for chapter in kept.CHAPTERS:
        for thing in chapter.kept:
            for words in (thing.what, thing.why, thing.seen_by, thing.how_long):
                assert str(words) in page


def test_the_days_that_are_stated_are_those_that_the_sweeps_keep() -> None:
    stated = " ".join(str(thing.how_long) for chapter in kept.CHAPTERS for thing in chapter.kept)
    assert f"{retention.CONVERSATIONS.days} days after a conversation" in stated
    assert f"never confirmed: {retention.NEVER_CONFIRMED.days} days" in stated
    assert (retention.COPIES.days, retention.NOTIFICATIONS.days, retention.REPORTS.days) == (7, 365, 365)


def test_my_page_says_how_much_there_is_and_who_looked(
    inside: Client, maya: Member, nour: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moderators_desk, "database_now", lambda: now)
    page = text_of(inside.get(reverse("my_privacy")))
    assert "No moderator has looked at anything of yours." in page
    place = maya.memberships.get()
    desk = Client()
    desk.force_login(nour)
    desk.get(reverse("dashboard_member", args=["riverside", place.pk]))
    page = text_of(inside.get(reverse("my_privacy")))
    assert "A moderator of Riverside looked at your place in the community." in page
    assert "Nour" not in page


class TestACopy:
    def test_it_is_asked_for_with_one_tap_and_shows_how_far_it_is(
        self, inside: Client, maya: Member, now: datetime
    ) -> None:
        assert inside.post(reverse("export"))["Location"] == reverse("export")
        assert "Step 1 of 4" in text_of(inside.get(reverse("export")))
        Export.objects.update(step=2)
        assert "Step 3 of 4: Your conversations" in text_of(inside.get(reverse("export")))
        exporting.make_waiting(clock=lambda: now)
        assert "You can fetch it until 30 November 2026, 12:00" in text_of(inside.get(reverse("export")))

    def test_it_is_fetched_after_the_password_alone(
        self, inside: Client, maya: Member, now: datetime
    ) -> None:
        exporting.ask(member=maya, now=now)
        exporting.make_waiting(clock=lambda: now)
        assert asked_for_password(inside, "export_file")
        file = inside.get(types_password(inside, reverse("export_file")))
        assert file.content.startswith(b"PK")
        assert file["Content-Type"] == "application/zip"
        assert "no-store" in file["Cache-Control"]
        assert "maya" not in file["Content-Disposition"]

    def test_before_it_is_ready_there_is_nothing_to_fetch(self, inside: Client) -> None:
        types_password(inside, reverse("export"))
        assert inside.get(reverse("export_file"))["Location"] == reverse("export")

    def test_somebody_else_fetches_their_own(
        self, inside: Client, maya: Member, omar: Member, browser: Browser, now: datetime
    ) -> None:
        exporting.ask(member=maya, now=now)
        exporting.make_waiting(clock=lambda: now)
        omar.set_password(PASSWORD)
        omar.save()
        other = browser(omar)
        types_password(other, reverse("export"))
        assert other.get(reverse("export_file"))["Location"] == reverse("export")


class TestErasing:
    def test_it_is_said_beforehand_what_goes_and_what_stays(
        self, inside: Client, maya: Member, omar: Member, connect: Connect
    ) -> None:
        connect(maya, omar)
        assert asked_for_password(inside, "erase")
        page = text_of(inside.get(types_password(inside, reverse("erase"))))
        assert "Your conversation ends. To the other person it looks like any other ending." in page
        assert "they can read it for 90 days after your conversation ended" in page
        assert "For 7 days you can sign in and stay after all." in page

    def test_without_the_password_nothing_happens(self, inside: Client, maya: Member) -> None:
        inside.post(reverse("erase"))
        maya.refresh_from_db()
        assert maya.erase_asked_at is None

    def test_then_every_door_is_closed(
        self, inside: Client, maya: Member, omar: Member, connect: Connect, browser: Browser
    ) -> None:
        met, elsewhere = connect(maya, omar), browser(maya)
        types_password(inside, reverse("erase"))
        assert inside.post(reverse("erase"))["Location"] == reverse("goodbye")
        for door in (inside, elsewhere):
            assert door.get(reverse("home"))["Location"].startswith("/account/sign-in/")
        assert "erased in 7 days" in text_of(inside.get(reverse("goodbye")))
        assert Match.objects.get(pk=met.pk).state == MatchState.ENDED

    def test_whoever_signs_in_again_is_asked_whether_they_stay(
        self, inside: Client, maya: Member, browser: Browser, wall_clock: Clock
    ) -> None:
        erasing.ask(member=maya, now=wall_clock.now)
        back = browser(maya)
        for name in ("home", "me", "notifications", "blocks", "my_privacy"):
            assert back.get(reverse(name))["Location"] == reverse("erase"), name
        page = text_of(back.get(reverse("erase")))
        assert "will be erased on 30 November 2026, 12:00" in page
        assert back.get(reverse("crisis")).status_code == 200
        assert back.post(reverse("erase_undo"))["Location"] == reverse("home")
        assert back.get(reverse("home")).status_code == 200
        assert erasing.erase_due(now=wall_clock.now + timedelta(days=8)) == 0

    def test_a_moderator_who_goes_moderates_no_more(
        self, nour: Member, browser: Browser, now: datetime
    ) -> None:
        erasing.ask(member=nour, now=now)
        desk = browser(nour)
        assert desk.get(reverse("dashboard", args=["riverside"]))["Location"] == reverse("erase")

    def test_afterwards_nobody_can_sign_in(self, inside: Client, maya: Member, now: datetime) -> None:
        erasing.ask(member=maya, now=now)
        erasing.erase_due(now=now + erasing.GRACE)
        client = Client()
        said = client.post(reverse("account_login"), {"login": maya.email, "password": PASSWORD})
        assert said.status_code == 200
        assert "do not belong together" in text_of(said)
