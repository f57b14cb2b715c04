"""A browser for whoever is named, and the addresses of the moderators' pages."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import Member
from support.dashboard import desk as moderators_desk

Browser = Callable[[Member], Client]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """The pages open at the moment in which the cast lives."""
    monkeypatch.setattr(moderators_desk, "database_now", lambda: now)


@pytest.fixture
def browser(db: None) -> Browser:
    """A browser in which this member is signed in."""

    def signed_in(member: Member) -> Client:
        client = Client()
        client.force_login(member)
        return client

    return signed_in


@pytest.fixture
def desk(browser: Browser, nour: Member) -> Client:
    """Nour's browser: she moderates Riverside."""
    return browser(nour)


@pytest.fixture
def at() -> Callable[..., str]:
    """The address of one of the moderators' pages in Riverside; `overview` is the first."""

    def address(page: str, *args: Any, community: str = "riverside") -> str:
        return reverse("dashboard" if page == "overview" else f"dashboard_{page}", args=[community, *args])

    return address


@pytest.fixture
def read() -> Callable[[HttpResponse], str]:
    """A page's text, with what a browser would make of quotes."""

    def text(response: HttpResponse) -> str:
        assert response.status_code == 200, response.status_code
        return response.content.decode().replace("&#x27;", "'").replace("&quot;", '"')

    return text
