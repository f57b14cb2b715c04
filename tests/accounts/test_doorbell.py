"""Ringing never costs a person anything: not when the broker is down or frozen, and not three times in a row."""

import json
import shutil
import signal
import socket
import tempfile
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from celery import current_app, shared_task
from django.db import transaction
from redis import Redis

from accounts import doorbell
from support.local import processes, services
from support.local.valkey import Valkey

LONGEST = 2.0


@shared_task(name="tests.nothing")
def nothing(*, need_id: int) -> None:
    """Nobody runs it; it is only rung for."""


@pytest.fixture(autouse=True)
def rested(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorbell, "_rests_until", 0.0)
    doorbell.missed.clear()


@pytest.fixture
def use_broker(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    return lambda url: monkeypatch.setattr(current_app.conf, "broker_write_url", url)


@pytest.fixture
def valkey(use_broker: Callable[[str], None]) -> Iterator[processes.Child]:
    """A broker of our own, which may be stopped and frozen."""
    folder = Path(tempfile.mkdtemp(prefix="bell-"))  # a short path: the socket lives in it
    server, children = Valkey(folder, folder, folder / "log", throwaway=True), list[processes.Child]()
    services.start([server], children.append)
    use_broker(f"redis+socket://{server.socket}?virtual_host=0")
    try:
        yield children[0]
    finally:
        children[0].process.send_signal(signal.SIGCONT)
        processes.stop_all(children)
        shutil.rmtree(folder)


def ring_now() -> float:
    """Rings outside any transaction, so at once; how long that took."""
    begun = time.monotonic()
    doorbell._ring(nothing, {"need_id": 7})
    return time.monotonic() - begun


def waiting(child: processes.Child) -> list[dict[str, object]]:
    messages = Redis(unix_socket_path=str(child.log.parent / "valkey.sock")).lrange("celery", 0, -1)
    return [json.loads(message) for message in messages]


def test_a_ring_reaches_the_broker_once_and_carries_ids_only(valkey: processes.Child) -> None:
    ring_now()
    (message,) = waiting(valkey)
    assert message["headers"]["task"] == "tests.nothing"  # type: ignore[index]
    assert json.loads(b64decode(str(message["body"])))[:2] == [[], {"need_id": 7}]
    assert not doorbell.missed


def test_a_frozen_broker_holds_nobody_for_longer_than_two_seconds(valkey: processes.Child) -> None:
    ring_now()  # from here on there is an open connection, whose other end will be silent
    valkey.process.send_signal(signal.SIGSTOP)
    assert ring_now() < LONGEST
    assert doorbell.missed["tests.nothing"] == 1


def test_a_fresh_connection_to_a_frozen_broker_is_bounded_too(use_broker: Callable[[str], None]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        use_broker(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        assert ring_now() < LONGEST
    assert doorbell.missed["tests.nothing"] == 1


def test_a_broker_that_is_down_is_an_entry_in_the_log_and_no_error(
    use_broker: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        use_broker(f"redis://127.0.0.1:{closed.getsockname()[1]}/0")
    assert ring_now() < LONGEST
    assert doorbell.missed["tests.nothing"] == 1
    assert [record.getMessage() for record in caplog.records] == [
        "The doorbell of tests.nothing did not ring: OperationalError"
    ]


def test_after_a_miss_the_bell_rests_so_that_one_request_never_waits_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[str] = []

    def fail(task: object, ids: object) -> None:
        tried.append("tried")
        raise ConnectionError

    monkeypatch.setattr(doorbell, "_publish", fail)
    for _ in range(3):
        ring_now()
    assert tried == ["tried"]
    assert doorbell.missed["tests.nothing"] == 3


def test_after_its_rest_the_bell_rings_again(monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[object] = []
    monkeypatch.setattr(doorbell, "_publish", lambda task, ids: rung.append(ids))
    monkeypatch.setattr(doorbell, "_rests_until", time.monotonic() - 0.01)
    ring_now()
    assert rung == [{"need_id": 7}]


@pytest.mark.django_db(transaction=True)
def test_nothing_rings_before_the_commit_or_after_a_rollback(
    rung: list[tuple[str, dict[str, object]]],
) -> None:
    with transaction.atomic():
        doorbell.ring(nothing, need_id=1)
        assert rung == []
    assert rung == [("tests.nothing", {"need_id": 1})]
    with transaction.atomic():
        doorbell.ring(nothing, need_id=2)
        transaction.set_rollback(True)
    assert len(rung) == 1
