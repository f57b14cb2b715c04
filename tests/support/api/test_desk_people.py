"""The people of a community for moderators' programs: who comes in, who looks after it, who is trusted with more."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import communities
from accounts.models import Community, Invitation, Member, Role, Standing
from matching import blocks
from matching.models import Offer
from support.models import Answered, Entry, Look
from tests.support.api.conftest import Program
from tests.support.web.conftest import Clock

DESK = "communities/riverside/moderation/"


@pytest.fixture
def owner(riverside: Community, make_member: Callable[..., Member]) -> Member:
    """Wren, who owns Riverside."""
    wren = make_member("Wren")
    riverside.memberships.filter(member=wren).update(role=Role.OWNER)
    return wren


@pytest.fixture
def asking(riverside: Community, make_member: Callable[..., Member], now: datetime) -> Member:
    """Ash, who would like to come in."""
    ash = make_member("Ash")
    riverside.memberships.filter(member=ash).delete()
    Community.objects.filter(pk=riverside.pk).update(joining="request")
    riverside.refresh_from_db()
    communities.join(community=riverside, member=ash, display_name="Ash", now=now)
    return ash


def test_a_program_lets_somebody_in_and_gives_them_a_role(
    program: Program, owner: Member, asking: Member, riverside: Community
) -> None:
    desk = program(owner)
    [waits] = desk.get(f"{DESK}members/?standing=asked").json()["items"]
    [found] = desk.post(f"{DESK}members/search/", {"name": "as"}).json()["items"]
    assert waits == found
    there = f"{DESK}members/{waits['id']}/"
    seen = desk.get(there)
    assert [one["kind"] for one in seen.json()["decisions"]] == ["admitted", "not_admitted"]
    decided = desk.post(f"{there}decisions/", {"kind": "admitted"}, if_match=seen["ETag"])
    assert decided.status_code == 200, decided.json()
    assert desk.post(f"{there}decisions/", {"kind": "admitted"}).status_code == 409

    late = desk.put(f"{there}role/", {"role": "moderator"}, if_match=seen["ETag"])
    assert (late.status_code, late.json()["code"]) == (412, "changed")
    mark = desk.get(there)["ETag"]
    assert desk.put(f"{there}role/", {"role": "moderator"}, if_match=mark).json() == {"role": "moderator"}
    assert riverside.memberships.get(member=asking).role == Role.MODERATOR
    roles = {one["name"]: one for one in desk.get(f"{DESK}roles/").json()["items"]}
    assert (roles["Ash"]["may_change"], roles["Ash"]["second_step"]) == (True, False)
    assert desk.delete(f"{there}role/").status_code == 204
    assert [one["kind"] for one in desk.get(there).json()["log"]] == ["role_changed"] * 2 + ["admitted"]


def test_a_link_is_told_once_lets_somebody_in_and_is_called_back(
    program: Program, owner: Member, make_member: Callable[..., Member], riverside: Community
) -> None:
    desk = program(owner)
    made = desk.post(f"{DESK}invitations/", {"role": "moderator", "days": 7}, idempotency_key="one")
    assert made.status_code == 201, made.json()
    link = made.json()
    assert link["link"].endswith(f"/invitation/{link['secret']}/")
    there = made["Location"].partition("/api/v1/")[2]
    assert link["secret"] not in desk.get(there).content.decode()
    again = desk.post(f"{DESK}invitations/", {"role": "moderator", "days": 7}, idempotency_key="one")
    assert again.json()["secret"] != link["secret"]  # nothing was kept that could be told again

    guest = make_member("Guest")
    riverside.memberships.filter(member=guest).delete()
    joins = {"display_name": "Guest", "invitation": link["secret"]}
    assert program(guest).post("communities/riverside/membership/", joins).status_code == 201
    assert riverside.memberships.get(member=guest).role == Role.MODERATOR
    assert desk.get(there).json()["works"] is False

    other = again["Location"].partition("/api/v1/")[2]
    assert [desk.delete(other).status_code for _ in range(2)] == [204, 204]
    assert Entry.objects.filter(kind="called_back").count() == 1
    too_wide = desk.post(f"{DESK}invitations/", {"role": "owner", "uses": 2})
    assert (too_wide.status_code, too_wide.json()["errors"][0]["code"]) == (422, "too_wide")


def test_a_helper_is_admitted_once_nothing_is_missing_and_notes_are_taken_back(
    program: Program, nour: Member, omar: Member, riverside: Community, wall_clock: Clock
) -> None:
    asks = {"admits_helpers": True, "admission_needs_guide": False, "admission_needs_reference": True}
    Community.objects.filter(pk=riverside.pk).update(**asks)
    place, desk = riverside.memberships.get(member=omar), program(nour)
    there = f"{DESK}helpers/{place.uid}/"
    seen = desk.get(there)
    assert (len(seen.json()["missing"]), seen.json()["admitted_at"]) == (1, None)
    assert Look.objects.filter(member_key=omar.pk).count() == 1
    for kind, status in (("helper_admitted", 409), ("call_noted", 200), ("helper_admitted", 200)):
        assert desk.post(f"{there}decisions/", {"kind": kind}).status_code == status, kind
    late = desk.post(f"{there}decisions/", {"kind": "helper_trained"}, if_match=seen["ETag"])
    assert late.status_code == 412
    admitted = desk.get(there).json()
    assert admitted["admitted_at"] is not None
    assert {"admission_ended", "helper_trained", "limits_lifted"} <= {
        one["kind"] for one in admitted["decisions"]
    }

    noted = desk.post(f"{there}notes/", {"words": "Has much to carry at home."})
    assert (noted.status_code, noted.json()["by"]) == (201, "Nour")
    assert desk.get(f"{there}notes/").json()["items"] == [noted.json()]
    assert desk.delete(noted["Location"].partition("/api/v1/")[2]).status_code == 204
    [left] = desk.get(f"{there}notes/").json()["items"]
    assert (left["words"], left["taken_back_at"] is not None) == ("", True)
    assert Look.objects.filter(member_key=omar.pk).count() == 1  # within the hour, one look


# What each may: a member, a moderator of another community, a moderator, somebody near to the person.
READING = (
    "members/",
    "members/{id}/",
    "roles/",
    "invitations/",
    "helpers/",
    "helpers/{id}/",
    "helpers/{id}/notes/",
)
WRITING = {
    "members/{id}/decisions/": {"kind": "matching_paused", "words": "Too much at once."},
    "helpers/{id}/decisions/": {"kind": "helper_trained"},
    "helpers/{id}/notes/": {"words": "A word."},
    "invitations/": {},
}


def test_a_note_about_a_helper_is_kept_nowhere_else(
    program: Program, nour: Member, omar: Member, riverside: Community
) -> None:
    uid = riverside.memberships.get(member=omar).uid
    there = f"{DESK}helpers/{uid}/notes/"
    assert program(nour).post(there, {"words": "A word."}, idempotency_key="note").status_code == 201
    assert not Answered.objects.exists()


@pytest.mark.parametrize("who", ["member", "elsewhere", "near"])
def test_for_others_none_of_it_is_there_and_for_those_near_to_somebody_little(
    who: str,
    program: Program,
    nour: Member,
    maya: Member,
    omar: Member,
    lena: Member,
    riverside: Community,
    now: datetime,
) -> None:
    if who == "elsewhere":
        communities.create(name="Hillside", slug="hillside", by=lena, now=now)
    if who == "near":
        blocks.block(blocker=omar, blocked=nour, now=now)
    asks = program(nour if who == "near" else lena)
    uid = riverside.memberships.get(member=omar).uid
    told = {address: asks.get(DESK + address.format(id=uid)).status_code for address in READING}
    told |= {
        f"POST {address}": asks.post(DESK + address.format(id=uid), body).status_code
        for address, body in WRITING.items()
    }
    if who != "near":
        assert set(told.values()) == {404}, told
        return
    there = {"members/", "members/{id}/", "roles/", "invitations/", "helpers/"}
    assert {address for address, status in told.items() if status == 200} == there
    assert (told["POST members/{id}/decisions/"], told["POST helpers/{id}/notes/"]) == (409, 404)
    told_little = asks.get(f"{DESK}members/{uid}/").json()
    assert (told_little["yours"], told_little["log"], told_little["decisions"]) == (False, [], [])
    assert not Look.objects.filter(member_key=omar.pk).exists()


def test_a_moderator_who_is_no_owner_gives_no_roles(
    program: Program, nour: Member, omar: Member, riverside: Community
) -> None:
    desk, uid = program(nour), riverside.memberships.get(member=omar).uid
    for answer in (
        desk.put(f"{DESK}members/{uid}/role/", {"role": "owner"}),
        desk.delete(f"{DESK}members/{uid}/role/"),
        desk.post(f"{DESK}invitations/", {"role": "owner"}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert not Invitation.objects.exists()
    assert riverside.memberships.get(member=omar).standing == Standing.GOOD


@pytest.mark.parametrize("address", ["members/", "invitations/", "helpers/", "roles/"])
def test_lists_ask_as_often_however_long_they_are(
    address: str,
    program: Program,
    nour: Member,
    riverside: Community,
    make_member: Callable[..., Member],
    post_offer: Callable[..., Offer],
    now: datetime,
) -> None:
    Community.objects.filter(pk=riverside.pk).update(admits_helpers=True, admission_needs_guide=False)
    desk, asked = program(nour), []
    for name in ("Ines", "Joana"):
        more = make_member(name)
        post_offer(more)
        communities.invite(community=riverside, by=more, now=now)
        riverside.memberships.filter(member=more).update(role=Role.MODERATOR)
        desk.get(DESK + address)  # looks are written down once
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(DESK + address).json()["items"]
        asked.append(len(queries))
    assert asked[0] == asked[1]
