"""What happens at the edges of the API: too much at once, other sites, keys that outlived what they stood on."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from accounts.models import Community, Member
from matching.models import Need
from support.api import docs
from support.moderation.needs import give_back
from tests.support.api.conftest import Program
from tests.support.api.test_common import ASK, NEED
from tests.support.conftest import Connect
from tests.support.web.conftest import Browser


@pytest.mark.parametrize("headers", [{}, {"idempotency_key": "big"}])
def test_too_much_at_once_is_said_so(program: Program, maya: Member, headers: dict[str, str]) -> None:
    big = program(maya).post(ASK, NEED | {"words": "x" * 3_000_000}, **headers)
    assert (big.status_code, big.json()["code"]) == (413, "too_large")


def test_another_site_is_told_that_what_it_has_still_holds(program: Program, maya: Member) -> None:
    phone = program(maya)
    first = phone.get("me/", origin="https://else.example")
    known = phone.get("me/", origin="https://else.example", if_none_match=first["ETag"])
    assert (known.status_code, known["Access-Control-Allow-Origin"]) == (304, "*")
    assert "Origin" in known["Vary"]


def test_the_description_is_written_once_for_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docs, "described", lambda: b"{}")
    first = Client().get("/api/v1/schema/?lang=pt", headers={"accept-language": "pt"})
    assert (first.content, first["Cache-Control"]) == (b"{}", "public, max-age=3600")
    known = Client().get("/api/v1/schema/", headers={"if-none-match": first["ETag"]})
    assert known.status_code == 304


def test_sharing_thanks_takes_the_mark_of_the_thanks(
    program: Program, maya: Member, omar: Member, connect: Connect
) -> None:
    phone, there = program(maya), f"conversations/{connect(maya, omar).uid}/thanks/"
    phone.post(there, {"words": "You listened."})
    mark = phone.get(there)["ETag"]
    first, late = (phone.put(f"{there}mine/sharing/", {"agreed": True}, if_match=mark) for _ in range(2))
    assert (first.status_code, late.status_code) == (200, 412)


def test_a_key_moderates_no_longer_than_there_is_a_second_step(
    program: Program, nour: Member, settings: Any
) -> None:
    key, there = program(nour), "communities/riverside/moderation/cases/"
    assert key.get(there).status_code == 200
    settings.MODERATORS_SECOND_FACTOR = True
    assert key.get(there).json()["code"] == "second_step"


def test_whoever_is_about_to_go_is_told_so_in_json(browser: Browser, maya: Member, now: datetime) -> None:
    Member.objects.filter(pk=maya.pk).update(erase_asked_at=now)
    mine = browser(maya)
    assert mine.get("/api/v1/me/").json()["code"] == "being_erased"
    assert mine.get("/api/v1/me/erasure/").json()["asked_at"]


def test_who_gets_a_request_back_reads_why(
    program: Program, maya: Member, nour: Member, riverside: Community, now: datetime
) -> None:
    Community.objects.filter(pk=riverside.pk).update(review_first_needs=True)
    there = program(maya).post(ASK, NEED)["Location"].partition("/api/v1/")[2]
    give_back(need=Need.objects.get(), by=nour, words="Please leave out the number.", now=now)
    assert program(maya).get(there).json()["given_back_with"] == "Please leave out the number."
