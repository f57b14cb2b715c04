"""Links that let people join: shown once, called back, of this community alone."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from accounts import communities
from accounts.models import Invitation, Member

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
