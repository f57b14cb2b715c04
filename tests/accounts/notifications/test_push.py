"""Ringing browsers over a real line: each once, sealed, and never again where that is useless (F14)."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from accounts.models import Channel, Delivery, DeliveryState, Member, Notification, PushSubscription
from accounts.notifications import delivery
from accounts.push import devices, keys, line
from tests import push_server
from tests.accounts.notifications.conftest import StoppedClock, Tell
from tests.push_server import Answer, Browser, Names, PushServer

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[PushServer]:
    with push_server.listening(tmp_path) as server:
        settings.PUSH_SERVICES = (f"{push_server.NAME}:{server.port}",)
        settings.PUSH_TO_PRIVATE = True
        settings.PUSH_CA = str(server.authority)
        settings.PUSH_KEYS = [keys.make()]
        Names(monkeypatch).of[push_server.NAME] = ["127.0.0.1"]
        yield server


@pytest.fixture
def put_in(server: PushServer, maya: Member, clock: StoppedClock) -> Callable[[str], Browser]:
    def put_in(name: str) -> Browser:
        browser, key = Browser(name), keys.current()
        assert key
        devices.put_in(
            member=maya,
            endpoint=server.address(browser),
            signed_with=key.public,
            name=name,
            now=clock(),
            by_key=None,
            **browser.given(),
        )
        return browser

    return put_in


def by_push() -> Delivery:
    return Delivery.objects.get(channel=Channel.PUSH)


def outcome() -> tuple[str, str, int]:
    row = by_push()
    return row.state, row.failure, row.attempts


def ring(notification: Notification, clock: StoppedClock) -> None:
    delivery.deliver(notification_id=notification.pk, clock=clock)


def test_every_browser_hears_one_safe_title_that_only_it_can_read(
    tell: Tell, server: PushServer, put_in: Callable[[str], Browser], clock: StoppedClock
) -> None:
    phone, computer = put_in("phone"), put_in("computer")
    told = tell("match_said_yes")
    ring(told, clock)
    ring(told, clock)
    (shown,) = server.heard_by(phone)
    assert server.heard_by(computer) == [shown]
    assert shown.pop("tag")
    assert shown == {
        "title": "Good news is waiting for you",
        "path": f"/notifications/{told.uid}/",
        "lang": "en",
        "dir": "ltr",
    }
    assert outcome() == ("sent", "", 1)
    assert all(row.last_used_at for row in PushSubscription.objects.all())


def test_the_service_learns_who_rings_and_nothing_of_what_it_is_about(
    tell: Tell, server: PushServer, put_in: Callable[[str], Browser], clock: StoppedClock
) -> None:
    put_in("phone")
    for kind in ("match_said_yes", "message_new"):
        ring(tell(kind), clock)
    first, second = server.rings
    claims, key = push_server.signature_holds(first), keys.current()
    assert key
    assert claims["k"] == key.public
    assert claims["aud"] == f"https://{push_server.NAME}:{server.port}"
    assert claims["sub"].startswith("mailto:")
    assert 0 < claims["exp"] - time.time() < timedelta(days=1).total_seconds()
    assert first.said_name == push_server.NAME
    assert first.headers["content-encoding"] == "aes128gcm"
    assert (first.headers["urgency"], int(first.headers["ttl"]) > 0) == ("normal", True)
    assert 0 < len(first.headers["topic"]) <= 32
    assert first.headers["topic"] != second.headers["topic"]
    assert len(first.body) == len(second.body)


def test_the_words_are_in_the_members_language(
    tell: Tell, server: PushServer, put_in: Callable[[str], Browser], clock: StoppedClock, maya: Member
) -> None:
    phone = put_in("phone")
    Member.objects.filter(pk=maya.pk).update(language="ar")
    ring(tell("message_new"), clock)
    (shown,) = server.heard_by(phone)
    assert (shown["lang"], shown["dir"]) == ("ar", "rtl")
    assert not shown["title"].isascii()


def test_a_browser_that_is_gone_is_taken_out_and_the_others_hear_it(
    tell: Tell, server: PushServer, put_in: Callable[[str], Browser], clock: StoppedClock
) -> None:
    put_in("gone"), put_in("never")
    phone = put_in("phone")
    server.answers = {"gone": Answer(410), "never": Answer(404)}
    ring(tell(), clock)
    assert [row.name for row in PushSubscription.objects.all()] == ["phone"]
    assert len(server.heard_by(phone)) == 1
    assert outcome() == ("sent", "", 1)


def test_a_browser_that_we_cannot_ring_keeps_no_other_from_hearing_it(
    tell: Tell, server: PushServer, put_in: Callable[[str], Browser], clock: StoppedClock
) -> None:
    put_in("broken")
    PushSubscription.objects.update(p256dh="none of the curve")
    phone = put_in("phone")
    told = tell()
    ring(told, clock)
    assert len(server.heard_by(phone)) == 1
    assert outcome()[:2] == ("waiting", "Error")


def test_patience_that_is_asked_for_is_had(
    tell: Tell, server: PushServer, put_in: Callable[[str], Browser], clock: StoppedClock
) -> None:
    put_in("phone")
    told = tell()
    server.answers["phone"] = Answer(429, {"Retry-After": "1800"})
    ring(told, clock)
    assert outcome() == ("waiting", "HTTP 429", 1)
    assert by_push().due_at == clock() + timedelta(minutes=30)
    server.answers.clear()
    clock.moment = by_push().due_at
    delivery.sweep(clock=clock)
    assert outcome() == ("sent", "", 2)


def test_a_date_to_come_back_at_is_kept_within_reason(clock: StoppedClock) -> None:
    from accounts.notifications.failures import LONGEST_WAIT, patience

    assert patience(format_datetime(clock() + timedelta(minutes=7)), now=clock()) == timedelta(minutes=7)
    assert patience("99999999999", now=clock()) == LONGEST_WAIT
    for nonsense in ("", "-5", "soon", "9" * 400, "Mon, 23 Nov 2026 12:00:00 -0000"):
        assert timedelta() <= patience(nonsense, now=clock()) <= LONGEST_WAIT


def test_a_second_attempt_rings_only_whom_the_first_did_not_reach(
    tell: Tell, server: PushServer, put_in: Callable[[str], Browser], clock: StoppedClock
) -> None:
    phone, computer = put_in("phone"), put_in("computer")
    server.answers["phone"] = Answer(503)
    ring(tell(), clock)
    assert outcome() == ("waiting", "HTTP 503", 1)
    server.answers.clear()
    clock.moment = by_push().due_at
    delivery.sweep(clock=clock)
    assert len(server.heard_by(computer)) == 1
    assert len(server.heard_by(phone)) == 2
    assert len({ring.headers["topic"] for ring in server.rings}) == 1
    assert outcome() == ("sent", "", 2)


def test_a_service_that_keeps_us_waiting_is_left(
    tell: Tell,
    server: PushServer,
    put_in: Callable[[str], Browser],
    clock: StoppedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put_in("phone")
    monkeypatch.setattr(line, "PATIENCE", 0.2)
    server.answers["phone"] = Answer(sleep=3.0)
    begun = time.monotonic()
    ring(tell(), clock)
    assert time.monotonic() - begun < 3.0
    assert outcome() == ("waiting", "TimeoutError", 1)


def test_what_the_service_does_not_like_is_not_repeated(
    tell: Tell, server: PushServer, put_in: Callable[[str], Browser], clock: StoppedClock
) -> None:
    put_in("phone")
    server.answers["phone"] = Answer(403)
    ring(tell(), clock)
    assert outcome() == ("dead", "HTTP 403", 1)
    assert PushSubscription.objects.exists()


def test_a_redirect_is_not_followed(
    tell: Tell, server: PushServer, put_in: Callable[[str], Browser], clock: StoppedClock
) -> None:
    put_in("phone")
    server.answers["phone"] = Answer(307, {"Location": f"https://{push_server.NAME}:{server.port}/inside"})
    ring(tell(), clock)
    assert len(server.rings) == 1
    assert outcome() == ("dead", "HTTP 307", 1)


def test_a_service_that_cannot_show_who_it_is_hears_nothing(
    tell: Tell, server: PushServer, put_in: Callable[[str], Browser], clock: StoppedClock, settings: Settings
) -> None:
    put_in("phone")
    settings.PUSH_CA = None
    ring(tell(), clock)
    assert (server.rings, outcome()) == ([], ("waiting", "SSLCertVerificationError", 1))


def test_a_new_key_in_front_goes_on_ringing_those_who_know_the_old_one(
    tell: Tell, server: PushServer, put_in: Callable[[str], Browser], clock: StoppedClock, settings: Settings
) -> None:
    put_in("old")
    settings.PUSH_KEYS = [keys.make(), *settings.PUSH_KEYS]
    put_in("new")
    ring(tell(), clock)
    used = [push_server.signature_holds(ring)["k"] for ring in server.rings]
    assert used == [row.signed_with for row in PushSubscription.objects.order_by("pk")]
    assert len(set(used)) == 2


def test_nobody_is_rung_who_has_asked_to_be_forgotten(
    tell: Tell, server: PushServer, put_in: Callable[[str], Browser], clock: StoppedClock, maya: Member
) -> None:
    put_in("phone")
    told = tell()
    Member.objects.filter(pk=maya.pk).update(erase_asked_at=clock())
    ring(told, clock)
    assert (server.rings, by_push().state) == ([], DeliveryState.CANCELLED)
