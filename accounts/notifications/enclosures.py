"""What goes out with a letter: a calendar entry, say. Whoever knows how to make it registers when the apps are ready.

Made at the moment of sending, so that a letter that waited carries what is true by then. It lies in inboxes that others
may see, and in calendars that others share: like every letter it says nothing private.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accounts.models import Notification


@dataclass(frozen=True)
class Enclosure:
    """One file of a letter; `content_type` may carry parameters ("text/calendar; method=REQUEST")."""

    name: str
    content: str
    content_type: str


Make = Callable[[Notification], Enclosure | None]
_makers: dict[str, Make] = {}


def register(kinds: Iterable[str], make: Make) -> None:
    """Letters of these kinds carry what `make` returns; nothing where it returns None."""
    _makers.update(dict.fromkeys(kinds, make))


def of(notification: Notification) -> Enclosure | None:
    """What goes out with this notification's letter now."""
    make = _makers.get(notification.kind)
    return make(notification) if make else None
