"""The pages show what was told, and nothing else: to moderators all of it, to members the gentle part."""

import csv
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from accounts.models import Community, Member
from matching.models import Match, Need, Offer
from support.dashboard import desk
from support.models import Figure, HelperCall
from support.pulse import coarse, drawing, publishing
from support.web import pulse as members_page
from support.web.style import CHARTS

pytestmark = pytest.mark.django_db

Ask = Callable[..., list[Need]]
Give = Callable[..., list[Offer]]
Helped = Callable[[int, datetime], list[Match]]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(desk, "database_now", lambda: now)
    monkeypatch.setattr(members_page, "now", lambda: now)
    monkeypatch.setattr(coarse, "begins", lambda *cell: 5)


@pytest.fixture
def opened(riverside: Community) -> Callable[..., Any]:
    def open_page(member: Member, route: str, *args: object) -> Any:
        client = Client()
        client.force_login(member)
        return client.get(reverse(route, args=["riverside", *args]))

    return open_page


@pytest.fixture
def lively(ask: Ask, helped: Helped, last_week: datetime, lately: datetime, now: datetime) -> None:
    for week in range(12):
        ask(3 + week, last_week - timedelta(weeks=week))
        helped(6, last_week - timedelta(weeks=week))
    ask(10, lately)
    publishing.publish(now=now)


def numbers(page: str) -> set[int]:
    """The figures in the tables."""
    cells = re.findall(r'<td class="number">(\d+)</td>', page)
    return {int(cell) for cell in cells}


def test_a_moderator_sees_charts_with_their_tables_and_no_small_number(
    lively: None, nour: Member, opened: Callable[..., Any]
) -> None:
    page = opened(nour, "dashboard_pulse").content.decode()
    assert page.count('role="img"') == page.count("<details>") >= 6
    assert numbers(page) >= {5, 10}
    assert not numbers(page) & {1, 2, 3, 4}


def test_the_file_says_what_the_page_says(lively: None, nour: Member, opened: Callable[..., Any]) -> None:
    page = opened(nour, "dashboard_pulse")
    for drawn in page.context["charts"]:
        answer = opened(nour, "dashboard_pulse_table", drawn.chart.key)
        assert answer["Content-Type"].startswith("text/csv")
        head, *rows = csv.reader(answer.content.decode("utf-8-sig").splitlines())
        assert len(head) == 1 + len(drawn.chart.series)
        said = [row for _, row in drawn.chart.rows]
        assert [row[1:] for row in rows] == (said[::-1] if drawn.chart.over_time else said)
    assert opened(nour, "dashboard_pulse_table", "nothing").status_code == 404


def test_opening_the_pages_costs_the_same_however_much_there_is(
    lively: None, nour: Member, opened: Callable[..., Any], ask: Ask, last_week: datetime
) -> None:
    opened(nour, "dashboard_pulse")
    with CaptureQueriesContext(connection) as before:
        opened(nour, "dashboard_pulse")
    ask(30, last_week)
    with CaptureQueriesContext(connection) as after:
        opened(nour, "dashboard_pulse")
    assert len(after) == len(before)
    assert not any("matching_need" in query["sql"] and "first" in query["sql"] for query in after)


def test_members_see_the_gentle_part(lively: None, maya: Member, opened: Callable[..., Any]) -> None:
    page = opened(maya, "pulse").content.decode()
    assert "At least 5 people asked for help." in page
    assert "Where a hand would be welcome" in page
    for word in ("waited", "no yes", "declin", "said no", "moderator decided"):
        assert word not in page.partition("<main")[2].partition("</main")[0]


def test_a_page_with_nothing_to_tell_says_so_kindly(
    maya: Member, nour: Member, opened: Callable[..., Any], ask: Ask, last_week: datetime, now: datetime
) -> None:
    ask(4, last_week)
    publishing.publish(now=now)
    assert "Too few to tell" in opened(nour, "dashboard_pulse").content.decode()
    page = opened(maya, "pulse").content.decode()
    assert "<svg class=" not in page.partition("<main")[2].partition("</main")[0]
    assert "Asking is something that people do here." in page


def test_one_click_calls_for_helpers(
    lively: None, nour: Member, riverside: Community, opened: Callable[..., Any]
) -> None:
    page = opened(nour, "dashboard_pulse")
    ((one, rests),) = page.context["missing"]
    assert not rests
    client = Client()
    client.force_login(nour)
    client.post(reverse("dashboard_pulse_call", args=["riverside", one.topic.pk]))
    assert HelperCall.objects.get().topic == one.topic
    page = opened(nour, "dashboard_pulse")
    assert page.context["missing"] == [(one, True)]
    assert "not counted yet" in page.content.decode()


def test_where_people_read_from_the_right_time_goes_to_the_left() -> None:
    weeks = CHARTS[0]
    with override("en"):
        first, *_, last = (
            float(x) for x in re.findall(r'<circle class="one" cx="([\d.]+)"', drawing.draw(weeks))
        )
    with override("ar"):
        ours = [float(x) for x in re.findall(r'<circle class="one" cx="([\d.]+)"', drawing.draw(weeks))]
    assert first < last
    assert ours[0] > ours[-1]


def test_a_gap_breaks_the_line_and_has_no_dot() -> None:
    drawn = drawing.draw(CHARTS[0])
    told = [value for value in CHARTS[0].series[0].values if value]
    assert drawn.count('<circle class="one"') == len(told) == 3
    assert drawn.count('<line class="one"') == 1


def test_a_figure_is_written_once(riverside: Community, ask: Ask, last_week: datetime, now: datetime) -> None:
    ask(6, last_week)
    publishing.publish(now=now)
    there = Figure.objects.count()
    publishing.publish(now=now)
    assert Figure.objects.count() == there
