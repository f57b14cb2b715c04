"""Streams as gunicorn really gives them up: open pages hear, pages come meanwhile, whoever signs out hears no more."""

import http.client
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
import redis
from django.conf import settings

from accounts import live
from accounts.models import Member
from support.live import hub, sessions
from support.live.streams import Stream
from support.models import Session
from tests.support.live.conftest import Web, Window

SessionOf = Callable[[Member], str]

PEOPLE, EACH = 75, 4


def settled(window: Window, member: Member) -> Window:
    """Rings until it is heard: the first stream of a process is there before the subscription is."""
    event, _ = window.next()
    assert event == "here"
    while event != "changed":
        live.changed([member.pk])
        event, _ = window.next()
    return window


def marks(window: Window, last: str) -> set[str]:
    """The marks that it hears, up to this one."""
    heard: set[str] = set()
    while last not in heard:
        event, mark = window.next()
        assert event in ("changed", "look")
        heard |= {mark} - {""}
    return heard


def ends_with(window: Window, last: str) -> bool:
    event = "here"
    while event not in ("", last):
        event, _ = window.next()
    return event == last and window.next() == ("", "")


def test_a_change_is_heard_by_whom_it_concerns_and_by_nobody_else(
    web: Web, maya: Member, lena: Member, session_of: SessionOf
) -> None:
    windows = {member: settled(web.open(session_of(member)), member) for member in (maya, lena)}
    for member in windows:
        live.changed([member.pk])
        heard = marks(windows[member], live.mark(member.pk))
        assert heard == {live.mark(member.pk)}


def test_it_is_heard_in_whichever_process_the_stream_is(
    web: Web, maya: Member, session_of: SessionOf
) -> None:
    session, windows = session_of(maya), []
    for process in web.serving:
        with web.by(process):
            windows.append(settled(web.open(session), maya))
    live.changed([maya.pk])
    assert all(live.mark(maya.pk) in marks(window, live.mark(maya.pk)) for window in windows)
    Session.objects.all().delete()
    live.ended(maya.pk)
    assert all(ends_with(window, "over") for window in windows)


def test_a_stream_is_not_stored_not_held_back_and_says_no_word(
    web: Web, maya: Member, session_of: SessionOf
) -> None:
    window = web.open(session_of(maya))
    assert (window.status, window.headers["Content-Type"]) == (200, "text/event-stream")
    assert "no-store" in window.headers["Cache-Control"]
    assert window.headers["X-Accel-Buffering"] == "no"
    assert "Content-Length" not in window.headers  # a browser would read no further
    assert maya.email not in str(window.headers)


def test_signed_out_means_no_stream(web: Web) -> None:
    assert web.open("made-up").status == 401


def test_signing_out_ends_the_streams_of_that_session_alone(
    web: Web, maya: Member, session_of: SessionOf
) -> None:
    here, elsewhere = session_of(maya), session_of(maya)
    gone, stays = (settled(web.open(session), maya) for session in (here, elsewhere))
    Session.objects.filter(session_key=here).delete()
    live.ended(maya.pk)
    assert ends_with(gone, "over")
    live.changed([maya.pk])
    assert live.mark(maya.pk) in marks(stays, live.mark(maya.pk))


def test_more_streams_than_threads_and_pages_are_served_beside_them(
    web: Web, session_of: SessionOf, now: datetime
) -> None:
    """One thread each would have stopped the service at the eighth."""
    people = [
        Member.objects.create_user(f"{number}@members.example", created_at=now) for number in range(PEOPLE)
    ]
    windows = {member: [web.open(session_of(member)) for _ in range(EACH)] for member in people}
    for member in people:
        for window in windows[member]:
            settled(window, member)
    connection = http.client.HTTPConnection(*web.address, timeout=30)
    connection.request("GET", "/crisis/", headers={"Host": "testserver"})
    assert connection.getresponse().status == 200
    live.changed(member.pk for member in people)
    for member in people:
        for window in windows[member]:
            assert live.mark(member.pk) in marks(window, live.mark(member.pk))


def test_whoever_opens_very_many_windows_keeps_the_newest(
    web: Web, maya: Member, session_of: SessionOf
) -> None:
    session = session_of(maya)
    with web.by(web.serving[0]):  # each process counts its own
        windows = [settled(web.open(session), maya) for _ in range(10)]
    assert all(ends_with(old, "enough") for old in windows[:2])
    live.changed([maya.pk])
    assert live.mark(maya.pk) in marks(windows[-1], live.mark(maya.pk))


def test_after_the_broker_was_away_everybody_looks_again(
    web: Web, maya: Member, session_of: SessionOf
) -> None:
    window = settled(web.open(session_of(maya)), maya)
    client = redis.Redis.from_url(settings.LIVE_URL)
    here = str(client.connection_pool.connection_kwargs["db"])
    for listener in client.client_list(_type="pubsub"):  # the tests beside this one keep theirs
        if listener["db"] == here:
            client.client_kill_filter(_id=listener["id"])
    event = ""
    while event != "look":
        event, _ = window.next()
    # That look may have been the first subscription's, just before it was cut: then the second one's comes, and rings.
    while event != "changed":
        live.changed([maya.pk])
        event, _ = window.next()
    live.changed([maya.pk])
    assert live.mark(maya.pk) in marks(window, live.mark(maya.pk))


def test_a_ring_that_makes_no_sense_keeps_nobody_from_hearing_the_next(
    web: Web, maya: Member, session_of: SessionOf
) -> None:
    window = settled(web.open(session_of(maya)), maya)
    redis.Redis.from_url(settings.LIVE_URL).publish(settings.LIVE_CHANNEL, "over somebody")
    live.changed([maya.pk])
    assert live.mark(maya.pk) in marks(window, live.mark(maya.pk))


def test_two_that_come_at_once_begin_one_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[object] = []

    def slowly() -> object:
        time.sleep(0.05)
        begun.append(object())
        return begun[-1]

    monkeypatch.setattr(hub, "Hub", slowly)
    hub._hub.cache_clear()
    with ThreadPoolExecutor(4) as together:
        found = list(together.map(lambda _: hub.here(), range(4)))
    hub._hub.cache_clear()
    assert found == begun * 4


class _Unread:
    """The connection of somebody who reads nothing."""

    def __init__(self) -> None:
        self.gone = False

    def is_closing(self) -> bool:
        return False

    def write(self, words: bytes) -> None: ...

    def get_write_buffer_size(self) -> int:
        return 100

    def close(self) -> None:
        raise AssertionError("waits for ever")

    def abort(self) -> None:
        self.gone = True


def test_whoever_reads_nothing_is_not_waited_for_at_the_end() -> None:
    stream, connection = Stream(None, b"", None), _Unread()  # type: ignore[arg-type]
    stream.transport = connection  # type: ignore[assignment]
    stream.end("over")
    assert connection.gone


@pytest.mark.parametrize("how", ["password", "closed", "expired", "somebody else's"])
def test_a_session_that_no_longer_holds_is_over(
    how: str, transactional_db: None, maya: Member, lena: Member, session_of: SessionOf, now: datetime
) -> None:
    listener = (maya.pk, session_of(maya))
    assert sessions.over([listener]) == set()
    if how == "password":
        maya.set_password("another quiet table")
        maya.save()
    elif how == "closed":
        Member.objects.filter(pk=maya.pk).update(is_active=False)
    elif how == "expired":
        Session.objects.update(expire_date=now.replace(year=2020))
    else:
        listener = (lena.pk, listener[1])
    assert sessions.over([listener]) == {listener}
