"""Matches without names, and proposals that wait for a look."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Community, Member
from matching.models import Match, MatchState
from support.models import Decision

pytestmark = pytest.mark.django_db

At = Callable[..., str]
Read = Callable[..., str]


@pytest.fixture
def proposal(riverside: Community, propose: Callable[..., Match], maya: Member, omar: Member) -> Match:
    riverside.review_proposals = True
    riverside.save()
    return propose(maya, omar)


def test_the_list_names_nobody(desk: Client, at: At, read: Read, connected: Match) -> None:
    text = read(desk.get(at("matches")))
    assert "Losing somebody" in text
    for private in ("Maya", "Omar", connected.need.headline):
        assert private not in text
    assert desk.get(at("match", connected.uid)).status_code == 404


def test_the_list_is_held_to_a_state(desk: Client, at: At, connected: Match) -> None:
    for state, found in (("connected", 1), ("declined", 0), ("nonsense", 1)):
        assert desk.get(at("matches"), {"state": state}).context["page"].paginator.count == found


def test_a_proposal_is_looked_at_and_let_out(desk: Client, at: At, read: Read, proposal: Match) -> None:
    text = read(desk.get(at("match", proposal.uid)))
    for needed in ("Maya asks", "Omar offers", proposal.need.headline):
        assert needed in text
    assert proposal.need.words not in text
    response = desk.post(at("match_decide", proposal.uid), {"kind": "proposal_released"}, follow=True)
    assert "The helper is being asked now." in read(response)
    proposal.refresh_from_db()
    assert proposal.state == MatchState.PROPOSED


def test_a_proposal_is_refused_with_a_reason(desk: Client, at: At, read: Read, proposal: Match) -> None:
    page, form = at("match_decide", proposal.uid), {"kind": "proposal_refused"}
    assert "Please say why" in read(desk.post(page, form, follow=True))
    desk.post(page, form | {"words": "They live together"})
    proposal.refresh_from_db()
    assert proposal.state == MatchState.DECLINED
    again = desk.post(page, {"kind": "proposal_released"}, follow=True)
    assert "no longer" in read(again)
    assert Decision.objects.get().because == "They live together"


def test_my_own_proposal_is_for_another_moderator(
    desk: Client, at: At, riverside: Community, propose: Callable[..., Match], maya: Member, nour: Member
) -> None:
    riverside.review_proposals = True
    riverside.save()
    mine = propose(nour, maya)
    assert desk.get(at("matches")).context["page"].paginator.count == 0
    assert desk.get(at("match", mine.uid)).status_code == 404
    assert (
        desk.post(at("match_decide", mine.uid), {"kind": "proposal_refused", "words": "No"}).status_code
        == 404
    )
