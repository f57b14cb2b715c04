"""Suspension and removal: who is out where, and who lets them back in."""

from datetime import datetime

import pytest

from accounts import communities
from accounts.joining import CannotJoin
from accounts.models import Member, Membership, Standing
from matching.models import Match, MatchState
from support.models import (
    Grade,
)
from support.moderation import appeals, lifting
from support.policies import NotAllowed
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
    decide: Decide, place: Membership, omar: Member, nour: Member, lena: Member, now: datetime
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
    assert appeals.may_appeal(measure)  # they can still sign in, read why, and answer


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
