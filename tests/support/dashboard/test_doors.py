"""Who comes in: the moderators of the community in the address, and nobody else."""

import re
from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from accounts import communities
from accounts.models import Community, Member, Standing
from support.dashboard import urls

pytestmark = pytest.mark.django_db

At = Callable[..., str]
Browser = Callable[[Member], Client]

LISTS = (
    *("overview", "members", "needs", "matches", "messages", "reports", "invitations"),
    *("weights", "fairness", "calls", "search", "settings", "roles", "pulse", "log", "lines"),
)


def every_page(at: At) -> list[str]:
    """Every address of the dashboard, with ids that do not exist where one is needed."""
    made_up = {"pk": 10**9, "uid": uuid4(), "section": "made-up", "kind": "report", "chart": "made-up"} | {
        "what": "need"
    }
    pages = []
    for pattern in urls.urlpatterns:
        assert isinstance(pattern, URLPattern)
        name = str(pattern.name).removeprefix("dashboard_").replace("dashboard", "overview")
        pages.append(at(name, *(made_up.get(key, "made-up") for key in pattern.pattern.converters)))
    return pages


def without_token(page: bytes) -> bytes:
    """A page without what differs at every call."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", page)


@pytest.mark.parametrize("page", LISTS)
def test_a_moderator_comes_in(desk: Client, at: At, page: str) -> None:
    assert desk.get(at(page)).status_code == 200


def test_for_everybody_else_it_does_not_exist(
    riverside: Community, maya: Member, lena: Member, nour: Member, browser: Browser, at: At, now: datetime
) -> None:
    communities.create(name="Hillside", slug="hillside", by=lena, now=now)
    left = browser(nour)
    riverside.memberships.filter(member=nour).update(standing=Standing.LEFT)
    for client in (browser(maya), browser(lena), left):
        for page in every_page(at):
            assert client.get(page).status_code == 404, page
            assert client.post(page).status_code == 404, page


def test_somebody_signed_out_signs_in_first(db: None, riverside: Community, at: At) -> None:
    for page in every_page(at):
        response = Client().get(page)
        assert response.status_code == 302
        assert response.headers["Location"].startswith(reverse("account_login"))


def test_a_community_that_does_not_exist_is_told_from_none_that_is_not_mine(
    maya: Member, browser: Browser, at: At
) -> None:
    client = browser(maya)
    theirs = client.get(at("overview"))
    nobodys = client.get(at("overview", community="nowhere"))
    assert (theirs.status_code, nobodys.status_code) == (404, 404)
    assert without_token(theirs.content) == without_token(nobodys.content)


def test_what_does_not_exist_is_404_for_a_moderator_too(desk: Client, at: At) -> None:
    for page in every_page(at):
        if page not in {at(name) for name in LISTS}:
            assert desk.get(page).status_code in (404, 405), page
            assert desk.post(page, {"kind": "admitted"}).status_code in (404, 405), page


def test_an_operator_comes_in_anywhere(maya: Member, riverside: Community, browser: Browser, at: At) -> None:
    Member.objects.filter(pk=maya.pk).update(is_operator=True)
    assert browser(maya).get(at("overview")).status_code == 200


def test_decisions_are_posted_never_fetched(desk: Client, at: At) -> None:
    posts = [
        page
        for page in every_page(at)
        if page.rstrip("/").rsplit("/", 1)[-1] in ("decide", "match", "revoke", "call")
    ]
    assert len(posts) == 13
    for page in posts:
        assert desk.get(page).status_code == 405
