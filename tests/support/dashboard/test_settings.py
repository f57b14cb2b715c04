"""The settings of a community: seen by moderators, changed by owners, written down, and never lost by two at once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import Community, Member, Role
from support.dashboard.settings import SECTIONS
from support.models import Decision

pytestmark = pytest.mark.django_db

At = Callable[..., str]
Send = Callable[..., Any]


@pytest.fixture
def owner(riverside: Community, nour: Member) -> Member:
    riverside.memberships.filter(member=nour).update(role=Role.OWNER)
    return nour


@pytest.fixture
def send(desk: Client, at: At) -> Send:
    """Opens the page of a section and sends its form back with these answers in it."""

    def send(section: str, **answers: object) -> Any:
        form = desk.get(at("section", section)).context["form"]
        shown = {field.html_name: field.value() for field in form}
        said = {name: value for name, value in (shown | answers).items() if value not in (None, False)}
        return desk.post(at("section", section), said)

    return send


FORMS = [section.key for section in SECTIONS if section.form]


def test_every_section_opens_and_its_name_is_its_part(desk: Client, at: At) -> None:
    page = desk.get(at("settings")).content.decode()
    for section in SECTIONS:
        assert str(section.title) in page
        if section.form:
            assert section.form.part.name == section.key
            assert desk.get(at("section", section.key)).status_code == 200


@pytest.mark.parametrize("section", FORMS)
def test_a_moderator_looks_and_changes_nothing(desk: Client, at: At, section: str) -> None:
    page = desk.get(at("section", section))
    assert all(field.field.disabled for field in page.context["form"])
    assert desk.post(at("section", section), {}).status_code == 404
    assert not Decision.objects.exists()


def test_a_change_is_kept_and_written_down_with_what_was_before(
    owner: Member, send: Send, riverside: Community
) -> None:
    assert send("joining", joining="request").status_code == 302
    riverside.refresh_from_db()
    assert riverside.joining == "request"
    decision = Decision.objects.get()
    assert (decision.kind, decision.by) == ("settings_changed", owner)
    assert decision.refers_to == {
        "part": "joining",
        "changed": "joining",
        "joining": "request",
        "joining_before": "open",
    }


def test_nothing_new_is_no_change(owner: Member, send: Send) -> None:
    for section in FORMS:
        assert send(section).status_code == 302, section
    assert not Decision.objects.exists()


def test_of_two_at_once_the_second_looks_first(
    owner: Member, desk: Client, at: At, riverside: Community
) -> None:
    form = desk.get(at("section", "joining")).context["form"]
    stale = {"seen": form["seen"].value(), "joining": "invitation", "listed": "on"}
    Community.objects.update(joining="request")
    refused = desk.post(at("section", "joining"), stale)
    riverside.refresh_from_db()
    assert (refused.status_code, riverside.joining) == (200, "request")
    assert not Decision.objects.exists()
    again = {field.html_name: field.value() for field in refused.context["form"]}
    assert desk.post(at("section", "joining"), again).status_code == 302
    riverside.refresh_from_db()
    assert riverside.joining == "invitation"


def test_what_cannot_stand_is_refused_below_the_form_too(owner: Member, riverside: Community) -> None:
    from support.moderation import settings
    from support.moderation.settings import parts

    seen = settings.mark_of(parts.JOINING.read(riverside))
    values = {"joining": "by magic", "listed": True}
    with pytest.raises(ValidationError):
        settings.change(
            community=riverside,
            part=parts.JOINING,
            values=values,
            seen=seen,
            by=owner,
            now=riverside.created_at,
        )
