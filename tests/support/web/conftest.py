"""Browsers for the cast, a clock that stands still, and pages as text."""

import html
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

import pytest
from django.test import Client

from accounts import clock
from accounts.models import Member
from matching import matches
from matching.models import Match, Need, Offer

Browser = Callable[[Member], Client]
Propose = Callable[[Need, Offer], Match]

# A form's token is another one at every look, and so are the key of an undo and the mark of an open page.
TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value|name="key" value|data-live-mark)="[^"]*"')


class Clock:
    """The database's clock, for the pages; a test may move it on."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def forward(self, **span: float) -> datetime:
        self.now += timedelta(**span)
        return self.now


@pytest.fixture
def wall_clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> Clock:
    """What the pages take for now."""
    wall = Clock(now)
    monkeypatch.setattr(clock, "database_now", lambda: wall.now)
    return wall


@pytest.fixture
def browser(wall_clock: Clock) -> Browser:
    """Somebody's browser, signed in and past the first questions."""

    def signed_in(member: Member) -> Client:
        Member.objects.filter(pk=member.pk).update(time_zone_confirmed=True)
        client = Client()
        client.force_login(member)
        return client

    return signed_in


@pytest.fixture
def put(now: datetime) -> Propose:
    """Puts an offer to a need, as the matcher would."""

    def propose(need: Need, offer: Offer) -> Match:
        return matches.propose(need_id=need.pk, offer_id=offer.pk, now=now)

    return propose


class Page(Protocol):
    """Whatever a browser received."""

    @property
    def content(self) -> bytes: ...


def text_of(response: Page) -> str:
    """What a page says, without its tags and with its spaces in order."""
    bare = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(bare).split())


def bytes_of(response: Page) -> bytes:
    """A page to the byte, but for the tokens of its forms."""
    return TOKEN.sub(b"", response.content)
