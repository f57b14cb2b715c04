"""Looking back, thanks, and one's own data by a program."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import Member
from matching.models import Match, Need
from support import conversations
from support.models import CheckIn, Grade, Measure, MeasureState
from support.moderation import reasons
from support.privacy import exporting
from tests.support.api.conftest import Program
from tests.support.web.conftest import Browser


@pytest.fixture
def asked(connected: Match, maya: Member, now: datetime) -> CheckIn:
    conversations.send(match=connected, author=maya, words="Hello", form_key=connected.uid, now=now)
    return CheckIn.objects.create(match=connected, member=maya, day=3, asked_at=now)


def test_whom_it_has_not_helped_yet_looks_for_somebody_else(
    program: Program, maya: Member, omar: Member, connected: Match, asked: CheckIn
) -> None:
    there, mine = f"conversations/{connected.uid}/check-in/", program(maya)
    assert "misfits" in mine.get(there).json()["asked"]["parts"]
    assert program(omar).get(there).json()["asked"] is None
    said = mine.post(there, {"helped": "not_yet", "misfits": ["hours"], "feeling": 1}).json()
    assert (said["asked"], said["next_step"], said["said"]["misfits"]) == (None, "somebody_else", ["hours"])
    assert said["help_now"]["emergency"] is not None
    assert program(omar).get(there).json()["said"] is None
    again = mine.post(there, {"helped": "yes"})
    assert (again.status_code, again.json()["errors"][0]["code"]) == (409, "nothing_asked")
    made = mine.post(there + "onward/", {"formats": ["chat"]}).json()
    assert Need.objects.get(uid=made["need"]).formats == ["chat"]
    assert program(omar).post(there + "onward/").status_code == 409


def test_thanks_are_for_the_two_until_both_would_share_them(
    program: Program, maya: Member, omar: Member, lena: Member, connected: Match
) -> None:
    there, mine = f"conversations/{connected.uid}/thanks/", program(maya)
    assert mine.post(there, {"words": "You asked how I sleep."}).status_code == 201
    assert program(lena).get(there).status_code == 404
    assert mine.put(there + "mine/sharing/", {"agreed": True}).json()["i_share"]
    [word] = program(omar).get(there).json()["items"]
    assert (word["whose"], word["i_share"]) == ("theirs", False)
    assert program(omar).put(there + "mine/sharing/", {"agreed": True}).status_code == 404
    assert mine.get("communities/riverside/kind-words/").json()["items"] == []


def test_a_decision_is_read_and_appealed_once(
    program: Program, maya: Member, nour: Member, lena: Member, connected: Match, now: datetime
) -> None:
    made = Measure.objects.create(
        community=connected.community,
        member=maya,
        by=nour,
        grade=Grade.WARN,
        reason=reasons.REASONS[0].code,
        words="Slowly, please.",
        state=MeasureState.IN_FORCE,
        made_at=now,
    )
    there, mine = f"me/decisions/{made.uid}/", program(maya)
    told: dict[str, Any] = mine.get(there).json()
    assert (told["words"], told["may_appeal"], "by" in told) == ("Slowly, please.", True, False)
    assert program(lena).get(there).status_code == 404
    assert mine.post(there + "appeal/", {"words": "It was meant otherwise."}).status_code == 201
    assert mine.post(there + "appeal/", {"words": "Once more."}).status_code == 409
    assert mine.get("me/decisions/").json()["items"][0]["appeal"]["state"] == "open"


def test_who_asks_to_go_reads_a_copy_and_comes_back(program: Program, maya: Member, rung: list[Any]) -> None:
    phone = program(maya)
    assert phone.get("me/copy/").json()["state"] == "none"
    assert phone.post("me/copy/").json()["state"] == "waiting"
    assert phone.get("me/copy/file.zip", accept="application/zip").status_code == 404
    asked = phone.post("me/erasure/").json()
    gone = datetime.fromisoformat(asked["erased_from"]) - datetime.fromisoformat(asked["asked_at"])
    assert gone == timedelta(days=7)
    assert phone.get("conversations/").json()["code"] == "being_erased"
    assert phone.get("me/copy/").status_code == 200
    assert phone.delete("me/erasure/").json()["asked_at"] is None
    assert phone.get("conversations/").status_code == 200
    assert phone.get("me/kept/").json()["items"]
    assert phone.get("me/looks/").json() == {"items": []}


def test_the_copy_is_fetched_by_whoever_it_is_about_alone(
    program: Program, browser: Browser, maya: Member, omar: Member, now: datetime
) -> None:
    copy = exporting.ask(member=maya, now=now)
    exporting.make(export_id=copy.pk, clock=lambda: now)
    phone = program(maya)
    assert phone.get("me/copy/").json()["state"] == "ready"
    file = phone.get("me/copy/file.zip", accept="application/zip")
    assert (file.status_code, file["Content-Type"], file.content[:2]) == (200, "application/zip", b"PK")
    assert "no-store" in file["Cache-Control"]
    assert "maya" not in file["Content-Disposition"]
    assert program(omar).get("me/copy/file.zip").status_code == 404
    page = browser(maya)
    _types_the_password(page, maya)
    assert page.get("/api/v1/me/copy/file.zip").content[:2] == b"PK"


def test_a_session_erases_after_the_password_and_ends(browser: Browser, maya: Member) -> None:
    page, elsewhere = browser(maya), browser(maya)
    _types_the_password(page, maya)
    asked = page.post("/api/v1/me/erasure/", {}, content_type="application/json")
    assert (asked.status_code, asked.json()["asked_at"] is None) == (202, False)
    maya.refresh_from_db()
    assert maya.erase_asked_at is not None
    for door in (page, elsewhere):
        assert door.get("/api/v1/me/").status_code in (401, 403)
    assert page.get("/api/v1/me/erasure/").status_code == 401


def _types_the_password(page: Client, member: Member) -> None:
    cache.clear()  # nobody has tried yet
    member.set_password("a long enough one")
    member.save()
    page.force_login(member)
    assert page.post("/account/again/", {"password": "a long enough one"}).status_code == 302


def test_a_session_left_open_neither_erases_nor_takes_the_copy(browser: Browser, maya: Member) -> None:
    maya.set_password("a long enough one")
    maya.save()
    mine = browser(maya)
    answers = [
        mine.post("/api/v1/me/erasure/", {}, content_type="application/json"),
        mine.get("/api/v1/me/copy/file.zip"),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(403, "password_again")}
    maya.refresh_from_db()
    assert maya.erase_asked_at is None
