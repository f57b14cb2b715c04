"""The hours of a community: written as people write them, kept as windows, and told to members beforehand."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts import clock
from accounts.models import Community, Member, Role
from matching.models import Match
from support.models import Decision

pytestmark = pytest.mark.django_db

At = Callable[..., str]


@pytest.fixture
def send(desk: Client, at: At, riverside: Community, nour: Member) -> Callable[..., Any]:
    """Nour, as an owner, sends the form back with these answers in it."""
    riverside.memberships.filter(member=nour).update(role=Role.OWNER)

    def send(**answers: object) -> Any:
        form = desk.get(at("section", "hours")).context["form"]
        given = {field.html_name: field.value() for field in form} | answers
        said = {name: value for name, value in given.items() if value is not None}
        return desk.post(at("section", "hours"), said)

    return send


def test_hours_are_written_as_people_write_them(send: Callable[..., Any], riverside: Community) -> None:
    assert send(day_0="9:00-12:00, 18-21", day_6="23:30-1").status_code == 302
    riverside.refresh_from_db()
    assert riverside.duty_hours == [[0, 0, 60], [0, 540, 720], [0, 1080, 1260], [6, 1410, 1440]]
    assert send().status_code == 302  # what the page shows is what it takes
    riverside.refresh_from_db()
    assert riverside.duty_hours == [[0, 0, 60], [0, 540, 720], [0, 1080, 1260], [6, 1410, 1440]]


@pytest.mark.parametrize("nonsense", ["evenings", "25-26", "18:70-19", "18-18", "-"])
def test_what_is_no_hour_is_said_beside_it(
    send: Callable[..., Any], riverside: Community, nonsense: str
) -> None:
    assert "18:00-21:00" in str(send(day_1=nonsense).context["form"].errors["day_1"])
    riverside.refresh_from_db()
    assert riverside.duty_hours == []


def test_what_is_grave_never_waits_longer_than_the_rest(send: Callable[..., Any]) -> None:
    assert "grave_hours" in send(response_hours=10, grave_hours=11).context["form"].errors


def test_somebody_who_moderates_is_on_call_and_the_log_holds_no_address(
    send: Callable[..., Any], riverside: Community, nour: Member, maya: Member
) -> None:
    assert "on_call_id" in send(on_call_id=maya.pk).context["form"].errors
    assert send(on_call_id=nour.pk, on_call_address="night@example.org").status_code == 302
    riverside.refresh_from_db()
    assert (riverside.on_call, riverside.on_call_address) == (nour, "night@example.org")
    assert "night" not in str(Decision.objects.get().refers_to)


def test_members_read_beforehand_how_soon_somebody_looks(
    browser: Callable[[Member], Client],
    connected: Match,
    riverside: Community,
    maya: Member,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is Monday noon; somebody is there on Tuesday from five to six."""
    monkeypatch.setattr(clock, "database_now", lambda: now)
    Community.objects.filter(pk=riverside.pk).update(
        grave_hours=6, time_zone="Europe/Lisbon", duty_hours=[[1, 1020, 1080]]
    )
    here = browser(maya).get(reverse("community", args=["riverside"])).content.decode()
    assert "within 6 hours" in here
    assert "somebody will have looked by tomorrow at 18:00" in here
    told = browser(maya).get(reverse("match_report", args=[connected.uid])).content.decode()
    assert "Somebody will have looked by tomorrow at 18:00" in told
    Community.objects.filter(pk=riverside.pk).update(duty_hours=[])
    told = browser(maya).get(reverse("match_report", args=[connected.uid])).content.decode()
    assert "will have looked by" not in told
