"""The button beside the words that say what was done. What it needs stays in the session; the page shows a random key.

Members' pages and the moderators' offer it; `support.web.undo` carries it out.
"""

from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

KEPT = "undo"  # the session's key
TIME = timedelta(minutes=10)
MOST = 5  # of the latest, for each session
TAG = "undo-"


def note(
    request: HttpRequest, words: str, *, what: str, back: str, moment: datetime, **about: str | int
) -> None:
    """Says what was done, with a button that does `what` backwards and leads `back` to a page."""
    key = token_urlsafe(9)
    entry = {"what": what, "back": back, "until": (moment + TIME).isoformat()}
    kept = {
        **request.session.get(KEPT, {}),
        key: entry | {name: str(value) for name, value in about.items()},
    }
    request.session[KEPT] = dict(list(kept.items())[-MOST:])
    messages.success(request, words, extra_tags=f"{TAG}{key}")


def key_of(message: Message) -> str:
    """The key of the button that belongs beside these words; "" where there is none."""
    tags = (message.extra_tags or "").split()
    return next((tag.removeprefix(TAG) for tag in tags if tag.startswith(TAG)), "")


def say(request: HttpRequest, words: str) -> None:
    """The same place on the next page, without a button."""
    messages.success(request, words)
