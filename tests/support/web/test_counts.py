"""However much there is, a page asks the database a constant number of questions."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Member
from accounts.notifications.notify import notify
from matching import blocks, matches, never_ask
from matching.models import Match, Need, Offer
from support import conversations
from tests.support.web.conftest import Browser, Propose

Grow = Callable[[], None]


def questions(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.fixture
def one_more(
    maya: Member,
    make_member: Callable[..., Member],
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    put: Propose,
    now: datetime,
) -> Grow:
    """One more of everything that Maya's pages list."""
    number = iter(range(100))

    def grow() -> None:
        name = f"Person {next(number)}".replace(" ", "")
        helper, blocked = make_member(name), make_member(f"B{name}")
        post_need(maya)
        post_offer(maya)
        talk, ask = post_need(maya), post_need(maya)
        offer = post_offer(helper, capacity=3)
        met, asked = put(talk, offer), put(ask, offer)
        answered(met, "helper", "seeker", now=now)
        answered(asked, "helper", now=now)
        conversations.send(match=met, author=helper, words="Hello.", form_key=uuid4(), now=now)
        blocks.block(blocker=maya, blocked=blocked, now=now)
        never_ask.add(member=maya, address=f"{name}@else.example", now=now)
        notify(member=maya, kind="match_released", event=name, now=now - timedelta(minutes=1))

    return grow


def answered(match: Match, *sides: str, now: datetime) -> None:
    for side in sides:
        member = match.helper if side == "helper" else match.seeker
        matches.answer(match=match, member=member, answer="yes", seen=(1, 1), now=now)


LISTS = ["/home/", "/notifications/", "/me/blocks/", "/me/never-ask/"]


def test_lists_take_the_same_number_of_queries_however_long_they_are(
    browser: Browser, maya: Member, one_more: Grow
) -> None:
    Member.objects.filter(pk=maya.pk).update(max_people=20, max_asks_week=50)
    client = browser(maya)
    one_more()
    client.get("/home/")  # from here on, the topics are known
    few = {page: questions(client, page) for page in LISTS}
    for _ in range(3):
        one_more()
    assert {page: questions(client, page) for page in LISTS} == few
    assert max(few.values()) <= 25


def test_a_conversation_takes_the_same_number_of_queries_however_long_it_is(
    browser: Browser, maya: Member, omar: Member, connected: Match, now: datetime
) -> None:
    client, address = browser(maya), f"/matches/{connected.uid}/conversation/"

    def talk(times: int) -> None:
        for number in range(times):
            author = (maya, omar)[number % 2]
            conversations.send(match=connected, author=author, words=f"{number}", form_key=uuid4(), now=now)

    talk(2)
    client.get(address)
    few = questions(client, address)
    talk(20)
    client.get(address)
    assert questions(client, address) == few
    assert few <= 32


@pytest.mark.parametrize("page", ["/c/riverside/ask/", "/c/riverside/offer/", "/me/", "/me/hours/"])
def test_forms_ask_little(page: str, browser: Browser, maya: Member) -> None:
    assert questions(browser(maya), page) <= 12
