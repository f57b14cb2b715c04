"""What happens at the edges of the API: too much at once, other sites, keys that outlived what they stood on."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from accounts.fields import encrypt
from accounts.models import Community, Member
from matching import blocks
from matching.models import Match, MatchState, Need, Offer
from support.api import docs, limits
from support.moderation.needs import give_back
from tests.support.api.conftest import Program
from tests.support.api.test_common import ASK, NEED
from tests.support.conftest import Connect
from tests.support.web.conftest import Browser, Clock


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


ABOUT = ["docs/", "reference/", "schema/", "files/redoc/bundles/redoc.standalone.js"]


def test_pages_about_the_api_tell_problems_like_everything_else(db: None) -> None:
    stranger = Client()
    told = [(stranger.post(f"/api/v1/{page}"), "method") for page in ABOUT]
    told.append((stranger.get("/api/v1/files/nothing.js", headers={"accept": "text/html"}), "not_found"))
    for answer, code in told:
        assert (answer["Content-Type"], answer.json()["code"]) == ("application/problem+json", code)
    for page in ABOUT[:2]:
        read = stranger.get(f"/api/v1/{page}", headers={"accept": "text/html,*/*;q=0.8"})
        assert (read.status_code, "text/html" in read["Content-Type"]) == (200, True)
    file = stranger.get(f"/api/v1/{ABOUT[-1]}", headers={"accept": "text/javascript"})
    assert (file.status_code, file["Content-Type"]) == (200, "text/javascript")


def test_what_costs_us_is_counted_whatever_is_answered(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "STRANGER", 0)
    stranger = Client()
    asked = [stranger.get(f"/api/v1/{page}") for page in ABOUT]
    asked.append(stranger.get("/api/v1/communities/", headers={"accept": "text/html"}))
    assert [(answer.status_code, answer.json()["code"]) for answer in asked] == [(429, "too_often")] * 5


def test_a_mark_is_of_what_is_said_not_of_how_it_is_set(program: Program, maya: Member) -> None:
    phone = program(maya)
    there = phone.post(ASK, NEED)["Location"].partition("/api/v1/")[2]
    wide = phone.get(there, accept="application/json; indent=2")
    assert wide["ETag"] == phone.get(there)["ETag"]
    assert phone.put(there, NEED, if_match=wide["ETag"]).status_code == 200


def test_whoever_came_in_reads_the_words_of_welcome(
    program: Program, maya: Member, riverside: Community
) -> None:
    Community.objects.filter(pk=riverside.pk).update(
        welcome="Hello.", said_in={"fr": {"welcome": "Bonjour."}}
    )
    told = program(maya).get("me/memberships/", accept_language="fr").json()
    assert told["items"][0]["welcome"] == "Bonjour."
    assert "welcome" not in program(maya).get("communities/riverside/").json()


def test_what_was_done_a_moment_ago_is_taken_back_as_on_the_pages(
    program: Program, maya: Member, omar: Member, now: datetime
) -> None:
    phone, address = program(maya), "somebody@else.example"
    need = phone.post(ASK, NEED)["Location"]
    page = phone.post("me/journal/", {"helped": "The river"})["Location"]
    asked = phone.post("me/never-ask/", {"address": address})["Location"]
    away = phone.post("me/away/", {"first_day": "2999-01-01", "last_day": "2999-01-02"})["Location"]
    blocks.block(blocker=maya, blocked=omar, now=now)
    block = f"/api/v1/me/blocks/{blocks.blocked_by(maya)[0].uid}/"
    for done in (need, page, asked, away, block):
        answer = phone.delete(done.partition("/api/v1/")[2])
        assert address not in answer["Undo-Key"]
        assert (
            program(omar).post("undo/", {"key": answer["Undo-Key"]}).json()["errors"][0]["code"] == "too_late"
        )
        assert phone.post("undo/", {"key": answer["Undo-Key"]}).status_code == 204
    there = [phone.get(one.partition("/api/v1/")[2]).status_code for one in (need, page)]
    lists = [phone.get(f"me/{one}/").json()["items"] for one in ("never-ask", "away", "blocks")]
    assert (there, [len(items) for items in lists]) == ([200, 200], [1, 1, 1])
    assert phone.get(need.partition("/api/v1/")[2]).json()["stage"] != "withdrawn"


def test_an_offer_comes_back_as_it_was_for_ten_minutes(
    program: Program, omar: Member, post_offer: Callable[..., Offer], wall_clock: Clock
) -> None:
    phone, there = program(omar), f"offers/{post_offer(omar).uid}/"
    paused = phone.put(f"{there}pause/", {"until": None})
    closed = phone.delete(there)
    assert phone.post("undo/", {"key": closed["Undo-Key"]}).status_code == 204
    assert phone.get(there).json()["state"] == "paused"
    again = phone.post("undo/", {"key": closed["Undo-Key"]})
    assert (again.status_code, again.json()["errors"][0]["code"]) == (409, "frozen")
    wall_clock.forward(minutes=11)
    for key in (paused["Undo-Key"], "made up", encrypt("{}"), encrypt("[]")):
        late = phone.post("undo/", {"key": key})
        assert (late.status_code, late.json()["errors"][0]["code"]) == (409, "too_late")


def test_what_is_not_for_me_may_be_suggested_again(
    program: Program, maya: Member, omar: Member, connect: Connect, now: datetime
) -> None:
    phone, met = program(maya), connect(maya, omar)
    there = f"conversations/{met.uid}/"
    Match.objects.filter(pk=met.pk).update(state=MatchState.COMPLETED, ended_at=now)
    invited = [program(one).get(there).json()["invites_to_help"] for one in (maya, omar)]
    assert invited == [True, False]
    phone.put("me/not-for-me/", {"helping": True})
    assert not phone.get(there).json()["invites_to_help"]
    said = [phone.put("me/not-for-me/", {"helping": it}).json()["helping"] for it in (True, True, False)]
    assert (said, phone.get("me/not-for-me/").json()) == ([True, True, False], {"helping": False})
