"""Telling the pages that a member has open that something changed for them: that, never what.

A doorbell like the workers': rung after commit, once and briefly, and never at a person's expense. Nothing is lost that
matters when it does not ring, because a page that hears nothing asks from time to time. Each ring leaves a new *mark*
for the member, so that asking "is it still as I know it?" costs one look into the cache.

Ring only for those who see a difference: whoever is told, whoever acts. A seeker must not learn by a ring that somebody
who was asked has said no.
"""

import logging
import time
from collections.abc import Iterable
from functools import lru_cache, partial
from secrets import token_hex

import redis
from django.conf import settings
from django.db import transaction
from redis.backoff import NoBackoff
from redis.retry import Retry

log = logging.getLogger(__name__)

BRIEFLY = 0.5  # seconds for a connection, and for an answer
REST_SECONDS = 5.0  # after a miss: a page that looks three times must not wait three times
KEPT_SECONDS = 24 * 60 * 60
LEAVE_MARKS = """
for _, key in ipairs(KEYS) do redis.call('SET', key, ARGV[1], 'EX', ARGV[2]) end
redis.call('PUBLISH', ARGV[3], ARGV[4])
"""
_rests_until = 0.0


def changed(members: Iterable[int]) -> None:
    """Lets the open pages of these members look again, once this transaction is committed. Never raises."""
    ids = sorted(set(members))
    if ids:
        transaction.on_commit(partial(_ring, ids))


def ended(member: int) -> None:
    """Some session of this member is over: open pages of sessions that are no more hear so. Never raises."""
    transaction.on_commit(partial(_try, partial(_publish, f"over {member}")))


def mark(member: int) -> str:
    """Stands for all that changed for a member so far; "" where nobody knows."""
    found = _try(partial(_read, member))
    return found if found is not None else ""


def _ring(ids: list[int]) -> None:
    _try(partial(_leave_marks, ids))


def _leave_marks(ids: list[int]) -> str:
    """New marks first, so that whoever hears the ring finds them."""
    new = token_hex(4)
    ring = f"{new} {' '.join(map(str, ids))}"
    keys = [_key(member) for member in ids]
    _client().eval(LEAVE_MARKS, len(keys), *keys, new, KEPT_SECONDS, settings.LIVE_CHANNEL, ring)
    return new


def _publish(message: str) -> str:
    _client().publish(settings.LIVE_CHANNEL, message)
    return message


def _read(member: int) -> str:
    return str(_client().get(_key(member)) or "none")


def _key(member: int) -> str:
    return f"{settings.LIVE_CHANNEL}:{member}"


def _try(ask: "partial[str]") -> str | None:
    """The answer, or None without delay while the cache is known not to answer."""
    global _rests_until
    if time.monotonic() < _rests_until:
        return None
    try:
        return ask()
    except Exception as error:  # whatever it is, the request that rang has done its work
        _rests_until = time.monotonic() + REST_SECONDS
        log.warning("Open pages could not be told: %s", type(error).__name__)
        return None


@lru_cache(maxsize=1)
def _client() -> "redis.Redis":
    return redis.Redis.from_url(
        settings.LIVE_URL,
        socket_timeout=BRIEFLY,
        socket_connect_timeout=BRIEFLY,
        retry=Retry(NoBackoff(), 0),
        decode_responses=True,
    )
