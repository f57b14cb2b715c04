"""How often somebody may do what is open to strangers and costs more than a page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from support.often import A_MINUTE, address_of, tries
from support.web import errors
from support.web.access import signed_in_member

View = Callable[..., HttpResponse]


def at_most(times: int, action: str) -> Callable[[View], View]:
    """So many forms a minute from one member, or from one address where nobody is signed in; then a kind 429.

    Several people may share an address, in a shelter say: leave room for them.
    """

    def limited(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST" and tries(action, _who(request)) > times:
                return errors.too_often(request, wait=A_MINUTE)
            return view(request, *args, **kwargs)

        return counted

    return limited


def too_many(times: int, action: str, who: str) -> bool:
    """Counts one more try of what programs do, and says whether that is too often for this minute."""
    return tries(action, who) > times


def _who(request: HttpRequest) -> str:
    member = signed_in_member(request)
    return f"member:{member.pk}" if member else address_of(request)
