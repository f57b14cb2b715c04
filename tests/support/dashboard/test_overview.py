"""The first page: what waits, the gravest first; and the page on how the search goes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Community, Delivery, DeliveryState, Member, Notification, Role, Standing
from matching.models import Match, Need, NeedState, Offer, Round
from support import conversations, reports

pytestmark = pytest.mark.django_db

At = Callable[..., str]
Read = Callable[..., str]


def in_order(text: str, *words: str) -> bool:
    places = [text.find(word) for word in words]
    return -1 not in places and places == sorted(places)


def test_an_empty_desk_says_what_comes_next(desk: Client, at: At, read: Read) -> None:
    assert "Nothing waits for you" in read(desk.get(at("overview")))


def test_a_sentence_that_ends_in_an_hour_ends_in_one_stop() -> None:
    said = '{% load moments %}{{ "They come at 9 a.m.."|one_stop }} {{ "They come at 09:00."|one_stop }}'
    assert Template(said).render(Context()) == "They come at 9 a.m. They come at 09:00."


def test_what_waits_stands_in_order_of_gravity(
    desk: Client,
    at: At,
    read: Read,
    riverside: Community,
    connected: Match,
    post_need: Callable[..., Need],
    maya: Member,
    lena: Member,
    make_member: Callable[..., Member],
    now: datetime,
) -> None:
    juniper = make_member("Juniper")
    riverside.memberships.filter(member=juniper).update(standing=Standing.ASKED, joined_at=None, asked_at=now)
    riverside.review_first_needs = True
    riverside.save()
    post_need(lena, headline="Somebody to listen")
    conversations.send(match=connected, author=maya, words="a@example.org", form_key=uuid4(), now=now)
    reports.report(reporter=maya, match=connected, words="It hurt", now=now)
    text = read(desk.get(at("overview")))
    assert in_order(
        text, "Something was not right", "A first message to read", "Somebody to listen", "Juniper"
    )
    assert "It hurt" not in text
    assert "a@example.org" not in text


def test_what_waits_longer_than_promised_is_marked(
    desk: Client, at: At, read: Read, connected: Match, maya: Member, riverside: Community, now: datetime
) -> None:
    report = reports.report(reporter=maya, match=connected, words="It hurt", now=connected.created_at)
    promised = timedelta(hours=riverside.grave_hours)
    for ago, late in ((promised - timedelta(minutes=5), False), (promised + timedelta(minutes=5), True)):
        report.created_at = now - ago
        report.save()
        assert ("longer than promised" in read(desk.get(at("overview")))) is late


def test_open_needs_are_counted_by_age_with_why_nobody_was_found(
    desk: Client,
    at: At,
    maya: Member,
    omar: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    read: Read,
    now: datetime,
) -> None:
    post_offer(omar, languages=["pt"])
    for days in (0, 2, 5, 6, 9):
        need = post_need(maya, headline=f"Waiting {days} days")
        Need.objects.filter(pk=need.pk).update(waiting_since=now - timedelta(days=days, minutes=1))
    response = desk.get(at("search"))
    assert response.context["ages"] == {"today": 1, "days": 1, "week": 2, "older": 1}
    text = read(response)
    assert in_order(text, "Waiting 9 days", "Waiting 6 days", "Waiting 5 days", "Waiting 2 days")
    assert "With 1 of 1 offers only this stands in the way: They have no language in common." in text


def test_a_fellow_moderators_need_is_masked(
    desk: Client, at: At, read: Read, riverside: Community, lena: Member, post_need: Callable[..., Need]
) -> None:
    riverside.memberships.filter(member=lena).update(role=Role.MODERATOR)
    post_need(lena, headline="Somebody to listen")
    text = read(desk.get(at("search")))
    assert "A moderator's own request" in text
    assert "Somebody to listen" not in text
    assert "Lena" not in text


def test_my_own_need_is_not_here(
    desk: Client, at: At, nour: Member, post_need: Callable[..., Need], read: Read
) -> None:
    post_need(nour, headline="Somebody to listen")
    response = desk.get(at("search"))
    assert sum(response.context["ages"].values()) == 0
    assert "Somebody to listen" not in read(response)


def test_matches_rounds_and_lost_mail_are_counts(
    desk: Client, at: At, connected: Match, maya: Member, riverside: Community, read: Read, now: datetime
) -> None:
    started = now
    Round.objects.create(
        community=riverside,
        started_at=started,
        finished_at=started + timedelta(seconds=2.5),
        waiting=7,
        candidates=31,
        matched=4,
        total=24_000,
        bound=25_000,
    )
    Round.objects.create(community=riverside, started_at=started, waiting=1)
    Delivery.objects.filter(notification__member=maya).update(
        state=DeliveryState.DEAD, finished_at=started, failure="SMTP 550"
    )
    response = desk.get(at("search"))
    assert ("connected", "Connected", 1) in response.context["matches"]
    mails = Notification.objects.filter(member=maya).count()
    assert response.context["given_up"] == [("SMTP 550", mails)]
    text = read(response)
    assert "2.5" in text
    assert "96 %" in text
    assert "not finished" in text
    assert "maya@" not in text


@pytest.mark.parametrize("page", ["overview", "search"])
def test_queries_do_not_grow_with_what_waits(
    desk: Client,
    at: At,
    page: str,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    make_member: Callable[..., Member],
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert desk.get(at(page)).status_code == 200
        return len(seen)

    def grow(start: int, count: int) -> None:
        for number in range(start, start + count):
            post_need(make_member(f"Seeker {number}"))
            post_offer(make_member(f"Helper {number}"))
            Need.objects.filter(pk=post_need(make_member(f"New {number}")).pk).update(
                state=NeedState.IN_REVIEW
            )

    grow(0, 2)
    queries()
    few = queries()
    grow(2, 6)
    queries()  # notes once, in one step, that they were looked at
    assert queries() == few
