"""Reports: the words, the message with a few around it, and nothing else of the conversation."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import Community, Member, Role
from matching.models import Match
from support import conversations, reports
from support.models import Report, ReportState

pytestmark = pytest.mark.django_db

At = Callable[..., str]
Read = Callable[..., str]


@pytest.fixture
def report(connected: Match, maya: Member, omar: Member, now: datetime) -> Report:
    said = [
        conversations.send(match=connected, author=omar, words=f"Line {number}.", form_key=uuid4(), now=now)
        for number in range(14)
    ]
    return reports.report(reporter=maya, match=connected, words="It hurt", now=now, message=said[7])


def test_the_list_says_about_whom_and_not_what(desk: Client, at: At, read: Read, report: Report) -> None:
    text = read(desk.get(at("reports")))
    assert "Omar" in text
    assert "Maya" in text
    assert "It hurt" not in text


def test_the_reported_message_is_read_with_its_surroundings_only(
    desk: Client, at: At, read: Read, report: Report
) -> None:
    text = read(desk.get(at("report", report.uid)))
    assert "It hurt" in text
    assert [number for number in range(14) if f"Line {number}." in text] == list(range(2, 13))
    assert report.match is not None
    assert report.match.need.words not in text


def test_a_report_is_closed_with_a_finding(desk: Client, at: At, read: Read, report: Report) -> None:
    page = at("report_decide", report.uid)
    assert "Please say why" in read(desk.post(page, {"kind": "report_closed"}, follow=True))
    response = desk.post(page, {"kind": "report_closed", "words": "Talked with both"}, follow=True)
    text = read(response)
    assert "Talked with both" in text
    assert 'name="kind"' not in text
    report.refresh_from_db()
    assert report.state == ReportState.DECIDED
    assert report in [line[0] for line in desk.get(at("reports"), {"show": "decided"}).context["lines"]]
    assert desk.get(at("reports")).context["lines"] == []


@pytest.mark.parametrize("side", ["reporter", "about"])
def test_a_moderator_who_is_a_party_sees_nothing_of_it(
    browser: Callable[[Member], Client], at: At, riverside: Community, report: Report, side: str
) -> None:
    party: Member = getattr(report, side)
    riverside.memberships.filter(member=party).update(role=Role.OWNER)
    client = browser(party)
    assert client.get(at("reports")).context["lines"] == []
    assert client.get(at("overview")).context["groups"] == []
    assert client.get(at("report", report.uid)).status_code == 404
    assert (
        client.post(at("report_decide", report.uid), {"kind": "report_closed", "words": "No"}).status_code
        == 404
    )
