"""No need is ever left behind: whatever else goes on, somebody who may be asked is found for it in the end."""

from collections.abc import Callable
from datetime import datetime

import pytest

from accounts.models import Community, Member
from matching import candidates, matcher, matches, waiting
from matching.matches import Proposal
from matching.models import Match, Need, Offer, Stir

pytestmark = pytest.mark.django_db

Post = Callable[..., Need]
PostOffer = Callable[..., Offer]


@pytest.fixture
def crowd_of_others(
    make_member: Callable[..., Member], post_offer: PostOffer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More open offers than a round of few looks at, each as near as any can be."""
    monkeypatch.setattr(matcher, "NEAR", 2)
    monkeypatch.setattr(matcher, "FURTHER", 4)
    for number in range(6):
        post_offer(make_member(f"Helper {number}"), kinds=["listening"])


@pytest.mark.usefixtures("crowd_of_others")
def test_in_a_crowd_the_one_trained_helper_is_found_for_a_need_flagged_for_danger(
    maya: Member, omar: Member, post_need: Post, post_offer: PostOffer, riverside: Community, now: datetime
) -> None:
    omar.memberships.update(trained_for_danger_at=now)
    post_offer(omar, takes_danger=True)
    need = post_need(maya)
    Need.objects.update(danger=True)
    matcher.run(community_id=riverside.pk, now=lambda: now)
    assert Match.objects.get().need == need


@pytest.mark.usefixtures("crowd_of_others")
@pytest.mark.parametrize(
    "wish", [{"wish_same_gender": True}, {"wish_age_bands": ["60+"]}, {"wish_shared_experience": True}]
)
def test_in_a_crowd_the_one_who_was_wished_for_is_found(
    wish: dict[str, object],
    maya: Member,
    omar: Member,
    post_need: Post,
    post_offer: PostOffer,
    riverside: Community,
    now: datetime,
) -> None:
    Member.objects.filter(pk__in=[maya.pk, omar.pk]).update(gender="woman", age_band="60+")
    maya.refresh_from_db()
    offer = post_offer(omar, kinds=["listening", "experience"])
    post_need(maya, **wish)
    matcher.run(community_id=riverside.pk, now=lambda: now)
    assert Match.objects.get().offer == offer


def test_who_is_gone_meanwhile_stops_nobody_elses_proposal(
    maya: Member, lena: Member, omar: Member, post_need: Post, post_offer: PostOffer, now: datetime
) -> None:
    offer, need, gone = post_offer(omar, capacity=2), post_need(maya), post_need(lena)
    proposals = [Proposal(gone.pk, offer.pk), Proposal(need.pk, offer.pk)]
    gone.delete()
    found = matches.propose_all(proposals, now=now)
    assert [match.need for match in found.made] == [need]


def test_needs_are_asked_about_and_noted_some_at_a_time(
    maya: Member,
    lena: Member,
    omar: Member,
    post_need: Post,
    post_offer: PostOffer,
    riverside: Community,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(waiting, "AT_ONCE", 1)
    offer = post_offer(omar, capacity=3)
    asked = [post_need(member) for member in (maya, lena, maya)]
    pairs = [(need.pk, offer.pk) for need in asked]
    assert candidates.near([need.pk for need in asked], now=now, limit=9) == pairs
    matcher.run(community_id=riverside.pk, now=lambda: now)
    assert not Need.objects.filter(looked_at__isnull=True).exists()


def test_an_offer_wakes_the_matcher_even_where_nobody_seems_to_wait_yet(
    omar: Member, post_offer: PostOffer
) -> None:
    """Somebody may be posting a need at this moment; neither of the two sees the other."""
    offer = post_offer(omar)
    assert Stir.objects.get().offer == offer
