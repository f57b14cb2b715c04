"""Coming in, by whichever way a community has chosen, and going again."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from accounts import communities
from accounts.models import Community, Joining, Member, Notification, Standing
from matching.models import Match, MatchState, Need, NeedState
from tests.support.web.conftest import Browser, text_of


@pytest.fixture
def hillside(riverside: Community, nour: Member, now: datetime) -> Community:
    """Another community, with Nour in it as its owner."""
    return communities.create(
        name="Hillside",
        slug="hillside",
        by=nour,
        now=now,
        display_name="Noor",
        languages=["en"],
        run_by="The school",
    )


def standing_of(member: Member, community: Community) -> str:
    return member.memberships.get(community=community).standing


def test_a_public_page_says_what_somebody_wants_to_know(riverside: Community) -> None:
    riverside.about, riverside.run_by = "People along the river.", "The neighbourhood association"
    riverside.moderator_hours, riverside.response_hours = "Weekdays 9 to 5", 12
    riverside.review_first_needs = True
    riverside.save()
    page = text_of(Client().get("/c/riverside/"))
    for said in (
        "People along the river.",
        "The neighbourhood association",
        "Anyone may join",
        "Weekdays 9 to 5",
        "within 12 hours",
        "first request",
        "What is private",
        "Not therapists, not doctors.",
        "People you can reach right now",
        "I could use some help",
        "I would like to help",
    ):
        assert said in page


def test_a_member_joins_under_a_chosen_name_and_goes_on_through_the_door(
    browser: Browser, maya: Member, hillside: Community
) -> None:
    client = browser(maya)
    client.get("/c/hillside/join/?door=offer")
    assert client.post("/c/hillside/join/?door=offer", {"display_name": "Mira"})["Location"] == "/welcome/"
    assert maya.memberships.get(community=hillside).display_name == "Mira"

    client.post("/welcome/", {"languages": ["en"], "time_zone": "Europe/Lisbon"})
    assert client.post("/me/hours/?welcome", {"later": "1"})["Location"] == "/c/hillside/offer/"
    assert (
        client.post("/me/hours/?welcome", {"later": "1"})["Location"] == "/home/"
    )  # a door is gone through once


def test_a_name_that_is_taken_is_said_beside_it(browser: Browser, maya: Member, hillside: Community) -> None:
    response = browser(maya).post("/c/hillside/join/", {"display_name": "noor"})
    assert "already goes by that name" in text_of(response)
    assert 'value="noor"' in response.content.decode()
    assert not maya.memberships.filter(community=hillside).exists()


def test_who_is_not_signed_in_signs_up_and_nothing_is_lost(hillside: Community) -> None:
    client = Client()
    client.get("/c/hillside/?door=ask")
    response = client.post("/c/hillside/join/?door=ask", {"display_name": "Mira"})
    assert response["Location"] == "/account/sign-up/"
    assert client.session["joining"] == {"community": "hillside", "display_name": "Mira", "secret": ""}
    assert client.session["going"] == ["hillside", "ask"]


def test_what_was_begun_before_signing_in_is_finished_afterwards(
    browser: Browser, maya: Member, hillside: Community
) -> None:
    client = browser(maya)
    session = client.session
    session["joining"] = {"community": "hillside", "display_name": "Mira", "secret": ""}
    session.save()
    page = client.get("/home/")
    assert standing_of(maya, hillside) == Standing.GOOD
    assert "Welcome to Hillside." in text_of(page)
    assert "joining" not in client.session


def test_where_finishing_is_refused_the_join_page_says_why(
    browser: Browser, maya: Member, hillside: Community
) -> None:
    client = browser(maya)
    session = client.session
    session["joining"] = {"community": "hillside", "display_name": "NOOR", "secret": ""}
    session.save()
    page = client.get("/welcome/", follow=True)
    assert page.redirect_chain == [("/c/hillside/join/", 302)]
    assert "already goes by that name" in text_of(page)


def test_by_request_a_moderator_is_told_and_the_person_waits(
    browser: Browser, maya: Member, nour: Member, hillside: Community
) -> None:
    Community.objects.filter(pk=hillside.pk).update(joining=Joining.REQUEST)
    client = browser(maya)
    page = client.post("/c/hillside/join/", {"display_name": "Mira"}, follow=True)
    assert standing_of(maya, hillside) == Standing.ASKED
    assert "You have asked to join Hillside" in text_of(page)
    assert Notification.objects.filter(member=nour, kind="membership_asked").exists()
    assert "A moderator will answer" in text_of(client.get("/c/hillside/join/"))
    assert client.get("/c/hillside/ask/").status_code == 404


def test_an_invitation_opens_the_door_once(
    browser: Browser, maya: Member, omar: Member, nour: Member, hillside: Community, now: datetime
) -> None:
    Community.objects.filter(pk=hillside.pk).update(joining=Joining.INVITATION)
    _invitation, secret = communities.invite(community=hillside, by=nour, now=now)
    closed = browser(maya).post("/c/hillside/join/", {"display_name": "Mira"})
    assert "by an invitation link" in text_of(closed)

    address = f"/invitation/{secret}/"
    assert "You are invited" in text_of(Client().get(address))
    assert browser(maya).post(address, {"display_name": "Mira"})["Location"] == "/welcome/"
    assert standing_of(maya, hillside) == Standing.GOOD
    over = browser(omar).get(address)
    assert over.status_code == 404
    assert "This invitation no longer works." in text_of(over)


def test_an_invitation_is_kept_over_signing_up(nour: Member, hillside: Community, now: datetime) -> None:
    _invitation, secret = communities.invite(community=hillside, by=nour, now=now)
    client = Client()
    client.post(f"/invitation/{secret}/", {"display_name": "Mira"})
    assert client.session["joining"]["secret"] == secret


def test_somebody_suspended_reads_what_anybody_might_read(
    browser: Browser, maya: Member, riverside: Community
) -> None:
    maya.memberships.update(standing=Standing.SUSPENDED)
    response = browser(maya).post("/c/riverside/join/", {"display_name": "Mira"})
    assert "You cannot join this community at the moment." in text_of(response)
    assert "suspend" not in text_of(response).lower()


def test_leaving_says_what_will_happen_and_does_it(
    browser: Browser, maya: Member, riverside: Community, connected: Match, post_need: Callable[..., Need]
) -> None:
    post_need(maya)
    client = browser(maya)
    before = text_of(client.get("/c/riverside/leave/"))
    assert "Your requests here are taken back" in before
    after = client.post("/c/riverside/leave/", follow=True)
    assert "You have left Riverside." in text_of(after)
    assert "Asking and helping happen in communities." in text_of(after)
    assert standing_of(maya, riverside) == Standing.LEFT
    connected.refresh_from_db()
    assert connected.state == MatchState.ENDED
    assert set(Need.objects.values_list("state", flat=True)) == {NeedState.CLOSED}


def test_the_only_owner_is_told_to_find_another_first(
    browser: Browser, nour: Member, hillside: Community
) -> None:
    page = browser(nour).post("/c/hillside/leave/", follow=True)
    assert "only owner" in text_of(page)
    assert standing_of(nour, hillside) == Standing.GOOD


def test_several_communities_are_one_tap_apart(browser: Browser, nour: Member, hillside: Community) -> None:
    client = browser(nour)
    assert "Good afternoon, Nour." in text_of(client.get("/home/"))
    client.post("/c/hillside/here/")
    page = text_of(client.get("/home/"))
    assert "Good afternoon, Noor." in page
    assert "Go to Riverside" in page
