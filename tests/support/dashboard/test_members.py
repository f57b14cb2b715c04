"""Members: found by name, standing and role; decided about on their own page."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Community, Member, Membership, Role, Standing
from matching import blocks
from matching.models import Match
from support import reports
from support.models import Decision, DecisionKind, Grade
from support.moderation import measures

pytestmark = pytest.mark.django_db

At = Callable[..., str]
Read = Callable[..., str]


def membership(member: Member, community: Community) -> Membership:
    return community.memberships.get(member=member)


def test_members_are_found(
    desk: Client, at: At, riverside: Community, maya: Member, omar: Member, lena: Member
) -> None:
    riverside.memberships.filter(member=lena).update(standing=Standing.SUSPENDED)

    def found(**query: str) -> list[str]:
        return [row.display_name for row in desk.get(at("members"), query).context["page"]]

    assert found() == ["Founder", "Lena", "Maya", "Nour", "Omar"]
    assert found(q="ma") == ["Maya", "Omar"]
    assert found(q="%") == []
    assert found(standing="suspended") == ["Lena"]
    assert found(role="moderator") == ["Nour"]
    assert found(role="king") == ["Founder", "Lena", "Maya", "Nour", "Omar"]


def test_the_list_has_pages_and_as_many_queries_on_each(
    desk: Client, at: At, make_member: Callable[..., Member]
) -> None:
    def queries(page: int) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert desk.get(at("members"), {"page": page}).status_code == 200
        return len(seen)

    queries(1)
    few = queries(1)
    for number in range(40):
        make_member(f"Member {number:02}")
    assert queries(1) == queries(2) == few
    assert len(desk.get(at("members")).context["page"]) == 25
    assert desk.get(at("members"), {"page": "x"}).status_code == 200


def test_letting_somebody_in(
    desk: Client, at: At, read: Read, riverside: Community, lena: Member, now: datetime
) -> None:
    riverside.memberships.filter(member=lena).update(standing=Standing.ASKED, joined_at=None)
    asking = membership(lena, riverside)
    assert "1 person would like to join" in read(desk.get(at("members")))
    text = read(desk.get(at("member", asking.pk)))
    assert "Let them in" in text
    assert "Suspend" not in text
    response = desk.post(at("member_decide", asking.pk), {"kind": "admitted"}, follow=True)
    assert response.redirect_chain == [(at("member", asking.pk), 302)]
    assert "They are in, and have been told." in read(response)
    assert membership(lena, riverside).standing == Standing.GOOD


def test_a_decision_needs_its_words(
    desk: Client, at: At, read: Read, riverside: Community, lena: Member
) -> None:
    row = membership(lena, riverside)
    response = desk.post(at("member_decide", row.pk), {"kind": "matching_paused", "words": " "}, follow=True)
    assert "Please say why" in read(response)
    assert membership(lena, riverside).standing == Standing.GOOD

    response = desk.post(
        at("member_decide", row.pk), {"kind": "matching_paused", "words": "Unkind to others"}, follow=True
    )
    text = read(response)
    assert "No new matches for them" in text
    assert "Unkind to others" in text
    assert "Match them again" in text
    assert Decision.objects.get().kind == DecisionKind.MATCHING_PAUSED


def test_two_clicks_on_one_button_decide_once(
    desk: Client, at: At, read: Read, riverside: Community, lena: Member
) -> None:
    row = membership(lena, riverside)
    for _click in range(2):
        response = desk.post(
            at("member_decide", row.pk), {"kind": "matching_paused", "words": "Three blocks"}, follow=True
        )
    assert "This was decided a moment ago" in read(response)
    assert Decision.objects.count() == 1


def test_what_is_no_decision_is_404(desk: Client, at: At, riverside: Community, lena: Member) -> None:
    row = membership(lena, riverside)
    for kind in ("", "erased", "need_released"):
        assert desk.post(at("member_decide", row.pk), {"kind": kind}).status_code == 404


@pytest.mark.parametrize("who", ["myself", "blocked", "fellow"])
def test_somebody_elses_case_offers_no_buttons_and_takes_no_posts(
    desk: Client,
    at: At,
    read: Read,
    riverside: Community,
    nour: Member,
    lena: Member,
    who: str,
    now: datetime,
) -> None:
    if who == "blocked":
        blocks.block(blocker=lena, blocked=nour, now=now)
    if who == "fellow":
        riverside.memberships.filter(member=lena).update(role=Role.MODERATOR)
    row = membership(nour if who == "myself" else lena, riverside)
    text = read(desk.get(at("member", row.pk)))
    assert 'name="kind"' not in text
    response = desk.post(
        at("member_decide", row.pk), {"kind": "matching_paused", "words": "Because"}, follow=True
    )
    assert "This one is for another moderator." in read(response)
    assert not Decision.objects.exists()


def test_what_was_decided_about_me_is_not_mine_to_read(
    desk: Client, at: At, read: Read, riverside: Community, nour: Member, now: datetime
) -> None:
    Decision.objects.create(
        community=riverside,
        member=nour,
        kind=DecisionKind.MATCHING_PAUSED,
        because="Seen too often",
        made_at=now,
    )
    assert "Seen too often" not in read(desk.get(at("member", membership(nour, riverside).pk)))


def test_a_member_of_another_community_is_not_here(desk: Client, at: At, lena: Member, now: datetime) -> None:
    from accounts import communities

    communities.create(name="Hillside", slug="hillside", by=lena, now=now)
    elsewhere = Membership.objects.get(member=lena, community__slug="hillside")
    assert desk.get(at("member", elsewhere.pk)).status_code == 404
    assert (
        desk.post(at("member_decide", elsewhere.pk), {"kind": "matching_paused", "words": "No"}).status_code
        == 404
    )


def test_that_somebody_near_to_me_spoke_up_is_not_mine_to_learn(
    desk: Client,
    at: At,
    riverside: Community,
    connected: Match,
    nour: Member,
    make_member: Callable[..., Member],
    now: datetime,
) -> None:
    robin, omar = make_member("Robin"), connected.helper
    riverside.memberships.filter(member=robin).update(role=Role.MODERATOR)
    told = reports.report(reporter=connected.seeker, match=connected, words="It was not right", now=now)
    chosen = measures.Decided(grade=Grade.WARN, reason="unkind", words="Please be kinder.")
    place = membership(omar, riverside)
    measures.decide(membership=place, chosen=chosen, by=robin, now=now, report=told)
    page = at("member", place.pk)
    assert len(desk.get(page).context["log"]) == 2
    assert len(desk.get(page).context["holding"]) == 1
    blocks.block(blocker=connected.seeker, blocked=nour, now=now)
    assert desk.get(page).context["log"] == []
    assert desk.get(page).context["holding"] == []


def test_that_my_own_matching_is_paused_shows_not_even_at_the_desk(
    desk: Client, at: At, riverside: Community, nour: Member, now: datetime
) -> None:
    """Told at once, a moderator could guess who blocked them."""
    place = membership(nour, riverside)
    riverside.memberships.filter(pk=place.pk).update(matching_paused_at=now, paused_by_numbers="blocks")
    assert "aused" not in desk.get(at("members")).content.decode()
    assert "aused" not in desk.get(at("member", place.pk)).content.decode()
