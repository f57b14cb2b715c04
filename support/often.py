"""How often somebody does something: counted in one step of the cache, so that a hundred at once are a hundred."""

import time
from typing import cast

from allauth.core.internal.ratelimit import get_ip
from django.core.cache import cache
from django.http import HttpRequest

from accounts.fields import keyed_hash
from support.cache import Cache

A_MINUTE = 60


def tries(action: str, who: str) -> int:
    """How many tries of this there were in this minute, this one among them; here alone while the cache is away."""
    key = f"often:{action}:{keyed_hash(who)}:{time.time() // A_MINUTE:.0f}"
    return cast("Cache", cache).tally(key, 2 * A_MINUTE)


def until_the_next() -> int:
    """Seconds until all counts begin again: 1 to 60."""
    return A_MINUTE - int(time.time()) % A_MINUTE


def address_of(request: HttpRequest) -> str:
    """Whoever asks without signing in, known by their address alone."""
    return f"address:{get_ip(request)}"
