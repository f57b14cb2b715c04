"""A place comes free, and whoever waits for it hears of it; a crowd of those who cannot hides nobody who can."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import ModuleType

import pytest

from accounts.models import Community, Member
from matching import blocks, matcher, needs, offers, standing, waiting
from matching.models import Need, Offer, OfferState, Topic
from matching.postings import NotAMember
from tests.journeys.steps import hold_round, only

Post = Callable[..., Need]
PostOffer = Callable[..., Offer]

pytestmark = pytest.mark.django_db


def test_who_was_full_has_room_in_all_their_offers(
    maya: Member, lena: Member, omar: Member, post_need: Post, post_offer: PostOffer, now: datetime
) -> None:
    Member.objects.filter(pk=omar.pk).update(max_people=1)
    sleep = Topic.objects.get(slug="sleep")
    post_offer(omar)
    post_offer(omar, topics=[sleep])
    match = only(hold_round(post_need(maya), now))
    other = post_need(lena, topics=[sleep])
    assert hold_round(other, now) == []
    needs.withdraw(need=match.need, now=now)
    assert only(hold_round(other, now)).helper == omar


def test_an_end_that_frees_nothing_scarce_wakes_nobody(
    maya: Member, lena: Member, omar: Member, post_need: Post, post_offer: PostOffer, now: datetime
) -> None:
    post_offer(omar, capacity=3)
    match = only(hold_round(post_need(maya), now))
    other = post_need(lena, formats=["call"], languages=["en", "pt"])
    blocks.block(blocker=lena, blocked=omar, now=now)
    hold_round(other, now)
    needs.withdraw(need=match.need, now=now)
    assert other.pk not in waiting.call(other.community_id, now=now).all_needs


def test_those_who_may_not_meet_the_seeker_do_not_stand_before_one_who_may(
    maya: Member,
    omar: Member,
    make_member: Callable[..., Member],
    post_need: Post,
    post_offer: PostOffer,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(matcher, "NEAR", 2)
    for name in ("Ash", "Birch"):
        nearest = make_member(name)
        post_offer(nearest)
        blocks.block(blocker=nearest, blocked=maya, now=now)
    post_offer(omar)
    assert only(hold_round(post_need(maya), now)).helper == omar


def before_the_locks(
    monkeypatch: pytest.MonkeyPatch, where: ModuleType, act: Callable[[], object], locks: str = "hold"
) -> None:
    """Somebody else acts once, after what was checked without locks and before they are taken."""
    hold = vars(where)[locks]

    def act_first(*args: object, **kwargs: object) -> object:
        monkeypatch.undo()
        act()
        return hold(*args, **kwargs)

    monkeypatch.setattr(where, locks, act_first)


@pytest.mark.parametrize(
    ("where", "locks", "post"), [(needs.posting, "check_in_use", "post_need"), (offers, "hold", "post_offer")]
)
def test_somebody_who_was_suspended_a_moment_ago_posts_nothing(
    maya: Member,
    riverside: Community,
    where: ModuleType,
    locks: str,
    post: str,
    request: pytest.FixtureRequest,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    posting, membership = request.getfixturevalue(post), riverside.memberships.get(member=maya)
    before_the_locks(monkeypatch, where, lambda: standing.suspend(membership=membership, now=now), locks)
    with pytest.raises(NotAMember):
        posting(maya)
    assert not maya.needs.exists()
    assert not maya.offers.exists()


def test_a_pause_that_was_made_longer_meanwhile_is_kept(
    omar: Member, post_offer: PostOffer, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = offers.pause(offer=post_offer(omar), now=now, until=date(2026, 11, 24))
    longer = date(2026, 12, 24)
    before_the_locks(monkeypatch, offers, lambda: offers.pause(offer=offer, now=now, until=longer))
    assert offers.resume_due(now=now + timedelta(days=1)) == 0
    offer.refresh_from_db()
    assert (offer.state, offer.paused_until) == (OfferState.PAUSED, longer)
