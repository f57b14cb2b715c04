"""The cache, which may be away: what it holds (how often somebody has tried) is then kept in this process for a while.

Signing in counts attempts here, so without this a cache that is down, full or frozen would lock everybody out. Counted
in each process apart, a few more attempts get through for as long as that lasts.
"""

import logging
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.client import Redis
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

REST_SECONDS = 5.0  # after a miss: a page that asks ten times must not wait ten times
MOST_MEANWHILE = 10_000  # entries in this process's memory
TALLY = """
local so_far = redis.call('INCR', KEYS[1])
if so_far == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return so_far
"""
_rests_until = 0.0


class Client(RedisCacheClient):
    """Keeps what Django would make anew for each question: that takes longer than asking it."""

    def __init__(self, servers: list[str], **options: Any) -> None:
        super().__init__(servers, **options)
        self._kept: Redis | None = None

    def get_client(self, key: Any = None, *, write: bool = False) -> Redis:
        if self._kept is None:  # there is one server
            self._kept = super().get_client(key, write=True)
        return self._kept


class Itself(RedisCache):
    """Valkey's alone, for whoever asks whether it answers."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = Client


class Cache(Itself):
    """Valkey's, or this process's own memory while Valkey does not answer."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._memory = LocMemCache("while the cache is away", params | {"max_entries": MOST_MEANWHILE})

    def _ask(self, what: str, *given: Any) -> Any:
        return self._try(
            partial(getattr(super(), what), *given), partial(getattr(self._memory, what), *given)
        )

    def _try(self, ask: Callable[[], Any], otherwise: Callable[[], Any]) -> Any:
        global _rests_until
        if time.monotonic() >= _rests_until:
            try:
                return ask()
            except (OSError, RedisError) as error:
                _rests_until = time.monotonic() + REST_SECONDS
                log.warning("The cache does not answer: %s", type(error).__name__)
        return otherwise()

    def tally(self, key: str, seconds: int) -> int:
        """Counts one more under this key, which is forgotten so many seconds after its first. One trip."""
        return int(self._try(partial(self._tally, key, seconds), partial(self._tally_here, key, seconds)))

    def _tally(self, key: str, seconds: int) -> int:
        named = self.make_and_validate_key(key)
        return int(self._cache.get_client(named, write=True).eval(TALLY, 1, named, seconds))

    def _tally_here(self, key: str, seconds: int) -> int:
        self._memory.add(key, 0, timeout=seconds)
        return int(self._memory.incr(key))

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(self._ask("add", key, value, timeout, version))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._ask("get", key, default, version)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._ask("set", key, value, timeout, version)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return int(self._ask("incr", key, delta, version))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(self._ask("delete", key, version))

    def clear(self) -> None:
        self._memory.clear()
        self._ask("clear")
