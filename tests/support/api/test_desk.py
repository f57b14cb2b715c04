"""The moderators' desk for programs: the same rows, remit, looks and decisions as their pages."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from accounts.models import Community, Member
from matching.models import Need, NeedState
from support.api.moderation.cases import noun_of
from support.cases import KINDS, CaseKind
from support.models import CaseNote, Claim, Look
from tests.support.api.conftest import Program
from tests.support.web.conftest import Clock

DESK = "communities/riverside/moderation/"


@pytest.fixture
def held(riverside: Community, maya: Member, post_need: Callable[..., Need]) -> Need:
    """A request of Maya's that a moderator reads first."""
    Community.objects.filter(pk=riverside.pk).update(review_first_needs=True)
    riverside.refresh_from_db()
    need = post_need(maya)
    assert need.state == NeedState.IN_REVIEW
    return need


def test_a_program_takes_a_case_notes_something_and_decides(
    program: Program, nour: Member, held: Need
) -> None:
    desk = program(nour)
    [case] = desk.get(f"{DESK}cases/?kind=need").json()["items"]
    assert (case["severity"], case["about"], case["claim"]) == ("ordinary", str(held.uid), None)
    assert desk.get(case["address"].partition("/api/v1/")[2]).json()["id"] == case["about"]
    there = f"{DESK}cases/need/{held.uid}/"
    assert desk.post(f"{there}claim/").json()["claim"]["mine"] is True
    assert desk.get(f"{DESK}cases/?whose=mine").json()["items"][0]["id"] == case["id"]
    noted = desk.post(f"{there}notes/", {"words": "I talk with her."})
    assert noted.status_code == 201
    assert desk.delete(noted["Location"].partition("/api/v1/")[2]).status_code == 204
    assert CaseNote.objects.get().words == ""
    assert desk.delete(f"{there}claim/").status_code == 204
    assert not Claim.objects.exists()

    need = desk.get(f"{DESK}needs/{held.uid}/").json()
    assert "father" in need["words"]
    assert [one["kind"] for one in need["decisions"]] == ["need_released", "need_returned"]
    decided = desk.post(f"{DESK}needs/{held.uid}/decisions/", {"kind": "need_released"})
    assert decided.status_code == 200, decided.json()
    again = desk.post(f"{DESK}needs/{held.uid}/decisions/", {"kind": "need_released"})
    assert (again.status_code, again.json()["code"]) == (409, "conflict")
    assert desk.get(f"{DESK}needs/{held.uid}/").json()["words"] == ""
    why = desk.get(f"{DESK}needs/{held.uid}/search/").json()
    assert (why["offers"], why["possible"]) == (0, 0)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_what_waits_leads_to_where_it_is_decided(kind: CaseKind) -> None:
    noun, what = noun_of(kind)
    there = resolve(reverse(f"api:desk_{noun}", args=["riverside", *what, uuid4()]))
    assert reverse(f"api:desk_{noun}_decisions", kwargs=there.kwargs)


def test_a_look_is_written_down_once_and_not_by_comparing(
    program: Program, nour: Member, maya: Member, held: Need, wall_clock: Clock
) -> None:
    desk = program(nour)
    mark = desk.get(f"{DESK}needs/{held.uid}/")["ETag"]
    assert Look.objects.filter(member_key=maya.pk).count() == 1
    wall_clock.forward(hours=2)  # another look would be another line
    done = desk.post(f"{DESK}needs/{held.uid}/decisions/", {"kind": "need_released"}, if_match=mark)
    assert done.status_code == 200
    assert Look.objects.filter(member_key=maya.pk).count() == 1
    late = desk.post(f"{DESK}needs/{held.uid}/decisions/", {"kind": "need_returned"}, if_match=mark)
    assert late.status_code == 412


def test_a_short_list_is_a_look_at_nobody_who_is_not_on_it(
    program: Program, nour: Member, maya: Member, lena: Member, held: Need, post_need: Callable[..., Need]
) -> None:
    post_need(lena)
    desk, seen = program(nour), Look.objects.values_list("member_key", flat=True)
    first = desk.get(f"{DESK}cases/?kind=need&limit=1").json()
    assert (len(first["items"]), set(seen.all())) == (1, {maya.pk})
    desk.get(first["next"].partition("/api/v1/")[2])
    assert set(seen.all()) == {maya.pk, lena.pk}


@pytest.mark.parametrize("who", ["member", "moderator_elsewhere", "own case"])
def test_the_desk_is_not_there_for_others_nor_a_case_for_those_near_to_it(
    who: str, program: Program, nour: Member, maya: Member, lena: Member, held: Need
) -> None:
    near = {"member": lena, "moderator_elsewhere": lena, "own case": nour}[who]
    if who == "moderator_elsewhere":
        place = Community.objects.create(name="Hill", slug="hill", created_at=held.created_at)
        place.memberships.create(
            member=lena,
            display_name="Lena",
            role="moderator",
            standing="good",
            asked_at=held.created_at,
            joined_at=held.created_at,
        )
    if who == "own case":
        Need.objects.filter(pk=held.pk).update(member=nour)
    asks = program(near)
    addresses = [f"needs/{held.uid}/", f"cases/need/{held.uid}/", f"cases/need/{held.uid}/notes/"]
    if who != "own case":
        addresses += ["cases/", "needs/", "reports/", "nothing/"]
    for address in addresses:
        answer = asks.get(DESK + address)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), address
    refused = asks.post(f"{DESK}needs/{held.uid}/decisions/", {"kind": "need_released"})
    assert refused.status_code == 404


def test_a_key_without_the_scope_moderates_nothing(program: Program, nour: Member, held: Need) -> None:
    asks = program(nour, "matching:read", "moderate:read")
    assert asks.get(f"{DESK}cases/").status_code == 200
    refused = asks.post(f"{DESK}needs/{held.uid}/decisions/", {"kind": "need_released"})
    assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")


@pytest.mark.parametrize("address", ["cases/", "needs/?show=to_read"])
def test_lists_ask_as_often_however_long_they_are(
    address: str,
    program: Program,
    nour: Member,
    held: Need,
    make_member: Callable[..., Member],
    post_need: Callable[..., Need],
) -> None:
    desk, asked = program(nour), []
    desk.get(DESK + address)
    for name in ("", "Ines", "Joana"):
        if name:
            post_need(make_member(name))
        with CaptureQueriesContext(connection) as queries:
            desk.get(DESK + address)
        asked.append(len(queries))
    assert asked[1] == asked[2]
