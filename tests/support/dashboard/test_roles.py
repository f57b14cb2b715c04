"""Owners give roles and take them; never the last owner's, never of those near to oneself; and people are told."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Community, Member, Membership, Notification, Role
from matching import blocks
from support.models import Decision

pytestmark = pytest.mark.django_db

At = Callable[..., str]
Change = Callable[..., None]


@pytest.fixture
def owner(riverside: Community, nour: Member) -> Member:
    riverside.memberships.filter(member=nour).update(role=Role.OWNER)
    return nour


def of(member: Member) -> Membership:
    return member.memberships.get()


@pytest.fixture
def change(desk: Client, at: At) -> Change:
    def change(member: Member, role: str, seen: str = "") -> None:
        said = {"role": role, "seen": seen or of(member).role}
        desk.post(at("member_role", of(member).pk), said)

    return change


def test_a_member_becomes_a_moderator_and_is_told(
    owner: Member, maya: Member, change: Change, desk: Client, at: At
) -> None:
    assert "Maya" not in desk.get(at("roles")).content.decode()
    change(maya, "moderator")
    assert of(maya).role == Role.MODERATOR
    assert "Maya" in desk.get(at("roles")).content.decode()
    decision = Decision.objects.get()
    assert (decision.kind, decision.member, decision.by) == ("role_changed", maya, owner)
    change(maya, "member")
    told = Notification.objects.filter(member=maya).order_by("pk").values_list("kind", flat=True)
    assert list(told)[-2:] == ["role_given", "role_taken"]


def test_a_moderator_gives_none(maya: Member, nour: Member, change: Change) -> None:
    change(maya, "owner")
    change(nour, "owner")
    assert (of(maya).role, of(nour).role) == (Role.MEMBER, Role.MODERATOR)


def test_the_last_owner_stays_and_any_other_may_step_down(
    owner: Member, riverside: Community, change: Change, desk: Client
) -> None:
    riverside.memberships.exclude(member=owner).update(role=Role.MEMBER)
    change(owner, "member")
    assert of(owner).role == Role.OWNER
    other = riverside.memberships.exclude(member=owner).get()
    change(other.member, "owner")
    change(owner, "member")
    assert of(owner).role == Role.MEMBER
    assert desk.get(reverse("dashboard", args=["riverside"])).status_code == 404


def test_of_somebody_with_a_block_between_another_decides(
    owner: Member, maya: Member, change: Change, now: object
) -> None:
    blocks.block(blocker=maya, blocked=owner, now=now)  # type: ignore[arg-type]
    change(maya, "moderator")
    assert of(maya).role == Role.MEMBER


def test_of_two_at_once_the_second_looks_again(owner: Member, maya: Member, change: Change) -> None:
    Membership.objects.filter(member=maya).update(role=Role.OWNER)
    change(maya, "moderator", seen="member")
    assert of(maya).role == Role.OWNER
    assert not Decision.objects.exists()
