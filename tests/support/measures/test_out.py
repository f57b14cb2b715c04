"""Suspension and removal: who is out where, and who lets them back in."""

from collections.abc import Callable
from datetime import datetime

import pytest

from accounts import communities
from accounts.joining import CannotJoin
from accounts.models import Member, Membership, Standing
from matching import offers
from matching.models import Match, MatchState, Need, NeedState, Offer, OfferState
from support.models import (
    Grade,
    Measure,
)
from support.moderation import appeals, effects, lifting
from support.policies import NotAllowed, remit_of
from tests.support.measures.conftest import DAY, Decide, Told

pytestmark = pytest.mark.django_db


def test_a_suspension_with_an_end_lets_them_back_in(
    decide: Decide, place: Membership, connected: Match, now: datetime
) -> None:
    decide(Grade.SUSPEND, days=14)
    place.refresh_from_db()
    connected.refresh_from_db()
    assert (place.standing, connected.state) == (Standing.SUSPENDED, MatchState.ENDED)
    lifting.sweep(now=now + 14 * DAY)
    place.refresh_from_db()
    assert place.standing == Standing.GOOD


def test_only_an_operator_removes_and_then_everywhere(
    decide: Decide,
    place: Membership,
    omar: Member,
    nour: Member,
    robin: Member,
    lena: Member,
    told: Told,
    now: datetime,
) -> None:
    elsewhere = communities.create(name="Hillside", slug="hillside", by=lena, now=now)
    communities.join(community=elsewhere, member=omar, display_name="Omar", now=now)
    third = communities.create(name="Meadow", slug="meadow", by=lena, now=now)
    with pytest.raises(NotAllowed):
        decide(Grade.REMOVE)
    Member.objects.filter(pk=nour.pk).update(is_operator=True)
    nour.refresh_from_db()
    measure = decide(Grade.REMOVE)
    assert set(omar.memberships.values_list("standing", flat=True)) == {Standing.SUSPENDED}
    omar.refresh_from_db()
    with pytest.raises(CannotJoin):
        communities.join(community=third, member=omar, display_name="Omar", now=now)
    # They can still sign in, read why, and answer; another operator looks again, and no moderator is called in vain.
    Member.objects.filter(pk=lena.pk).update(is_operator=True)
    appeals.appeal(measure=measure, member=omar, words="Why?", now=now)
    for who, called in ((lena, True), (robin, False)):
        remit = remit_of(Member.objects.get(pk=who.pk), place.community)
        assert remit is not None
        assert (appeals.waiting_for(remit).exists(), "place_review" in told(who)) == (called, called)


def test_whoever_was_removed_is_not_let_back_in_by_the_end_of_a_suspension(
    decide: Decide, place: Membership, lena: Member, omar: Member, told: Told, now: datetime
) -> None:
    decide(Grade.SUSPEND, days=3)
    lena.is_operator = True
    lena.save(update_fields=["is_operator"])
    decide(Grade.REMOVE, by=lena)
    before = told(omar)
    lifting.sweep(now=now + 4 * DAY)
    place.refresh_from_db()
    assert place.standing == Standing.SUSPENDED
    assert told(omar) == before


def test_a_removal_taken_back_gives_each_place_back_as_it_was(
    decide: Decide, place: Membership, lena: Member, omar: Member, now: datetime
) -> None:
    """Good where it was good, asked where they asked, out where a community keeps them out itself, and no more."""
    places = {"riverside": place}
    for slug in ("hillside", "meadow", "orchard"):
        there = communities.create(name=slug, slug=slug, by=lena, now=now)
        places[slug] = communities.join(community=there, member=omar, display_name="Omar", now=now)
    for slug, stood in (("hillside", Standing.ASKED), ("meadow", Standing.SUSPENDED)):
        Membership.objects.filter(pk=places[slug].pk).update(standing=stood)
    decide(Grade.SUSPEND, days=3)
    lena.is_operator = True
    lena.save(update_fields=["is_operator"])
    removal = decide(Grade.REMOVE, by=lena)
    with pytest.raises(effects.AlreadyRemoved):
        decide(Grade.REMOVE, by=lena, reason="threats")
    lifting.sweep(now=now + 4 * DAY)  # the suspension is over meanwhile
    lifting.lift(measure=Measure.objects.get(pk=removal.pk), by=lena, now=now + 5 * DAY)
    stand = dict(omar.memberships.values_list("community__slug", "standing"))
    assert stand == {"riverside": "good", "hillside": "asked", "meadow": "suspended", "orchard": "good"}


def test_a_slip_undone_opens_again_what_a_suspension_closed(
    decide: Decide,
    omar: Member,
    nour: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    now: datetime,
) -> None:
    need, offer = post_need(omar), post_offer(omar)
    done = post_offer(omar)
    offers.close(offer=done, now=now)
    measure = decide(Grade.SUSPEND)
    lifting.undo(measure=Measure.objects.get(pk=measure.pk), by=nour, now=now)
    for row in (need, offer, done):
        row.refresh_from_db()
    assert (need.state, offer.state, done.state) == (NeedState.OPEN, OfferState.OPEN, OfferState.CLOSED)
