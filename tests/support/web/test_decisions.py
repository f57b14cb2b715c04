"""From a report to its outcome on the pages: two clicks for the moderator, a page for the person, another's answer."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts import clock as database
from accounts.models import Community, Member, Role
from matching.models import Match
from support import conversations
from support import reports as telling
from support.dashboard import desk
from support.models import Appeal, Grade, Measure, Report, ReportState
from support.moderation import measures
from tests.support.web.conftest import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(desk, "database_now", lambda: now)
    monkeypatch.setattr(database, "database_now", lambda: now)


@pytest.fixture
def reported(connected: Match, maya: Member, omar: Member, now: datetime) -> Report:
    said = conversations.send(match=connected, author=omar, words="Hurtful", form_key=uuid4(), now=now)
    return telling.report(reporter=maya, match=connected, message=said, words="It hurt me", now=now)


def page(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_a_warning_its_appeal_and_what_everybody_reads(
    browser: Browser,
    riverside: Community,
    reported: Report,
    maya: Member,
    omar: Member,
    nour: Member,
    lena: Member,
) -> None:
    riverside.memberships.filter(member=lena).update(role=Role.MODERATOR)
    place = riverside.memberships.get(member=omar)
    Member.objects.filter(pk=omar.pk).update(language="es")
    nours, omars, lenas, mayas = (browser(one) for one in (nour, omar, lena, maya))
    assert 'value="warn"' in page(nours, "dashboard_report", "riverside", reported.uid)
    address = reverse("dashboard_measure_new", args=["riverside", place.pk])
    first = nours.get(address, {"grade": "warn", "report": str(reported.uid)})  # the first click
    given = {"grade": "warn", "report": reported.uid, **first.context["form"].initial}
    answer = nours.post(address, given, follow=True)  # the second
    assert 'name="key"' in answer.content.decode()  # it can be undone
    reported.refresh_from_db()
    measure = Measure.objects.get()
    assert (reported.state, measure.words) == (ReportState.DECIDED, given["words"])

    theirs = page(omars, "decision", measure.uid)
    assert given["words"].splitlines()[0] in theirs.replace("&#x27;", "'")
    assert "Maya" not in theirs
    assert "Nour" not in theirs
    assert "It hurt me" not in theirs
    for stranger in (mayas, lenas, nours):
        assert stranger.get(reverse("decision", args=[measure.uid])).status_code == 404
    omars.post(reverse("decision", args=[measure.uid]), {"words": "It was meant for somebody else."})
    appeal = Appeal.objects.get()
    decide = reverse("dashboard_measure_decide", args=["riverside", measure.uid])
    assert "appeal_changed" not in page(nours, "dashboard_measure", "riverside", measure.uid)
    assert "It was meant for" in page(lenas, "dashboard_measure", "riverside", measure.uid)
    lenas.post(decide, {"kind": "appeal_changed", "words": "You are right, we are sorry."})
    appeal.refresh_from_db()
    assert appeal.state == "changed"
    assert "we are sorry" in page(omars, "decision", measure.uid)
    outcome = page(mayas, "decisions")
    assert "we have acted on it" in outcome
    assert "arn" not in outcome.split("<main")[1].split("</main>")[0].replace("learn", "")


def test_undone_with_one_button(
    browser: Browser, riverside: Community, reported: Report, omar: Member, nour: Member
) -> None:
    place, nours = riverside.memberships.get(member=omar), browser(nour)
    address = reverse("dashboard_measure_new", args=["riverside", place.pk])
    given = {"grade": "limit_messages", "report": reported.uid, "reason": "unkind", "words": "No", "days": 3}
    nours.post(address, given)
    (key,) = nours.session["undo"]
    nours.post(reverse("undo"), {"key": key})
    reported.refresh_from_db()
    assert reported.state == ReportState.OPEN
    assert "Nothing was decided about you" in page(browser(omar), "decisions")


@pytest.mark.parametrize("grade", ["remove", "hide", "nothing", "mood"])
def test_what_is_not_theirs_to_decide_is_404(
    browser: Browser, riverside: Community, omar: Member, nour: Member, grade: str
) -> None:
    place = riverside.memberships.get(member=omar)
    address = reverse("dashboard_measure_new", args=["riverside", place.pk])
    assert browser(nour).get(address, {"grade": grade}).status_code == 404


def test_a_message_put_aside_says_so_to_both_and_why_to_its_writer(
    browser: Browser,
    riverside: Community,
    reported: Report,
    maya: Member,
    omar: Member,
    nour: Member,
    now: datetime,
) -> None:
    place = riverside.memberships.get(member=omar)
    chosen = measures.Decided(
        grade=Grade.HIDE, reason="unkind", words="x", thing=f"message:{reported.message_id}"
    )
    measures.decide(membership=place, chosen=chosen, by=nour, now=now, report=reported)
    assert reported.match
    talk = reverse("conversation", args=[reported.match.uid])
    for member, may_read_why in ((omar, True), (maya, False)):
        said = browser(member).get(talk).content.decode()
        assert "have put this message aside" in said
        assert "taken back" not in said
        assert ("Read why" in said) == may_read_why
