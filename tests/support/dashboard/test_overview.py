"""The first page: what waits, the gravest first."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Community, Member, Standing
from matching.models import Match, Need, NeedState, Offer
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


def test_no_sentence_on_a_page_can_end_in_an_hour_and_two_stops() -> None:
    """Where an hour stands before a stop, the sentence goes through `one_stop`."""
    ends = re.compile(r"{% blocktranslate (?!asvar)[^%]*\|moment:now [^%]*%}[^%]*}}\.")
    pages = Path(settings.BASE_DIR, "support", "templates").rglob("*.html")
    assert [page.name for page in pages if ends.search(page.read_text())] == []


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


def test_queries_do_not_grow_with_what_waits(
    desk: Client,
    at: At,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    make_member: Callable[..., Member],
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert desk.get(at("overview")).status_code == 200
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
