"""Where a community wants it, a suspension waits for a second moderator."""

from collections.abc import Callable
from datetime import datetime

import pytest

from accounts.models import Community, Member, Membership, Role, Standing
from matching.models import Block, Match
from support import conversations
from support.cases.kinds.seconds import SECOND
from support.models import (
    Grade,
    MeasureState,
    Outcome,
    Report,
)
from support.moderation import lifting, members, second
from support.policies import NotAllowed, remit_of
from support.privacy import own_data
from tests.support.measures.conftest import DAY, Decide, Told, say

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_suspension_waits_for_a_second_moderator(
    decide: Decide,
    place: Membership,
    connected: Match,
    omar: Member,
    nour: Member,
    robin: Member,
    riverside: Community,
    told: Told,
    now: datetime,
    confirmed: bool,
) -> None:
    Community.objects.filter(pk=riverside.pk).update(two_for_suspension=True)
    place.community.refresh_from_db()
    before = told(omar)
    measure = decide(Grade.SUSPEND, days=2, meanwhile=True)
    place.refresh_from_db()
    assert (measure.state, place.standing, told(omar)) == (MeasureState.PROPOSED, Standing.GOOD, before)
    assert place.matching_paused_at == now
    with pytest.raises(conversations.MayNotWrite):
        say(connected, omar, now)
    with pytest.raises(NotAllowed):
        second.confirm(measure=measure, by=nour, now=now)
    assert not own_data.decisions_told(omar).exists()  # in a copy of theirs, either
    later = now + DAY
    (second.confirm if confirmed else second.drop)(measure=measure, by=robin, now=later)
    place.refresh_from_db()
    measure.refresh_from_db()
    assert place.matching_paused_at is None
    assert own_data.decisions_told(omar).exists() == confirmed
    if confirmed:
        assert (place.standing, measure.until) == (Standing.SUSPENDED, later + 2 * DAY)
        assert told(omar)[-1] == "decision_made"
        return
    assert (place.standing, told(omar)) == (Standing.GOOD, before)
    say(connected, omar, later)


def test_the_reporter_hears_of_acting_only_once_somebody_has_acted(
    decide: Decide, place: Membership, riverside: Community, reported: Report, robin: Member, now: datetime
) -> None:
    riverside.two_for_suspension = True
    riverside.save(update_fields=["two_for_suspension"])
    place.community = riverside
    waits = decide(Grade.SUSPEND, report=reported)
    reported.refresh_from_db()
    assert reported.outcome == Outcome.LOOKED
    second.confirm(measure=waits, by=robin, now=now)
    reported.refresh_from_db()
    assert reported.outcome == Outcome.ACTED


def test_nobody_near_to_the_reporter_confirms_or_answers(
    decide: Decide, place: Membership, riverside: Community, reported: Report, robin: Member, now: datetime
) -> None:
    riverside.two_for_suspension = True
    riverside.save(update_fields=["two_for_suspension"])
    place.community = riverside
    waits = decide(Grade.SUSPEND, report=reported)
    Block.objects.create(blocker=reported.reporter, blocked=robin, created_at=now)
    with pytest.raises(NotAllowed):
        second.confirm(measure=waits, by=robin, now=now)
    remit = remit_of(robin, riverside)
    assert remit
    assert not SECOND.rows(remit, now).exists()


def test_what_two_have_decided_no_third_takes_back_alone(
    decide: Decide,
    place: Membership,
    nour: Member,
    robin: Member,
    make_member: Callable[..., Member],
    riverside: Community,
    told: Told,
    omar: Member,
    now: datetime,
) -> None:
    riverside.two_for_suspension = True
    riverside.save(update_fields=["two_for_suspension"])
    place.community = riverside
    measure = decide(Grade.SUSPEND)
    second.confirm(measure=measure, by=robin, now=now)
    third = make_member("Alder")
    riverside.memberships.filter(member=third).update(role=Role.MODERATOR)
    with pytest.raises(NotAllowed):
        lifting.lift(measure=measure, by=third, now=now)
    with pytest.raises(NotAllowed):
        members.reinstate(membership=place, by=third, because="A friend of mine", now=now)
    members.reinstate(membership=place, by=nour, because="I was wrong", now=now)
    measure.refresh_from_db()
    assert (measure.state, told(omar)[-1]) == (MeasureState.OVER, "decision_lifted")
