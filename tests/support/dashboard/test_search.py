"""How the search goes: how long people have been looking, and whether the machinery runs."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Community, Delivery, DeliveryState, Member, Notification, Role
from matching.models import Match, Need, NeedState, Offer, Round

pytestmark = pytest.mark.django_db

At = Callable[..., str]
Read = Callable[..., str]


def in_order(text: str, *words: str) -> bool:
    places = [text.find(word) for word in words]
    return -1 not in places and places == sorted(places)


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


def test_queries_do_not_grow_with_what_waits(
    desk: Client,
    at: At,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    make_member: Callable[..., Member],
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert desk.get(at("search")).status_code == 200
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
