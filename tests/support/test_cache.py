"""A cache that is away locks nobody out: attempts are counted in this process meanwhile."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.cache.backends.redis import RedisCache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from redis.exceptions import OutOfMemoryError

from accounts.models import Member
from support import cache as forgiving
from support import often

WRONG = {"login": "maya@members.example", "password": "a guess"}


@pytest.fixture
def frozen() -> Iterator[str]:
    """The address of somebody who takes calls and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        yield f"redis://127.0.0.1:{deaf.getsockname()[1]}/0"


@pytest.fixture(autouse=True)
def awake(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(forgiving, "_rests_until", 0.0)


def away(settings: Settings, where: str) -> None:
    asked = {"default": settings.CACHES["default"] | {"LOCATION": where}}
    settings.CACHES = settings.CACHES | asked


@pytest.mark.parametrize("where", ["frozen", "redis://127.0.0.1:1/0"])
def test_without_it_people_sign_in_and_guesses_are_counted(
    where: str, frozen: str, maya: Member, settings: Settings
) -> None:
    away(settings, frozen if where == "frozen" else where)
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    answers = [Client().post(reverse("account_login"), WRONG).status_code for _ in range(3)]
    assert answers == [200, 200, 429]


def test_one_that_is_frozen_is_waited_for_once(frozen: str, settings: Settings) -> None:
    away(settings, frozen)
    asked: list[str] = []
    real = RedisCache.get

    def counting(*given: Any) -> Any:
        asked.append(given[1])
        return real(*given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RedisCache, "get", counting)
        for _ in range(10):
            assert cache.get("something") is None
    assert asked == ["something"]


def test_one_that_is_full_takes_nothing_more_and_nobody_minds(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OutOfMemoryError

    monkeypatch.setattr(RedisCache, "add", full)
    assert cache.add("tries", 1)
    assert cache.incr("tries") == 2
    assert not cache.add("tries", 1)
    cache.set("other", "words")
    assert cache.delete("tries")
    assert (cache.get("tries"), cache.get("other")) == (None, "words")


@pytest.mark.parametrize("where", ["", "redis://127.0.0.1:1/0"])
def test_tries_are_counted_one_by_one_wherever_the_cache_is(where: str, settings: Settings) -> None:
    if where:
        away(settings, where)
    assert [often.tries("knock", "member:1") for _ in range(3)] == [1, 2, 3]
    assert often.tries("knock", "member:2") == 1


def test_what_was_counted_is_forgotten_by_itself() -> None:
    often.tries("knock", "member:1")
    server = cache._cache.get_client(write=True)  # type: ignore[attr-defined]
    (key,) = server.scan_iter("*often:knock:*")
    often.tries("knock", "member:1")
    assert 0 < server.ttl(key) <= 2 * often.A_MINUTE


def test_the_cache_is_asked_by_one_and_the_same() -> None:
    """Making somebody who asks takes longer than asking."""
    assert cache._cache.get_client() is cache._cache.get_client("a key", write=True)  # type: ignore[attr-defined]
