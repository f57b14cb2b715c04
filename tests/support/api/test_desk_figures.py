"""What moderators' programs read of many people, and of what was done: as the pages tell it, and nothing more."""

import csv
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Community, Member, Role
from matching import blocks
from matching.models import Need, Topic
from support import ledger
from support.dashboard import desk
from support.ledger import Line
from support.models import Entry, Figure, HelperCall, Look
from support.moderation import members
from support.pulse import times
from tests.support.api.conftest import Program
from tests.support.web.conftest import Clock

DESK = "communities/riverside/moderation/"
FIGURES = ("pulse/", "pulse/asking.csv", "fairness/", "search/", "duty/", "log/")


@pytest.fixture
def owner(riverside: Community) -> Member:
    return riverside.memberships.select_related("member").get(role=Role.OWNER).member


@pytest.fixture
def page(nour: Member, wall_clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """A moderators' page, as it is shown to Nour."""
    monkeypatch.setattr(desk, "database_now", lambda: wall_clock.now)
    browser = Client()
    browser.force_login(nour)
    return lambda name, *args: browser.get(reverse(f"dashboard_{name}", args=["riverside", *args]))


@pytest.fixture
def told(riverside: Community, grief: Topic, now: datetime) -> None:
    """A pulse with gaps: nought is too few."""
    assert grief.parent
    week = times.begin(times.WEEK, now).date()
    four = times.begin(times.FOUR_WEEKS, now).date() - timedelta(weeks=4)
    rows: list[tuple[str, Any, int, Topic | None]] = [
        ("asked", week - timedelta(weeks=2), 15, None),
        ("asked", week - timedelta(weeks=1), 0, None),
        ("offered", week - timedelta(weeks=1), 5, None),
        ("wait_half", four, 10, None),
        ("wait_most", four, 0, None),
        ("felt_before", four, 5, None),
        ("topics", four, 0, None),
        ("topic_asked", four, 20, grief.parent),
        ("topic_waiting", four, 10, grief.parent),
    ]
    for measure, day, value, topic in rows:
        Figure.objects.create(community=riverside, measure=measure, begins_on=day, value=value, topic=topic)


def test_the_pulse_tells_what_the_page_tells_and_has_its_gaps(
    told: None, program: Program, nour: Member, page: Callable[..., Any]
) -> None:
    asks, shown = program(nour), page("pulse")
    charts = asks.get(f"{DESK}pulse/").json()["charts"]
    drawn = [one.chart for one in shown.context["charts"]]
    assert [chart["key"] for chart in charts] == [one.key for one in drawn] != []
    for chart, one in zip(charts, drawn, strict=True):
        assert [each["values"].count(None) for each in chart["series"]] == [
            series.values.count(0) for series in one.series
        ]
        rows = one.rows[::-1] if one.over_time else one.rows
        assert list(zip(*(each["words"] for each in chart["series"]), strict=True)) == [
            tuple(said) for _label, said in rows
        ]
        file = asks.get(f"{DESK}pulse/{one.key}.csv", accept="text/csv")
        assert file.content == page("pulse_table", one.key).content
        assert next(csv.reader(file.content.decode("utf-8-sig").splitlines()))[0] == one.first
    values = {chart["key"]: [each["values"] for each in chart["series"]] for chart in charts}
    assert values["asking"] == [[15, None], [None, None], [None, 5]]
    assert (values["waiting"], values["feeling"]) == ([[10], [None]], [[2.5], [None]])
    assert asks.get(f"{DESK}pulse/nothing.csv").status_code == 404


def test_fairness_tells_what_the_page_tells(
    program: Program,
    nour: Member,
    page: Callable[..., Any],
    make_member: Callable[..., Member],
    post_need: Callable[..., Need],
    wall_clock: Clock,
) -> None:
    asks = program(nour)
    for number in range(4):
        post_need(make_member(f"Seeker{number}"))
    wall_clock.forward(days=7)
    assert asks.get(f"{DESK}fairness/").json()["everybody"] is None
    wall_clock.forward(days=-7)
    for number in range(4, 12):
        post_need(make_member(f"Seeker{number}"), languages=["pt"] if number > 8 else ["en"])
    wall_clock.forward(days=7)
    fair, shown = asks.get(f"{DESK}fairness/?days=90").json(), page("fairness").context
    assert fair["everybody"]["needs"] == shown["all"].needs == 10
    for key, _title, rows in shown["tables"]:
        lines = fair[f"by_{key}"]
        assert [(line["name"], line["needs"], line["asked"]) for line in lines] == [row[:3] for row in rows]
    # Three who speak Portuguese are not told apart, nor to be found by taking the others from all.
    assert [line["key"] for line in fair["by_language"]] == ["others"]
    assert fair["helpers"] == {"count": None, "new": None, "unevenness": None, "new_asked": None}
    assert asks.get(f"{DESK}fairness/?days=7").status_code == 422


def test_a_program_calls_for_helpers_once(told: None, program: Program, nour: Member, grief: Topic) -> None:
    asks = program(nour)
    [missing] = asks.get(f"{DESK}pulse/").json()["missing"]
    assert (missing["asked"], missing["waiting"], missing["helpers"], missing["may_call"]) == (
        20,
        10,
        None,
        True,
    )
    called = asks.post(f"{DESK}pulse/calls/", {"topic": missing["topic"]})
    assert (called.status_code, called.json()["heard"], called.json()["counted"]) == (201, None, False)
    again = asks.post(f"{DESK}pulse/calls/", {"topic": missing["topic"]})
    assert (again.status_code, again.json()["code"]) == (409, "conflict")
    assert asks.post(f"{DESK}pulse/calls/", {"topic": grief.slug}).status_code == 404
    assert HelperCall.objects.count() == 1
    told_now = asks.get(f"{DESK}pulse/").json()
    assert (told_now["missing"][0]["may_call"], len(told_now["calls"])) == (False, 1)


def test_the_search_and_who_is_there(
    program: Program,
    nour: Member,
    maya: Member,
    riverside: Community,
    post_need: Callable[..., Need],
    wall_clock: Clock,
) -> None:
    need = post_need(maya)
    riverside.time_zone, riverside.duty_hours, riverside.on_call = "UTC", [[0, 1080, 1440]], maya
    riverside.save()
    wall_clock.forward(hours=1)
    asks = program(nour)
    going = asks.get(f"{DESK}search/").json()
    assert (going["ages"], going["longest"][0]["need"]) == (
        {"today": 1, "days": 0, "week": 0, "older": 0},
        str(need.uid),
    )
    assert Look.objects.filter(member_key=maya.pk).count() == 1
    duty = asks.get(f"{DESK}duty/").json()
    assert duty["hours"] == [{"weekday": 0, "start": "18:00", "end": "24:00"}]
    assert (duty["on_duty"], duty["on_call"], bool(duty["next_at"])) == (False, None, True)
    riverside.on_call = nour
    riverside.save()
    assert asks.get(f"{DESK}duty/").json()["on_call"]["name"] == "Nour"


@pytest.mark.parametrize(
    ("who", "scopes", "expected"),
    [
        ("maya", (), dict.fromkeys(FIGURES, 404) | {"export": 404, "call": 404}),
        ("nour", ("matching:read",), dict.fromkeys(FIGURES, 403) | {"export": 403, "call": 403}),
        ("nour", ("moderate:read",), {"export": 403, "call": 403}),
        ("nour", (), {"export": 403, "call": 422}),
        ("owner", (), {"export": 200, "call": 422}),
        (None, (), dict.fromkeys(FIGURES, 401) | {"export": 401, "call": 401}),
    ],
)
def test_who_may(
    who: str | None,
    scopes: tuple[str, ...],
    expected: dict[str, int],
    told: None,
    program: Program,
    grief: Topic,
    request: pytest.FixtureRequest,
) -> None:
    """A moderator reads all of it, an owner takes the log along; for everybody else nothing is there."""
    Figure.objects.filter(measure="topic_waiting").delete()
    assert grief.parent
    asks = program(request.getfixturevalue(who) if who else None, *scopes)
    met = {address: asks.get(DESK + address).status_code for address in FIGURES}
    met["export"] = asks.post(f"{DESK}log/export/", {"form": "csv"}).status_code
    met["call"] = asks.post(f"{DESK}pulse/calls/", {"topic": grief.parent.slug}).status_code
    assert met == dict.fromkeys(FIGURES, 200) | expected


def test_the_log_is_read_page_by_page_and_asks_as_often_however_long_it_is(
    program: Program, nour: Member, owner: Member, maya: Member, riverside: Community, now: datetime
) -> None:
    asks, lines = program(nour), [Line("invited", by=nour.pk), Line("called_back", by=owner.pk)]
    ledger.append(riverside.pk, lines, now=now)
    asks.get(f"{DESK}log/")
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            asks.get(f"{DESK}log/")
        asked.append(len(queries))
        ledger.append(riverside.pk, lines, now=now)
    assert asked[0] == asked[1]

    members.pause_matching(membership=maya.memberships.get(), by=owner, because="A rest.", now=now)
    blocks.block(blocker=maya, blocked=nour, now=now)  # from now on she is near to Nour
    first = asks.get(f"{DESK}log/?limit=4").json()
    ledger.append(riverside.pk, lines, now=now)  # moves nobody's page
    rest = asks.client.get(first["next"]).json()
    kinds = [entry["kind"] for entry in first["items"] + rest["items"]]
    assert kinds == ["called_back", "invited"] * 3
    assert rest["next"] is None
    place = nour.memberships.get().uid
    hers = asks.get(f"{DESK}log/?by={place}&kind=invited&day={now:%Y-%m-%d}").json()["items"]
    assert {entry["by"]["id"] for entry in hers} == {str(place)}
    assert len(hers) == 4
    for query in ("kind=nonsense", f"by={maya.memberships.get().uid}", "day=today", "after=99999"):
        assert asks.get(f"{DESK}log/?{query}").status_code == 422, query

    file = program(owner).post(f"{DESK}log/export/", {"form": "jsonl"})
    assert b"".join(file.streaming_content).count(b"\n") == Entry.objects.count() + 1
    assert Entry.objects.filter(kind="exported").count() == 1


@pytest.mark.parametrize("address", [*FIGURES, "cases/", "needs/"])
def test_what_is_known_already_is_not_sent_again(
    address: str, told: None, program: Program, nour: Member
) -> None:
    asks = program(nour)
    first = asks.get(DESK + address)
    again = asks.get(DESK + address, if_none_match=first["ETag"])
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
