"""What an open page may ask, and for whom it rings: whoever sees a difference, and nobody who would learn of a no."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from accounts import live
from accounts.models import Member
from matching import matches
from matching.models import Match, Need, Offer
from support import conversations
from tests.support.web.conftest import Browser, Propose, text_of

Rings = list[set[int]]


@pytest.fixture
def rings(monkeypatch: pytest.MonkeyPatch) -> Rings:
    """For whom it rang, one set for each ring."""
    heard: Rings = []
    monkeypatch.setattr(live, "changed", lambda members: heard.append(set(members)))
    return heard


def rung_by(rings: Rings, act: Callable[[], object]) -> set[int]:
    rings.clear()
    act()
    return set().union(*rings)


def test_a_no_rings_for_nobody_else(
    maya: Member, omar: Member, post_need: Callable[..., Need], post_offer: Callable[..., Offer],
    put: Propose, rings: Rings, now: datetime,
) -> None:  # fmt: skip
    match = put(post_need(maya), post_offer(omar))
    said: dict[str, Any] = {"match": match, "seen": (1, 1), "now": now}
    assert rung_by(rings, lambda: matches.answer(member=omar, answer="no", **said)) <= {omar.pk}


def test_silence_rings_for_the_one_who_was_asked(
    maya: Member, omar: Member, post_need: Callable[..., Need], post_offer: Callable[..., Offer],
    put: Propose, rings: Rings, now: datetime,
) -> None:  # fmt: skip
    match = put(post_need(maya), post_offer(omar))
    assert match.expires_at
    deadline = match.expires_at
    assert rung_by(rings, lambda: matches.expire_due(now=deadline)) == {omar.pk}


def test_a_yes_a_message_and_an_end_ring_for_the_other(
    maya: Member, omar: Member, post_need: Callable[..., Need], post_offer: Callable[..., Offer],
    put: Propose, rings: Rings, now: datetime,
) -> None:  # fmt: skip
    match = put(post_need(maya), post_offer(omar))
    said: dict[str, Any] = {"match": match, "answer": "yes", "seen": (1, 1), "now": now}
    assert maya.pk in rung_by(rings, lambda: matches.answer(member=omar, **said))
    assert omar.pk in rung_by(rings, lambda: matches.answer(member=maya, **said))
    match.refresh_from_db()
    for words in ("Hello.", "Are you there?"):
        key = uuid4()
        sent = partial(conversations.send, match=match, author=omar, words=words, form_key=key, now=now)
        assert maya.pk in rung_by(rings, sent)
    assert omar.pk in rung_by(rings, lambda: matches.end(match=match, member=maya, now=now))


def test_what_somebody_does_rings_in_their_other_windows(
    browser: Browser, maya: Member, post_need: Callable[..., Need], rings: Rings
) -> None:
    client, need = browser(maya), post_need(maya)
    assert maya.pk in rung_by(rings, lambda: client.post(f"/needs/{need.uid}/withdraw/"))
    assert rung_by(rings, lambda: client.get("/home/")) == set()


@pytest.fixture
def signed_in(transactional_db: None, browser: Browser, maya: Member) -> Client:
    """Rings are heard after a commit, so these tests commit."""
    return browser(maya)


def test_a_page_knows_whether_it_is_still_true(signed_in: Client, maya: Member) -> None:
    live.changed([maya.pk])
    mark = live.mark(maya.pk)
    assert f'data-live-mark="{mark}"' in signed_in.get("/home/").content.decode()
    assert signed_in.get("/live/", {"mark": mark}).status_code == 204
    live.changed([maya.pk + 1])
    assert signed_in.get("/live/", {"mark": mark}).status_code == 204
    live.changed([maya.pk])
    answer = signed_in.get("/live/", {"mark": mark})
    assert (answer.status_code, answer.content.decode()) == (200, live.mark(maya.pk))


def test_signed_out_there_is_nothing_to_hear(db: None) -> None:
    for accepted in ("*/*", "text/event-stream"):
        assert Client().get("/live/", headers={"Accept": accepted}).status_code == 401


def test_a_server_that_gives_no_socket_sends_pages_to_polling(signed_in: Client) -> None:
    assert signed_in.get("/live/", headers={"Accept": "text/event-stream"}).status_code == 204


@pytest.fixture
def without_broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody listens where the cache should be."""
    monkeypatch.setattr(settings, "LIVE_URL", "unix:///nowhere/valkey.sock")
    live._client.cache_clear()
    yield
    live._client.cache_clear()
    live._rests_until = 0.0


def test_without_the_broker_pages_come_and_changes_stand(
    signed_in: Client, maya: Member, without_broker: None, caplog: pytest.LogCaptureFixture
) -> None:
    live.changed([maya.pk])
    page = signed_in.get("/home/")
    assert page.status_code == 200
    assert 'data-live-mark=""' in page.content.decode()
    assert signed_in.get("/live/", {"mark": ""}).status_code == 200  # nobody knows, so the page looks
    assert caplog.text.count("Open pages could not be told") == 1  # then it rests
    assert str(maya.pk) not in caplog.text.replace(maya.email, "")


def test_looking_again_takes_no_words_from_the_next_page(
    browser: Browser, maya: Member, post_need: Callable[..., Need]
) -> None:
    client, need = browser(maya), post_need(maya)
    client.post(f"/needs/{need.uid}/withdraw/")
    assert "Taken back." not in text_of(client.get("/home/", headers={"X-Live": "1"}))
    assert "Taken back." in text_of(client.get("/home/"))


def test_a_read_message_makes_no_endless_ringing(
    browser: Browser, maya: Member, omar: Member, connected: Match, rings: Rings, now: datetime
) -> None:
    conversations.send(match=connected, author=omar, words="Hello.", form_key=uuid4(), now=now)
    client, page = browser(maya), f"/matches/{connected.uid}/conversation/"
    assert rung_by(rings, lambda: client.get(page)) == {maya.pk}
    assert rung_by(rings, lambda: client.get(page)) == set()
