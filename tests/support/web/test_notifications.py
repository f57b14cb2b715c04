"""What a member should know: newest first, counted on the bell, marked as read by opening it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts.models import Community, Member, Notification
from accounts.notifications import inbox
from accounts.notifications.kinds import IN_APP, KINDS
from accounts.notifications.notify import notify
from matching.models import Need, Offer
from tests.support.web.conftest import Browser, Propose, text_of

Tell = Callable[[int], Notification]


@pytest.fixture
def tell(maya: Member, riverside: Community, now: datetime) -> Tell:
    def once(number: int) -> Notification:
        told = notify(
            member=maya,
            kind="membership_admitted",
            event=f"event {number}",
            now=now - timedelta(minutes=number),
            community=riverside,
            refers_to={"community": "riverside"},
        )
        assert told is not None
        return told

    return once


def test_the_bell_counts_what_is_new_and_opening_one_marks_it(
    browser: Browser, maya: Member, tell: Tell
) -> None:
    first, _second = tell(1), tell(2)
    client = browser(maya)
    assert "Notifications, 2 new" in text_of(client.get("/notifications/"))
    assert client.get(f"/notifications/{first.uid}/")["Location"] == "/c/riverside/"
    page = text_of(client.get("/notifications/"))
    assert "Notifications, 1 new" in page
    first.refresh_from_db()
    assert first.read_at is not None


def test_all_can_be_marked_at_once(browser: Browser, maya: Member, tell: Tell) -> None:
    tell(1)
    client = browser(maya)
    assert "Mark all as read" in text_of(client.get("/notifications/"))
    page = text_of(client.post("/notifications/read/", follow=True))
    assert "Notifications, 0 new" in page
    assert "Mark all as read" not in page


def test_a_long_past_is_turned_page_by_page(browser: Browser, maya: Member, tell: Tell) -> None:
    for number in range(31):
        tell(number)
    client = browser(maya)
    first, second = client.get("/notifications/"), client.get("/notifications/?page=2")
    assert (first.content.count(b"You are in"), second.content.count(b"You are in")) == (30, 1)
    assert "Older" in text_of(first)
    assert "Newer" in text_of(second)
    assert client.get("/notifications/?page=nonsense").status_code == 200


def test_an_empty_list_says_what_will_stand_here(browser: Browser, maya: Member) -> None:
    assert "Nothing has happened yet" in text_of(browser(maya).get("/notifications/"))


@pytest.mark.parametrize("kind", IN_APP)
def test_every_kind_leads_to_a_page_of_its_own(
    kind: str, browser: Browser, maya: Member, now: datetime
) -> None:
    """The link is made from what the kind says that it needs."""
    nouns = set(KINDS[kind].args.values())
    uid = "0b8f5a9e-0000-4000-8000-000000000000"
    refers = {noun: "riverside" if noun == "community" else uid for noun in nouns}
    told = notify(member=maya, kind=kind, event="once", now=now, refers_to=refers)
    assert told is not None
    client = browser(maya)
    assert str(KINDS[kind].title) in text_of(client.get("/notifications/"))
    assert client.get(f"/notifications/{told.uid}/").status_code == 302


def test_letters_about_the_account_are_not_in_the_list(browser: Browser, maya: Member, now: datetime) -> None:
    told = notify(member=maya, kind="password_changed", event="once", now=now)
    assert told is not None
    client = browser(maya)
    assert "Nothing has happened yet" in text_of(client.get("/notifications/"))
    assert client.get(f"/notifications/{told.uid}/").status_code == 404


def test_what_leads_to_a_page_is_read_there_but_not_by_a_page_that_looks_again_by_itself(
    browser: Browser,
    maya: Member,
    omar: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    put: Propose,
) -> None:
    need, client = post_need(maya), browser(maya)
    put(need, post_offer(omar))
    client.get(f"/needs/{need.uid}/", headers={"X-Live": "1"})
    assert inbox.unread_count(maya) == 1
    client.get(f"/needs/{need.uid}/")
    assert inbox.unread_count(maya) == 0
