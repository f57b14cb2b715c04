"""What moderators' programs decide about people, how it is looked at again, and what they never see."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Community, Member, Membership, Role
from matching.models import Block, Match, Need
from support import changing, conversations
from support.models import Grade, Look, Measure, Pattern, Report, ReportState
from support.moderation import appeals
from tests.support.api.conftest import Program
from tests.support.measures.conftest import Decide, Told, decide, place, reported, robin, say
from tests.support.web.conftest import Browser

__all__ = ["decide", "place", "reported", "robin"]

DESK = "communities/riverside/moderation/"
DARK = "I cannot go on. I want to kill myself."
KIND = {"reason": "unkind", "words": "Please be kinder."}


@pytest.fixture
def alder(make_member: Callable[..., Member], riverside: Community) -> Member:
    """A third moderator."""
    member = make_member("Alder")
    riverside.memberships.filter(member=member).update(role=Role.MODERATOR)
    return member


def test_a_warning_answers_a_report_is_told_and_is_undone_as_if_nothing_had_been(
    program: Program, nour: Member, omar: Member, place: Membership, reported: Report, told: Told
) -> None:
    desk, about = program(nour), f"member={place.uid}"
    choices = desk.get(f"{DESK}measures/choices/?{about}&report={reported.uid}").json()["items"]
    assert [one["grade"] for one in choices][:4] == ["nothing", "guidance", "hide", "warn"]
    assert choices[2]["hides"] == ["message", "offer"]
    reasons = {one["code"]: one["grades"] for one in desk.get(f"{DESK}reasons/").json()["items"]}
    assert "warn" in reasons["unkind"]
    assert "warn" not in reasons["no_breach"]
    first = desk.get(f"{DESK}measures/wording/?{about}&grade=warn&reason=unkind").json()["words"]

    theirs = program(omar)
    before = told(omar)
    warning = {"member": str(place.uid), "report": str(reported.uid), "grade": "warn", "reason": "unkind"}
    for wrong, code in (
        ({}, "no_reason"),
        ({"words": first, "reason": "no_breach"}, "cannot_stand"),
        ({"words": first, "days": 3}, "cannot_stand"),
        ({"words": first, "member": str(reported.reporter.memberships.get().uid)}, "cannot_stand"),
        ({"words": first, "grade": "hide", "hides": "thanks"}, "cannot_stand"),
    ):
        refused = desk.post(f"{DESK}measures/", warning | wrong)
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, code)
    made = desk.post(f"{DESK}measures/", warning | {"words": first})
    assert (made.status_code, made.json()["state"]) == (201, "in_force")
    assert told(omar) == [*before, "decision_made"]
    [about_me] = theirs.get("me/decisions/").json()["items"]
    assert (about_me["words"], about_me["id"]) == (first, made.json()["id"])
    late = desk.post(f"{DESK}measures/", warning | {"words": first})
    assert (late.status_code, late.json()["code"]) == (409, "conflict")

    there = made["Location"].partition("/api/v1/")[2]
    seen = desk.get(there)
    assert (seen.json()["by"], seen.json()["report"]) == ("Nour", str(reported.uid))
    assert [one["kind"] for one in seen.json()["decisions"]] == ["lifted"]
    assert seen.json()["undo_until"] == "2026-11-23T12:10:00Z"
    undone = desk.post(f"{there}undo/", if_match=seen["ETag"])
    assert undone.status_code == 200, undone.json()
    assert told(omar) == before
    reported.refresh_from_db()
    assert (Measure.objects.get().state, reported.state) == ("dropped", ReportState.OPEN)
    for seen_then, answered in ((seen["ETag"], (412, "changed")), ("*", (409, "conflict"))):
        refused = desk.post(f"{there}undo/", if_match=seen_then)
        assert (refused.status_code, refused.json()["code"]) == answered


def test_a_suspension_waits_for_a_second_and_its_appeal_for_a_third(
    program: Program,
    nour: Member,
    robin: Member,
    alder: Member,
    omar: Member,
    place: Membership,
    riverside: Community,
    told: Told,
) -> None:
    Community.objects.filter(pk=riverside.pk).update(two_for_suspension=True)
    first, second, third, theirs = program(nour), program(robin), program(alder), program(omar)
    before = told(omar)
    suspend = KIND | {"member": str(place.uid), "grade": "suspend", "days": 2, "meanwhile": True}
    made = first.post(f"{DESK}measures/", suspend)
    assert (made.status_code, made.json()["state"], told(omar)) == (201, "proposed", before)
    assert theirs.get("me/decisions/").json()["items"] == []
    there = made["Location"].partition("/api/v1/")[2]
    yes = {"kind": "suspended"}
    assert first.get(there).json()["decisions"] == []
    assert first.post(f"{there}decisions/", yes).status_code == 403
    [waits] = second.get(f"{DESK}measures/?state=proposed&member={place.uid}").json()["items"]
    assert waits["about"]["name"] == "Omar"
    assert [one["kind"] for one in second.get(there).json()["decisions"]] == [
        "suspended",
        "suspension_dropped",
    ]
    assert second.post(f"{there}decisions/", yes).status_code == 200
    assert second.post(f"{there}decisions/", yes).json()["code"] == "conflict"
    assert told(omar) == [*before, "decision_made"]
    assert third.post(f"{there}decisions/", {"kind": "lifted"}).status_code == 403  # two have decided

    own = f"me/decisions/{made.json()['id']}/"
    assert theirs.post(f"{own}appeal/", {"words": "It was a joke."}).status_code == 201
    [appeal] = third.get(f"{DESK}appeals/").json()["items"]
    answer = f"{DESK}appeals/{appeal['id']}/decisions/"
    no = {"kind": "appeal_changed", "words": "You are right."}
    for decider in (first, second):
        assert decider.get(f"{DESK}appeals/{appeal['id']}/").json()["decisions"] == []
        assert decider.post(answer, no).status_code == 403
    read = third.get(f"{DESK}appeals/{appeal['id']}/").json()
    assert (read["words"], read["told"]) == ("It was a joke.", KIND["words"])
    assert third.post(answer, {"kind": "appeal_upheld"}).json()["errors"][0]["code"] == "no_reason"
    assert third.post(answer, no).status_code == 200
    assert third.post(answer, no).json()["code"] == "conflict"
    assert (theirs.get(own).json()["appeal"]["answer"], theirs.get(own).json()["state"]) == (
        no["words"],
        "lifted",
    )


@pytest.fixture
def things(
    decide: Decide,
    reported: Report,
    omar: Member,
    place: Membership,
    riverside: Community,
    post_need: Callable[..., Need],
    now: datetime,
) -> dict[str, Any]:
    """One of everything about Omar, with what would be decided about it."""
    measure = decide(Grade.WARN, report=reported)
    appeal = appeals.appeal(measure=measure, member=omar, words="Why?", now=now)
    pattern = Pattern.objects.create(
        community=riverside,
        member=omar,
        kind="elsewhere",
        people=3,
        things=[reported.message_id],
        found_at=now,
        latest_at=now,
    )
    dark = post_need(omar, words=DARK)
    since = {"kind": "danger_read", "since": dark.signs_since.isoformat() if dark.signs_since else ""}
    return {
        f"measures/{measure.uid}/": {"kind": "lifted", "words": "It is over."},
        f"appeals/{appeal.uid}/": {"kind": "appeal_upheld", "words": "It stays."},
        f"patterns/{pattern.uid}/": {"kind": "pattern_set_aside", "words": "Looked."},
        f"danger/need/{dark.uid}/": since,
        f"measures/choices/?member={place.uid}": {},
        f"patterns/{pattern.uid}/messages/": {},
    }


def test_nobody_decides_about_themselves_or_about_somebody_near_and_others_find_nothing(
    things: dict[str, Any],
    program: Program,
    browser: Browser,
    settings: Any,
    omar: Member,
    lena: Member,
    robin: Member,
    place: Membership,
    now: datetime,
) -> None:
    places = Membership.objects.filter(member=lena)
    key = program(lena)
    assert _what_comes(program(), things) == {("get", 401), ("post", 401)}
    assert _what_comes(key, things) == NOT_THERE  # a plain member
    elsewhere = Community.objects.create(name="Hill", slug="hill", created_at=now)
    here = places.get().community
    places.update(community=elsewhere, role=Role.MODERATOR)
    moderating = program(lena)
    assert _what_comes(moderating, things) == NOT_THERE
    Membership.objects.filter(pk=place.pk).update(role=Role.OWNER)
    Block.objects.create(blocker=omar, blocked=robin, created_at=now)
    for near in (program(omar), program(robin)):  # themselves; blocked by them
        assert _what_comes(near, things) == NOT_THERE
        for address in ("measures/", "appeals/", "patterns/", "danger/need/"):
            assert near.get(DESK + address).json()["items"] == []
        made = near.post(f"{DESK}measures/", KIND | {"member": str(place.uid), "grade": "warn"})
        undone = near.post(f"{DESK}measures/{Measure.objects.get().uid}/undo/")
        assert (made.status_code, undone.status_code) == (404, 404)
    places.update(community=here)
    assert _what_comes(program(lena, "moderate:read"), things) == {("get", 200), ("post", 403)}
    settings.MODERATORS_SECOND_FACTOR = True
    pages = program()
    pages.client = browser(lena)
    assert _what_comes(pages, things) == {("get", 403), ("post", 403)}
    assert pages.get(f"{DESK}measures/").json()["code"] == "second_step"
    settings.MODERATORS_SECOND_FACTOR = False
    decided = [moderating.post(f"{DESK}{one}decisions/", body) for one, body in things.items() if body]
    assert [answer.json()["code"] for answer in decided[:2]] == ["not_allowed"] * 2  # about an owner
    Membership.objects.filter(pk=place.pk).update(role=Role.MEMBER)
    assert _what_comes(moderating, things, if_match="*") == {("get", 200), ("post", 200), ("post", 409)}


NOT_THERE = {("get", 404), ("post", 404)}


def _what_comes(asks: Any, things: dict[str, Any], **headers: str) -> set[tuple[str, int]]:
    """What every address answers, and every decision that is made at it."""
    got = {("get", asks.get(DESK + address).status_code) for address in things}
    return got | {
        ("post", asks.post(f"{DESK}{address}decisions/", body, **headers).status_code)
        for address, body in things.items()
        if body
    }


def test_dark_words_are_read_once_noted_and_a_fellow_moderators_by_none(
    program: Program,
    nour: Member,
    robin: Member,
    maya: Member,
    connected: Match,
    riverside: Community,
    post_need: Callable[..., Need],
    now: datetime,
) -> None:
    desk, need, own = program(nour), post_need(maya, words=DARK), post_need(robin, words=DARK)
    for shown in desk.get(f"{DESK}danger/need/").json()["items"]:
        assert shown["readable"] == (shown["id"] == str(need.uid))
    assert not Look.objects.exists()
    there = f"{DESK}danger/need/{need.uid}/"
    read = desk.get(there).json()
    assert (DARK in read["words"], read["by"]["name"], read["only_trained"]) == (True, "Maya", True)
    assert "Pause, warn or suspend anybody because they are in need." in read["you_may_not"]
    assert Look.objects.filter(member_key=maya.pk, why="danger").count() == 1
    old = {"kind": "danger_read", "since": "2026-11-22T12:00:00Z"}
    assert desk.post(f"{there}decisions/", old).json()["code"] == "conflict"
    assert desk.post(f"{there}decisions/", old | {"since": read["since"]}).status_code == 200
    assert desk.get(there).json()["waits"] is False

    masked = desk.get(f"{DESK}danger/need/{own.uid}/").json()
    assert (masked["words"], masked["by"], masked["decisions"]) == ([], None, [])
    refused = desk.post(
        f"{DESK}danger/need/{own.uid}/decisions/", {"kind": "danger_read", "since": masked["since"]}
    )
    assert refused.status_code == 403
    assert not Look.objects.filter(member_key=robin.pk).exists()

    taken_back = conversations.send(match=connected, author=maya, words=DARK, form_key=uuid4(), now=now)
    changing.take_back(message=taken_back, author=maya, now=now)
    heard = desk.get(f"{DESK}danger/message/{taken_back.uid}/").json()
    assert (heard["words"], heard["only_trained"]) == ([DARK], None)

    said = say(connected, maya, now)
    about = {"community": riverside, "member": maya, "people": 3, "found_at": now, "latest_at": now}
    for kind, words in (("secrecy", ["Hello"]), ("read_and_gone", [])):
        pattern = Pattern.objects.create(kind=kind, things=[said.pk], **about)
        found = desk.get(f"{DESK}patterns/{pattern.uid}/messages/").json()["items"]
        assert [one["words"] for one in found] == words
    assert Look.objects.filter(member_key=maya.pk, why="pattern").count() == 1


def test_lists_ask_as_often_however_long_they_are(
    program: Program,
    nour: Member,
    robin: Member,
    riverside: Community,
    make_member: Callable[..., Member],
    post_need: Callable[..., Need],
    now: datetime,
) -> None:
    desk, asked = program(nour), []
    lists = ("measures/", "appeals/", "patterns/", "danger/need/")
    desk.get(f"{DESK}measures/")
    for name in ("Ines", "Joana", "Kim"):
        member = make_member(name)
        here = {"community": riverside, "member": member}
        measure = Measure.objects.create(
            **here, by=robin, grade="warn", reason="unkind", words="x", made_at=now
        )
        appeals.appeal(measure=measure, member=member, words="Why?", now=now)
        Pattern.objects.create(**here, kind="blocked", people=3, found_at=now, latest_at=now)
        post_need(member, words=DARK)
        counts = []
        for address in lists:
            with CaptureQueriesContext(connection) as queries:
                assert desk.get(DESK + address).status_code == 200
            counts.append(len(queries))
        asked.append(counts)
    assert asked[0] == asked[1] == asked[2]
