"""What was done, as moderators and owners read it: never about themselves, and taken along only by owners."""

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from accounts.models import Community, Member, Role
from matching import blocks
from support import ledger
from support.ledger import Line
from support.models import Chain, Entry
from support.moderation import members

At = Callable[..., str]
Browser = Callable[[Member], Client]
Read = Callable[..., str]


@pytest.fixture
def owner(riverside: Community) -> Member:
    return riverside.memberships.select_related("member").get(role=Role.OWNER).member


def lines(response: object) -> list[dict[str, object]]:
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    return [json.loads(line) for line in text.splitlines()]


def test_moderators_read_decisions_and_owners_looks_too(
    desk: Client,
    browser: Callable[[Member], Client],
    owner: Member,
    maya: Member,
    nour: Member,
    at: At,
    read: Read,
    now: datetime,
) -> None:
    place = maya.memberships.get()
    members.pause_matching(membership=place, by=nour, because="She asked.", now=now)
    desk.get(at("member", place.pk))
    text = read(desk.get(at("log")))
    assert "Matching paused</td>" in text
    assert ">Nour<" in text
    assert "Looked at something private</td>" not in text
    assert "Maya" not in text
    assert "She asked" not in text
    assert "Looked at something private</td>" in read(browser(owner).get(at("log")))


def test_nobody_reads_of_what_is_about_themselves_or_near_to_them(
    desk: Client, owner: Member, maya: Member, nour: Member, at: At, read: Read, now: datetime
) -> None:
    blocks.block(blocker=maya, blocked=nour, now=now)
    members.pause_matching(membership=maya.memberships.get(), by=owner, because="She asked.", now=now)
    members.pause_matching(membership=nour.memberships.get(), by=owner, because="A rest.", now=now)
    assert Entry.objects.filter(kind="matching_paused").count() == 2
    assert "Matching paused</td>" not in read(desk.get(at("log")))


def test_it_is_found_by_kind_person_and_day(
    desk: Client, riverside: Community, nour: Member, owner: Member, at: At, read: Read, now: datetime
) -> None:
    for by, kind, days in ((nour, "invited", 0), (owner, "called_back", 0), (nour, "called_back", 2)):
        ledger.append(riverside.pk, [Line(kind, by=by.pk)], now=now - timedelta(days=days))

    def rows(query: str) -> int:
        return read(desk.get(at("log") + query)).count('<th scope="row">')

    assert [rows(query) for query in ("", "?kind=invited", f"?by={nour.pk}", f"?day={now:%Y-%m-%d}")] == [
        3,
        1,
        2,
        2,
    ]
    assert rows(f"?kind=called_back&by={nour.pk}&day={now:%Y-%m-%d}") == 0
    assert rows("?kind=nonsense") == 3


def test_owners_take_it_along_with_its_head_and_that_is_written_down(
    browser: Callable[[Member], Client],
    owner: Member,
    riverside: Community,
    maya: Member,
    nour: Member,
    at: At,
    now: datetime,
) -> None:
    members.pause_matching(membership=maya.memberships.get(), by=nour, because="She asked.", now=now)
    told = lines(browser(owner).post(at("log_export"), {"form": "jsonl"}))
    head = Chain.objects.get(pk=riverside.pk).head
    assert [line["kind"] for line in told] == ["begun", "matching_paused", "exported", "head of the log"]
    assert told[-1]["figures"] == head
    assert not {"Maya", "Nour", "She asked.", str(maya.pk)} & {
        str(value) for line in told for value in line.values()
    }
    table = b"".join(browser(owner).post(at("log_export"), {"form": "csv"}).streaming_content).decode()  # type: ignore[attr-defined]
    rows = list(csv.reader(io.StringIO(table)))
    assert rows[0] == ["at", "by", "kind", "about", "figures"]
    assert rows[-1][-1] == Chain.objects.get(pk=riverside.pk).head != head
    assert Entry.objects.filter(kind="exported").count() == 2


def test_an_export_leaves_out_what_is_about_its_owner(
    browser: Browser, owner: Member, maya: Member, nour: Member, at: At, now: datetime
) -> None:
    blocks.block(blocker=maya, blocked=owner, now=now)
    members.pause_matching(membership=maya.memberships.get(), by=nour, because="She asked.", now=now)
    told = lines(browser(owner).post(at("log_export"), {"form": "jsonl"}))
    assert [line["kind"] for line in told] == ["begun", "exported", "head of the log"]


def test_moderators_do_not_take_it_along(desk: Client, at: At) -> None:
    assert desk.post(at("log_export"), {"form": "csv"}).status_code == 404
    assert "Take it with you" not in desk.get(at("log")).content.decode()
    assert not Entry.objects.filter(kind="exported").exists()


def test_invitations_and_claims_are_written_down(desk: Client, at: At, maya: Member, now: datetime) -> None:
    desk.post(at("invitations"), {"uses": 2, "days": 3})
    desk.post(at("invitation_revoke", Entry.objects.get(kind="invited").about["invitation"]))
    maya.memberships.update(standing="asked", asked_at=now)
    desk.post(at("case", "member", maya.memberships.get().pk), {"do": "claim"})
    assert [entry.kind for entry in Entry.objects.order_by("number")] == [
        "begun",
        "invited",
        "called_back",
        "claimed",
    ]
