"""Links that let people join: shown once, called back, of this community alone."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from pytest_django import Settings

from accounts import communities
from accounts.models import Community, Invitation, Member, Role, Standing
from support.models import Entry

pytestmark = pytest.mark.django_db

At = Callable[..., str]
Read = Callable[..., str]


def make(desk: Client, page: str, **form: int) -> str:
    """Makes a link and returns the page that shows it."""
    response = desk.post(page, {"uses": 1, "days": 14} | form)
    assert (response.status_code, response.headers["Location"]) == (302, page)
    return desk.get(page).content.decode()


def test_a_link_is_shown_once_and_lets_somebody_in(desk: Client, at: At, read: Read, now: datetime) -> None:
    shown = re.search(r'href="http://testserver/invitation/([\w-]+)/"', make(desk, at("invitations")))
    assert shown
    secret = shown[1]
    invitation = communities.invitation_for(secret, now)
    assert invitation is not None
    assert invitation.community.slug == "riverside"
    assert secret not in read(desk.get(at("invitations")))


def test_a_link_for_nobody_or_for_ever_is_refused_beside_its_field(desk: Client, at: At, read: Read) -> None:
    for form in ({"uses": 0}, {"days": 0}, {"days": 91}, {"uses": 501}, {"uses": "x"}):
        response = desk.post(at("invitations"), {"uses": 1, "days": 1} | form)
        assert set(response.context["form"].errors) == set(form)
        assert 'role="alert"' in read(response)
    assert not Invitation.objects.exists()


def test_a_link_is_called_back(desk: Client, at: At, read: Read) -> None:
    page = make(desk, at("invitations"))
    invitation = Invitation.objects.get()
    assert at("invitation_revoke", invitation.pk) in page
    response = desk.post(at("invitation_revoke", invitation.pk), follow=True)
    text = read(response)
    assert "That link no longer works." in text
    assert at("invitation_revoke", invitation.pk) not in text
    invitation.refresh_from_db()
    assert invitation.revoked_at is not None


def test_another_communitys_link_is_not_ours_to_call_back(
    desk: Client, at: At, lena: Member, now: datetime
) -> None:
    hillside = communities.create(name="Hillside", slug="hillside", by=lena, now=now)
    invitation, _secret = communities.invite(community=hillside, by=lena, now=now)
    assert desk.post(at("invitation_revoke", invitation.pk)).status_code == 404
    invitation.refresh_from_db()
    assert invitation.revoked_at is None


def test_an_owner_invites_a_moderator_who_needs_a_second_step_first(
    browser: Callable[[Member], Client],
    desk: Client,
    at: At,
    read: Read,
    riverside: Community,
    make_member: Callable[..., Member],
    settings: Settings,
) -> None:
    owner = browser(riverside.memberships.get(role=Role.OWNER).member)
    given = {"uses": 1, "days": 7, "role": "moderator"}
    desk.post(at("invitations"), given)  # a moderator has no such field: the link lets a member in
    assert Invitation.objects.get().role == Role.MEMBER
    assert "for one person" in read(owner.post(at("invitations"), given | {"uses": 2}))
    owner.post(at("invitations"), given)
    secret = owner.session["invitation_link"].removesuffix("/").rpartition("/")[2]
    ash = make_member("Ash")
    riverside.memberships.filter(member=ash).delete()
    settings.MODERATORS_SECOND_FACTOR = True
    invited = browser(ash)
    assert "set up a second step" in read(invited.get(f"/invitation/{secret}/"))
    invited.post(f"/invitation/{secret}/", {"display_name": "Ash"})
    assert riverside.memberships.get(member=ash).role == Role.MODERATOR
    assert invited.get(at("overview"))["Location"].startswith("/account/second/")
    kinds = Entry.objects.filter(chain_key=riverside.pk, about__role="moderator").order_by("number")
    assert list(kinds.values_list("kind", flat=True)) == ["invited", "came_with_role"]


def test_a_role_goes_no_further_than_whoever_gave_it(
    riverside: Community, make_member: Callable[..., Member], now: datetime
) -> None:
    """Else whoever is no owner any more would come back through a link of their own."""
    before = riverside.memberships.get(role=Role.OWNER)
    _made, secret = communities.invite(community=riverside, by=before.member, role=Role.OWNER, now=now)
    riverside.memberships.filter(pk=before.pk).update(role=Role.MEMBER)
    ash = make_member("Ash")
    riverside.memberships.filter(member=ash).delete()
    came = communities.join(community=riverside, member=ash, display_name="Ash", secret=secret, now=now)
    assert (came.standing, came.role) == (Standing.GOOD, Role.MEMBER)
