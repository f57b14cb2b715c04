"""How a community works, for moderators' programs: seen by moderators, changed by owners, tried before it counts."""

import base64
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import communities
from accounts.models import Community, Member, Role
from matching import policy
from matching.engine.ranking import WEIGHTS
from matching.models import Need, Offer, Policy
from support.models import CrisisResource, Decision
from tests.support.api.conftest import Api, Program

DESK = "communities/riverside/moderation/"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><path d="M0 0h2v2H0z" fill="#084"/></svg>'
LINE = {
    "country": "PT",
    "name": "A voice of support",
    "phone": "213 544 545",
    "source": "Who runs it, voice.example",
    "expires_on": "2027-05-01",
    "checked": True,
}


@pytest.fixture
def owner(riverside: Community, nour: Member) -> Member:
    riverside.memberships.filter(member=nour).update(role=Role.OWNER)
    return nour


@pytest.fixture
def desk(program: Program, owner: Member) -> Api:
    """The program of Nour, who owns Riverside."""
    return program(owner)


# A section, what is sent, what it is then, and what is refused with which field and code.
SECTIONS: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any], str]] = [
    (
        "joining",
        {"joining": "request"},
        {"joining": "request", "listed": True},
        {"joining": "magic"},
        "joining",
    ),
    (
        "review",
        {"review_proposals": True},
        {"review_proposals": True},
        {"review_proposals": "?"},
        "review_proposals",
    ),
    ("keeping", {"keep_ended_days": 30}, {"keep_ended_days": 30}, {"keep_ended_days": 31}, "keep_ended_days"),
    ("helpers", {"admits_helpers": True}, {"admits_helpers": True}, {"admit": True}, "admit"),
    ("look", {"colour": "sea"}, {"colour": "sea", "logo": None}, {"logo": "no file"}, "logo"),
    ("topics", {"in_use": ["losing-somebody"]}, {"in_use": ["losing-somebody"]}, {"in_use": []}, "in_use"),
    (
        "place",
        {"languages": ["en", "pt"], "areas": [{"name": "Harbour", "beside": []}]},
        {"languages": ["en", "pt"], "areas": [{"name": "Harbour", "beside": []}]},
        {"country": "XX"},
        "country",
    ),
    (
        "texts",
        {"name": "By the river", "in_languages": {"es": {"about": "Vecinas."}}},
        {"name": "By the river"},
        {"in_languages": {"es": {"about": "x" * 2001}}},
        "in_languages.es.about",
    ),
    (
        "hours",
        {"duty_hours": [{"weekday": 0, "start": "18:00", "end": "24:00"}], "grave_hours": 3},
        {"duty_hours": [{"weekday": 0, "start": "18:00", "end": "24:00"}], "grave_hours": 3},
        {"grave_hours": 300},
        "grave_hours",
    ),
]


@pytest.mark.parametrize(
    ("section", "sent", "then", "wrong", "field"), SECTIONS, ids=[row[0] for row in SECTIONS]
)
def test_a_section_is_changed_by_what_was_seen_of_it(
    section: str, sent: dict[str, Any], then: dict[str, Any], wrong: dict[str, Any], field: str, desk: Api
) -> None:
    there = f"{DESK}settings/{section}/"
    seen = desk.get(there)
    assert (seen.status_code, seen.json()["log"]) == (200, [])
    same = {name: value for name, value in seen.json().items() if name not in ("may_change", "log", "logo")}
    assert desk.patch(there, same).json() == seen.json()  # what was shown could be sent back
    changed = desk.patch(there, sent, if_match=seen["ETag"])
    assert changed.status_code == 200, changed.json()
    assert changed.json() | then == changed.json()
    assert [one["by"] for one in changed.json()["log"]] == ["Nour"]
    late = desk.patch(there, sent, if_match=seen["ETag"])
    assert (late.status_code, late.json()["code"]) == (412, "changed")
    refused = desk.patch(there, wrong)
    assert (refused.status_code, [one["field"] for one in refused.json()["errors"]]) == (422, [field])
    assert Decision.objects.count() == 1


def test_what_a_form_sees_to_holds_for_programs_too(desk: Api, riverside: Community, omar: Member) -> None:
    uid = riverside.memberships.get(member=omar).uid
    for section, wrong, field in (
        ("hours", {"on_call": str(uid)}, "on_call"),
        ("hours", {"time_zone": "Etc/GMT+3"}, "time_zone"),
        ("place", {"languages": ["elvish"]}, "languages"),
        ("topics", {"in_use": ["losing-somebody", "losing-a-dragon"]}, "in_use"),
        ("place", {"areas": [{"name": "A", "beside": ["B"]}]}, "areas"),
    ):
        refused = desk.patch(f"{DESK}settings/{section}/", wrong)
        assert (refused.status_code, [one["field"] for one in refused.json()["errors"]]) == (422, [field])
    assert not Decision.objects.exists()


def test_a_logo_comes_in_a_string_and_goes(desk: Api) -> None:
    there = f"{DESK}settings/look/"
    shown = desk.patch(there, {"logo": base64.b64encode(SVG).decode()}).json()
    assert desk.client.get(shown["logo"]).headers["Content-Type"] == "image/svg+xml"
    assert desk.patch(there, {"colour": "plum"}).json()["logo"] == shown["logo"]
    assert desk.patch(there, {"logo": None}).json()["logo"] is None


def test_other_numbers_are_tried_before_they_count(
    desk: Api, maya: Member, omar: Member, post_need: Callable[..., Need], post_offer: Callable[..., Offer]
) -> None:
    post_need(maya)
    post_offer(omar)
    numbers = dict.fromkeys(WEIGHTS, 0) | {"even_load": 7}
    tried = desk.post(f"{DESK}weights/trial/", {"numbers": numbers})
    assert tried.status_code == 200, tried.json()
    assert (tried.json()["needs"], tried.json()["after"]["helped"]) == (1, 1)
    assert tried.json()["after"]["closeness"] is None  # of one person nothing is told
    assert not Policy.objects.exists()

    seen = desk.get(f"{DESK}weights/")
    assert (seen.json()["usual"], seen.json()["numbers"]) == (True, WEIGHTS)
    sent = {"numbers": numbers, "because": "Nobody should carry too much."}
    kept = desk.put(f"{DESK}weights/", sent, if_match=seen["ETag"])
    assert (kept.status_code, kept.json()["usual"], kept.json()["version"]) == (200, False, 1)
    assert desk.put(f"{DESK}weights/", sent, if_match=seen["ETag"]).status_code == 412
    for wrong in (
        {"numbers": numbers},
        sent | {"numbers": dict.fromkeys(WEIGHTS, 0)},
        sent | {"because": " "},
    ):
        assert desk.put(f"{DESK}weights/", wrong).status_code == 422
    assert policy.weights_of(Policy.objects.get().community_id)["even_load"] == 10_000


def test_an_owner_alone_looks_after_the_crisis_lines_and_vouches_for_what_they_saw(desk: Api) -> None:
    made = desk.post(f"{DESK}crisis-lines/", LINE)
    assert (made.status_code, made.json()["to_be_checked"]) == (201, False)
    there = made["Location"].partition("/api/v1/")[2]
    mark, seen = made.json()["mark"], desk.get(there)["ETag"]
    assert desk.post(f"{DESK}crisis-lines/", LINE).json()["errors"][0]["field"] == "phone"
    other = {name: LINE[name] for name in LINE if name not in ("country", "checked")} | {
        "phone": "800 209 899"
    }
    changed = desk.put(there, other, if_match=seen)
    assert (changed.json()["tel"], changed.json()["verified_on"]) == ("800209899", None)
    assert desk.put(there, other, if_match=seen).status_code == 412
    stale = desk.post(f"{there}decisions/", {"kind": "line_checked", "mark": mark})
    assert (stale.status_code, stale.json()["code"]) == (409, "conflict")
    fresh = {"kind": "line_checked", "mark": changed.json()["mark"]}
    assert desk.post(f"{there}decisions/", fresh).status_code == 200
    assert desk.delete(there).status_code == 204
    assert [one["phone"] for one in desk.get(f"{DESK}crisis-lines/?taken_out=true").json()["items"]] == [
        "800 209 899"
    ]
    for wrong, field in (({"country": "XX"}, "country"), ({"expires_on": "2031-01-01"}, "expires_on")):
        refused = desk.post(f"{DESK}crisis-lines/", LINE | wrong)
        assert [one["field"] for one in refused.json()["errors"]] == [field]


def test_calls_lead_where_an_owner_says(desk: Api, riverside: Community) -> None:
    seen = desk.get(f"{DESK}calls/")
    address = {"address": "https://calls.example.org/{meeting}"}
    assert desk.put(f"{DESK}calls/", address, if_match=seen["ETag"]).json() == address | {"may_change": True}
    assert (
        desk.put(f"{DESK}calls/", {"address": "http://x.example/"}).json()["errors"][0]["code"] == "no_link"
    )


NUMBERS = {"numbers": WEIGHTS, "because": "Why not."}
CHANGES: list[tuple[str, str, Any]] = [
    *(("patch", f"settings/{row[0]}/", row[1]) for row in SECTIONS),
    ("put", "weights/", NUMBERS),
    ("put", "calls/", {"address": ""}),
    ("post", "crisis-lines/", LINE),
]
SEEN = ["settings/", "crisis-lines/", "calls/", "weights/", *(f"settings/{row[0]}/" for row in SECTIONS)]


@pytest.mark.parametrize(
    ("who", "reads", "changes"), [("moderator", 200, 403), ("member", 404, 404), ("elsewhere", 404, 404)]
)
def test_moderators_look_and_others_find_nothing(
    who: str, reads: int, changes: int, program: Program, nour: Member, lena: Member, riverside: Community
) -> None:
    if who == "elsewhere":
        communities.create(name="Hillside", slug="hillside", by=lena, now=riverside.created_at)
    asks = program(nour if who == "moderator" else lena)
    assert {asks.get(DESK + address).status_code for address in SEEN} == {reads}
    sent = {getattr(asks, verb)(DESK + address, body).status_code for verb, address, body in CHANGES}
    assert sent == {changes}
    tried = asks.post(f"{DESK}weights/trial/", {"numbers": WEIGHTS})
    assert tried.status_code == reads
    assert not Decision.objects.exists()


def test_no_owner_changes_the_lines_of_several_communities(
    desk: Api, lena: Member, riverside: Community
) -> None:
    communities.create(name="Hillside", slug="hillside", by=lena, now=riverside.created_at)
    line = CrisisResource.objects.create(**{name: LINE[name] for name in LINE if name != "checked"})
    there = f"{DESK}crisis-lines/{line.uid}/"
    decided = {"kind": "line_checked", "mark": desk.get(there).json()["mark"]}
    answers = [desk.delete(there), desk.post(f"{there}decisions/", decided)]
    assert [answer.status_code for answer in answers] == [403, 403]


def test_the_list_of_lines_asks_as_often_however_long_it_is(desk: Api) -> None:
    asked = []
    for phone in ("112", "116 123"):
        CrisisResource.objects.create(
            **{name: LINE[name] for name in LINE if name != "checked"} | {"phone": phone}
        )
        desk.get(f"{DESK}crisis-lines/")
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(f"{DESK}crisis-lines/").json()["items"]
        asked.append(len(queries))
    assert asked[0] == asked[1]
