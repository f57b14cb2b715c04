"""A browser names the address where it is rung. Whatever it names, nothing inside of any house is ever asked."""

import socket
from pathlib import Path

import pytest
from pytest_django import Settings

from accounts.push import line, services
from tests import push_server
from tests.push_server import Names

SERVICES = (
    "https://fcm.googleapis.com/fcm/send/abc:def",
    "https://updates.push.services.mozilla.com/wpush/v2/abc",
    "https://web.push.apple.com/QABC",
    "https://wns2-par02p.notify.windows.com/w/?token=abc%3d",
    "https://fcm.googleapis.com:443/fcm/send/abc",
)
OTHERS = (
    "http://fcm.googleapis.com/fcm/send/abc",
    "https://fcm.googleapis.com:8443/fcm/send/abc",
    "https://fcm.googleapis.com.example/fcm/send/abc",
    "https://fcm.googleapis.com@127.0.0.1/",
    "https://user:password@fcm.googleapis.com/",
    "https://127.0.0.1/#fcm.googleapis.com",
    "https://evilpush.apple.com/",
    "https://push.apple.com.evil.example/",
    "https://.push.apple.com/",
    "https://xpush.apple.com/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://localhost/",
    "https://2130706433/",
    "https://[broken/",
    "https://fcm.googleapis.com:port/",
    "https://fcm.googleapis.com/\r\nX-Evil: 1",
    "https://fcm.googleapis.com/ HTTP/1.1",
    "https://fcm.googleapis.com\\@127.0.0.1/",
    "https://:@fcm.googleapis.com/fcm/send/abc",
    "https://fcm.googleapis.com./fcm/send/abc",
    "https://10.0.0.1\\.push.apple.com/",
    "https://[::1%25.push.apple.com]/",
    "https://[v1.push.apple.com]/",
    "https://..push.apple.com/",
    "https://" + "x" * 64 + ".push.apple.com/",
    "//fcm.googleapis.com/",
    "ftp://fcm.googleapis.com/",
    "file:///etc/passwd",
    "",
    "https://fcm.googleapis.com/" + "x" * 3000,
)
INSIDE = (
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",  # noqa: S104
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.2.1",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "::ffff:0:10.0.0.1",
    "64:ff9b:1::a00:1",
    "fec0::1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "ff02::1",
    "2001:db8::1",
)


@pytest.mark.parametrize("endpoint", SERVICES)
def test_the_push_services_of_browsers_are_known(endpoint: str) -> None:
    assert services.is_known(endpoint)


@pytest.mark.parametrize("endpoint", OTHERS)
def test_nothing_else_is_asked(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    names = Names(monkeypatch)
    monkeypatch.setattr(socket, "create_connection", lambda *_args, **_more: pytest.fail("was asked"))
    with pytest.raises(line.Refused, match="UnknownService"):
        line.post(endpoint, body=b"", headers={})
    assert names.asked == []


@pytest.mark.parametrize("address", INSIDE)
def test_addresses_inside_of_a_house_are_told_from_those_outside(address: str) -> None:
    assert not line.is_public(address)


def test_addresses_outside_are_fine() -> None:
    for address in ("142.250.185.10", "2a00:1450:4001:82a::200a", "64:ff9b::8efa:b90a"):
        assert line.is_public(address)


def test_a_known_name_that_leads_inside_is_refused_even_if_it_also_leads_outside(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in ("142.250.185.10", "10.0.0.8")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: found)
    monkeypatch.setattr(socket, "create_connection", lambda *_args, **_more: pytest.fail("was asked"))
    with pytest.raises(line.Refused, match="PrivateAddress"):
        line.post(SERVICES[0], body=b"", headers={})


def test_a_name_that_says_something_else_the_second_time_is_not_asked_a_second_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """DNS rebinding: outside while it is looked at, inside when it is connected to."""
    names, reached = Names(monkeypatch), []

    def connect(address: tuple[str, int], *_: object) -> socket.socket:
        reached.append(address)
        raise ConnectionRefusedError

    names.of["fcm.googleapis.com"] = ["142.250.185.10", "127.0.0.1"]
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(ConnectionRefusedError):
        line.post(SERVICES[0], body=b"", headers={})
    assert reached == [("142.250.185.10", 443)]
    assert names.asked == ["fcm.googleapis.com"]


def test_who_has_a_certificate_for_another_name_hears_nothing(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with push_server.listening(tmp_path) as server:
        settings.PUSH_SERVICES = (f"{push_server.ELSEWHERE}:{server.port}",)
        settings.PUSH_TO_PRIVATE, settings.PUSH_CA = True, str(server.authority)
        Names(monkeypatch).of[push_server.ELSEWHERE] = ["127.0.0.1"]
        with pytest.raises(OSError, match="Hostname mismatch"):
            line.post(f"https://{push_server.ELSEWHERE}:{server.port}/", body=b"", headers={})
        assert server.rings == []
