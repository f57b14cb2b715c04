"""How often somebody may do what is open to strangers and costs more than a page.

Each try is counted in one step of the cache, so that a hundred at once are a hundred.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal.ratelimit import get_ip
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from accounts.fields import keyed_hash
from support.web import errors
from support.web.access import signed_in_member

View = Callable[..., HttpResponse]

A_MINUTE = 60


def at_most(times: int, action: str) -> Callable[[View], View]:
    """So many forms a minute from one member, or from one address where nobody is signed in; then a kind 429.

    Several people may share an address, in a shelter say: leave room for them.
    """

    def limited(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST" and _tries(action, _who(request)) > times:
                return errors.too_often(request, wait=A_MINUTE)
            return view(request, *args, **kwargs)

        return counted

    return limited


def too_many(times: int, action: str, who: str) -> bool:
    """Counts one more try of what programs do, and says whether that is too often for this minute."""
    return _tries(action, who) > times


def address_of(request: HttpRequest) -> str:
    return f"address:{get_ip(request)}"


def _tries(action: str, who: str) -> int:
    """How many there were in this minute, this one among them."""
    key = f"often:{action}:{keyed_hash(who)}:{time.time() // A_MINUTE:.0f}"
    cache.add(key, 0, timeout=2 * A_MINUTE)
    try:
        return cache.incr(key)
    except ValueError:  # the cache came back, or went away, between the two
        return 1


def _who(request: HttpRequest) -> str:
    member = signed_in_member(request)
    return f"member:{member.pk}" if member else address_of(request)
