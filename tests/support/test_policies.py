"""Who may look at what, and who may decide it."""

from collections.abc import Callable
from datetime import datetime

import pytest

from accounts import communities
from accounts.models import Community, Member, Membership, Role, Standing
from matching import blocks, matches
from matching.models import Match, Need, Offer
from support import policies, reports
from support.policies import Remit

pytestmark = pytest.mark.django_db


def remit_of(member: Member, community: Community) -> Remit:
    remit = policies.remit_of(member, community)
    assert remit is not None
    return remit


@pytest.fixture
def hillside(lena: Member, now: datetime) -> Community:
    """Another community, which Lena owns."""
    return communities.create(name="Hillside", slug="hillside", by=lena, now=now)


def test_moderators_and_owners_look_after_their_own_community(
    riverside: Community, hillside: Community, nour: Member, lena: Member, maya: Member
) -> None:
    assert policies.remit_of(nour, riverside)
    assert policies.remit_of(lena, hillside)
    assert policies.remit_of(nour, hillside) is None
    assert policies.remit_of(lena, riverside) is None
    assert policies.remit_of(maya, riverside) is None


@pytest.mark.parametrize("standing", [Standing.ASKED, Standing.SUSPENDED, Standing.LEFT])
def test_a_moderator_out_of_good_standing_is_none(
    riverside: Community, nour: Member, standing: Standing
) -> None:
    riverside.memberships.filter(member=nour).update(standing=standing)
    assert policies.remit_of(nour, riverside) is None


def test_operators_look_after_every_community(
    riverside: Community, hillside: Community, maya: Member
) -> None:
    maya.is_operator = True
    assert policies.remit_of(maya, riverside)
    assert policies.remit_of(maya, hillside)


def test_what_counts_is_for_owners_and_operators_to_change(
    riverside: Community, hillside: Community, nour: Member, lena: Member, maya: Member
) -> None:
    maya.is_operator = True
    assert [remit_of(lena, hillside).decides_weights, remit_of(maya, hillside).decides_weights] == [
        True,
        True,
    ]
    assert not remit_of(nour, riverside).decides_weights
    policies.require_weights(lena, hillside)
    for member, community in ((nour, riverside), (lena, riverside)):
        with pytest.raises(policies.NotAllowed):
            policies.require_weights(member, community)


def test_nobody_looks_after_themselves(riverside: Community, nour: Member) -> None:
    assert not remit_of(nour, riverside).covers(nour.pk)


def test_nor_after_people_they_were_connected_with(
    riverside: Community,
    connect: Callable[..., Match],
    maya: Member,
    omar: Member,
    nour: Member,
    now: datetime,
) -> None:
    match = connect(maya, nour)
    matches.end(match=match, member=maya, now=now)
    assert not remit_of(nour, riverside).covers(maya.pk)
    assert remit_of(nour, riverside).covers(omar.pk)


def test_a_mere_proposal_tells_a_seeker_nothing(
    riverside: Community, propose: Callable[..., Match], nour: Member, omar: Member
) -> None:
    propose(nour, omar)
    assert remit_of(nour, riverside).covers(omar.pk)


def test_nor_across_a_block_whichever_way_it_points(
    riverside: Community, maya: Member, omar: Member, nour: Member, now: datetime
) -> None:
    blocks.block(blocker=maya, blocked=nour, now=now)
    blocks.block(blocker=nour, blocked=omar, now=now)
    remit = remit_of(nour, riverside)
    assert not remit.covers(maya.pk)
    assert not remit.covers(omar.pk)
    assert not remit.covers(maya.pk, omar.pk)


def test_a_refusal_says_the_same_whatever_the_reason(
    riverside: Community, maya: Member, nour: Member, omar: Member, now: datetime
) -> None:
    blocks.block(blocker=maya, blocked=nour, now=now)
    said = set()
    for moderator, concerned in ((nour, maya), (nour, nour), (omar, maya)):
        with pytest.raises(policies.NotAllowed) as refusal:
            policies.require(moderator, riverside, concerned.pk)
        said.add(str(refusal.value))
    assert len(said) == 1


def test_a_need_the_moderator_was_asked_about_is_not_theirs_to_see(
    riverside: Community,
    propose: Callable[..., Match],
    maya: Member,
    omar: Member,
    nour: Member,
    now: datetime,
) -> None:
    """Whatever they answered: asking and declining is no way to learn more about somebody."""
    match = propose(maya, nour)
    assert not remit_of(nour, riverside).needs().exists()
    matches.answer(match=match, member=nour, answer="no", seen=(1, 1), now=now)
    assert not remit_of(nour, riverside).needs().exists()


def test_cases_of_those_who_are_near_are_simply_not_there(
    riverside: Community,
    connect: Callable[..., Match],
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    maya: Member,
    omar: Member,
    nour: Member,
    now: datetime,
) -> None:
    match = connect(maya, omar)
    reports.report(reporter=maya, match=match, words="It hurt", now=now)
    need, offer = post_need(maya), post_offer(omar)
    remit = remit_of(nour, riverside)
    assert (remit.reports().count(), remit.matches().count()) == (1, 1)
    assert need in remit.needs()
    assert offer in remit.offers()

    blocks.block(blocker=nour, blocked=maya, now=now)
    remit = remit_of(nour, riverside)
    assert (remit.reports().count(), remit.matches().count()) == (0, 0)
    assert need not in remit.needs()
    assert offer in remit.offers()
    blocks.block(blocker=omar, blocked=nour, now=now)
    assert offer not in remit_of(nour, riverside).offers()


def test_nothing_of_another_community_is_seen(
    hillside: Community,
    connected: Match,
    post_offer: Callable[..., Offer],
    maya: Member,
    omar: Member,
    lena: Member,
    now: datetime,
) -> None:
    reports.report(reporter=maya, match=connected, words="It hurt", now=now)
    remit = remit_of(lena, hillside)
    for seen in (remit.needs(), remit.offers(), remit.matches(), remit.reports(), remit.held_messages()):
        assert not seen.exists()
    assert set(remit.memberships().values_list("member", flat=True)) == {lena.pk}


# --- words


def seen_by(moderator: Member, community: Community, need: Need) -> tuple[bool, bool]:
    """Whether headline and words are open to this moderator."""
    remit = remit_of(moderator, community)
    found = remit.needs().get(pk=need.pk)
    return remit.reads_headline(found), remit.reads_words(found)


def test_full_words_are_read_when_reported_only(
    riverside: Community, connected: Match, maya: Member, omar: Member, nour: Member, now: datetime
) -> None:
    assert seen_by(nour, riverside, connected.need) == (True, False)
    reports.report(reporter=maya, match=connected, words="About Omar, not about her need", now=now)
    assert seen_by(nour, riverside, connected.need) == (True, False)
    reports.report(reporter=omar, match=connected, words="It hurt", now=now)
    assert seen_by(nour, riverside, connected.need) == (True, True)


def test_a_need_in_review_is_read(
    riverside: Community, post_need: Callable[..., Need], lena: Member, nour: Member
) -> None:
    riverside.review_first_needs = True
    riverside.save()
    assert seen_by(nour, riverside, post_need(lena)) == (True, True)


def test_a_moderators_own_need_stays_closed_to_fellow_moderators(
    riverside: Community, post_need: Callable[..., Need], lena: Member, nour: Member
) -> None:
    riverside.memberships.filter(member=lena).update(role=Role.MODERATOR)
    riverside.review_first_needs = True
    riverside.save()
    assert seen_by(nour, riverside, post_need(lena)) == (False, False)


def test_unless_it_was_reported(
    riverside: Community,
    connect: Callable[..., Match],
    lena: Member,
    omar: Member,
    nour: Member,
    now: datetime,
) -> None:
    riverside.memberships.filter(member=lena).update(role=Role.MODERATOR)
    match = connect(lena, omar)
    assert seen_by(nour, riverside, match.need) == (False, False)
    reports.report(reporter=omar, match=match, words="It hurt", now=now)
    assert seen_by(nour, riverside, match.need) == (True, True)


# --- standing


@pytest.mark.parametrize(
    ("by", "about", "may"),
    [
        (Role.MODERATOR, Role.MEMBER, True),
        (Role.MODERATOR, Role.MODERATOR, False),
        (Role.MODERATOR, Role.OWNER, False),
        (Role.OWNER, Role.MODERATOR, True),
        (Role.OWNER, Role.OWNER, False),
    ],
)
def test_standing_is_decided_downwards_only(
    riverside: Community, nour: Member, lena: Member, by: Role, about: Role, may: bool
) -> None:
    riverside.memberships.filter(member=nour).update(role=by)
    riverside.memberships.filter(member=lena).update(role=about)
    membership = Membership.objects.get(community=riverside, member=lena)
    assert remit_of(nour, riverside).decides_standing_of(membership) is may


def test_an_operator_decides_about_owners_but_not_about_themselves(
    riverside: Community, nour: Member, maya: Member
) -> None:
    nour.is_operator = True
    remit = remit_of(nour, riverside)
    for membership in riverside.memberships.all():
        assert remit.decides_standing_of(membership) is (membership.member != nour)
