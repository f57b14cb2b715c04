"""Who looked at private words: noted once, told without a name, and never to be changed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Community, Member, Role
from matching.models import Match, Need, NeedState
from support import conversations, reports
from support.dashboard import desk as moderators_desk
from support.models import Look
from support.privacy import looks


@pytest.fixture
def desk(nour: Member, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Nour opens one of the moderators' pages."""
    client = Client()
    client.force_login(nour)

    def look(page: str, *about: object, at: datetime = now) -> None:
        monkeypatch.setattr(moderators_desk, "database_now", lambda: at)
        assert (
            client.get(
                reverse("_".join(["dashboard", *page.split()]), args=["riverside", *about])
            ).status_code
            == 200
        )

    return look


def seen(member: Member, now: datetime) -> list[tuple[str, str]]:
    return [(look.what, look.why) for look in looks.of(member, now=now)]


READ_FIRST = "It waited for a moderator to read it first."
REPORTED = "Somebody had asked the moderators to look."
SEARCHING = "They were looking for somebody who fits."


def test_a_look_at_a_request_that_waits_to_be_read(
    riverside: Community,
    maya: Member,
    post_need: Callable[..., Need],
    desk: Callable[..., None],
    now: datetime,
) -> None:
    Community.objects.update(review_first_needs=True)
    riverside.refresh_from_db()
    desk("need", post_need(maya).uid)
    assert seen(maya, now) == [("your request", READ_FIRST)]


def test_a_look_at_a_request_that_is_looked_for(
    maya: Member, post_need: Callable[..., Need], desk: Callable[..., None], now: datetime
) -> None:
    desk("need", post_need(maya).uid)
    assert seen(maya, now) == [("your request", SEARCHING)]


def test_opening_a_page_again_is_the_same_look_and_an_hour_later_another(
    maya: Member, post_need: Callable[..., Need], desk: Callable[..., None], now: datetime
) -> None:
    need = post_need(maya)
    for minutes in (0, 10, 59, 61):
        desk("need", need.uid, at=now + timedelta(minutes=minutes))
    assert len(seen(maya, now + timedelta(days=1))) == 2


@pytest.mark.parametrize("page", ["needs", "search"])
def test_a_line_and_a_name_in_a_list_are_looked_at_too_and_noted_once_a_day(
    page: str, maya: Member, post_need: Callable[..., Need], desk: Callable[..., None], now: datetime
) -> None:
    post_need(maya)
    for hours in (0, 2, 23, 25):
        desk(page, at=now + timedelta(hours=hours))
    assert seen(maya, now + timedelta(days=2)) == [("your request", SEARCHING)] * 2


def test_a_line_in_the_queue_is_looked_at_too(
    maya: Member, post_need: Callable[..., Need], desk: Callable[..., None], now: datetime
) -> None:
    need = post_need(maya)
    Need.objects.update(state=NeedState.IN_REVIEW)
    desk("")
    assert seen(maya, now) == [("your request", READ_FIRST)]
    desk("need", need.uid, at=now + timedelta(hours=2))
    assert seen(maya, now + timedelta(days=1)) == [("your request", READ_FIRST)] * 2


def test_a_glance_at_a_moderators_own_request_shows_nothing_and_is_none(
    nour: Member,
    make_member: Callable[..., Member],
    post_need: Callable[..., Need],
    desk: Callable[..., None],
) -> None:
    fellow = make_member("Sam")
    fellow.memberships.update(role=Role.MODERATOR)
    post_need(fellow)
    desk("needs")
    assert not Look.objects.exists()


def test_a_proposal_tells_neither_side_that_there_is_one(
    riverside: Community,
    maya: Member,
    omar: Member,
    propose: Callable[..., Match],
    desk: Callable[..., None],
    now: datetime,
) -> None:
    Community.objects.update(review_proposals=True)
    riverside.refresh_from_db()
    desk("match", propose(maya, omar).uid)
    assert seen(maya, now) == [("your request", SEARCHING)]
    assert seen(omar, now) == [("your offer", SEARCHING)]


def test_held_messages(
    connected: Match, maya: Member, omar: Member, desk: Callable[..., None], now: datetime
) -> None:
    words = "Write to me: maya@elsewhere.example"
    conversations.send(match=connected, author=maya, words=words, form_key=uuid4(), now=now)
    desk("messages")
    assert seen(maya, now) == [("a message of yours", READ_FIRST)]
    assert seen(omar, now) == []


def test_a_report_is_told_to_its_writer_at_once_and_to_the_other_much_later(
    connected: Match, maya: Member, omar: Member, desk: Callable[..., None], now: datetime
) -> None:
    said = conversations.send(match=connected, author=omar, words="Come on.", form_key=uuid4(), now=now)
    report = reports.report(reporter=maya, match=connected, words="No.", message=said, now=now)
    desk("report", report.uid)
    place = omar.memberships.get()
    desk("member", place.pk)
    assert seen(maya, now) == [("a report of yours", REPORTED)]
    assert seen(omar, now + timedelta(days=89)) == []
    assert {what for what, _why in seen(omar, now + timedelta(days=90))} == {
        "a message of yours",
        "your place in the community",
    }


def test_a_look_at_somebodys_place(maya: Member, desk: Callable[..., None], now: datetime) -> None:
    desk("member", maya.memberships.get().pk)
    assert seen(maya, now) == [("your place in the community", "They look after who is here.")]


def test_a_moderators_own_request_stays_closed_and_so_was_not_looked_at(
    maya: Member, nour: Member, post_need: Callable[..., Need], desk: Callable[..., None], now: datetime
) -> None:
    maya.memberships.update(role="moderator")
    desk("need", post_need(maya).uid)
    assert seen(maya, now) == []


def test_the_database_lets_nobody_change_or_remove_a_look(
    maya: Member, desk: Callable[..., None], now: datetime
) -> None:
    desk("member", maya.memberships.get().pk)
    for change in (Look.objects.all().delete, lambda: Look.objects.update(moderator_key=0)):
        with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
            change()
    assert Look.objects.count() == 1


def test_a_look_holds_ids_and_codes_alone(
    maya: Member, post_need: Callable[..., Need], desk: Callable[..., None]
) -> None:
    desk("need", post_need(maya).uid)
    (row,) = Look.objects.values()
    assert {type(value) for value in row.values()} == {int, str, datetime}
    assert {value for value in row.values() if isinstance(value, str)} == {"need", "search"}
