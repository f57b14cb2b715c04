"""A slip of the hand is undone within minutes, and what it replaced holds again."""

from datetime import datetime, timedelta

import pytest

from accounts.models import Community, Member, Membership
from matching.models import Block
from support.models import (
    Grade,
    MeasureState,
    Report,
    ReportState,
)
from support.moderation import lifting, measures, second
from support.policies import NotAllowed
from tests.support.measures.conftest import DAY, Decide, Told

pytestmark = pytest.mark.django_db


def test_undone_within_ten_minutes_the_report_waits_again(
    decide: Decide,
    reported: Report,
    omar: Member,
    maya: Member,
    nour: Member,
    robin: Member,
    told: Told,
    now: datetime,
) -> None:
    measure = decide(Grade.WARN, report=reported)
    with pytest.raises(NotAllowed):
        lifting.undo(measure=measure, by=robin, now=now)
    with pytest.raises(NotAllowed):
        lifting.undo(measure=measure, by=nour, now=now + timedelta(minutes=11))
    lifting.undo(measure=measure, by=nour, now=now + timedelta(minutes=9))
    reported.refresh_from_db()
    assert (reported.state, reported.outcome) == (ReportState.OPEN, "")
    assert "decision_made" not in told(omar)
    assert "report_outcome" not in told(maya)
    decide(Grade.WARN, report=reported)


@pytest.mark.parametrize("grade", [Grade.LIMIT_MATCHING, Grade.LIMIT_MESSAGES, Grade.HOLD])
def test_undoing_a_slip_lets_the_earlier_limit_hold_again(
    decide: Decide, place: Membership, nour: Member, now: datetime, grade: Grade
) -> None:
    first = decide(grade, days=30)
    later = now + timedelta(hours=1)
    chosen = measures.Decided(grade=grade, reason="threats", words="x", days=1)
    slip = measures.decide(membership=place, chosen=chosen, by=nour, now=later)
    assert slip
    lifting.undo(measure=slip, by=nour, now=later)
    first.refresh_from_db()
    place.refresh_from_db()
    assert (first.state, first.ended_at) == (MeasureState.IN_FORCE, None)
    if grade == Grade.LIMIT_MATCHING:
        assert place.matching_paused_at == first.made_at
    if grade == Grade.HOLD:
        assert place.read_first_until == first.until


def test_a_limit_goes_on_where_another_that_began_later_is_dropped(
    decide: Decide, place: Membership, riverside: Community, nour: Member, robin: Member, now: datetime
) -> None:
    limit = decide(Grade.LIMIT_MATCHING, days=7)
    riverside.two_for_suspension = True
    riverside.save(update_fields=["two_for_suspension"])
    place.refresh_from_db()
    place.community = riverside
    later = now + timedelta(hours=1)
    chosen = measures.Decided(grade=Grade.SUSPEND, reason="unkind", words="x", meanwhile=True)
    waits = measures.decide(membership=place, chosen=chosen, by=nour, now=later)
    assert waits
    second.drop(measure=waits, by=robin, now=later)
    place.refresh_from_db()
    assert place.matching_paused_at == limit.made_at
    lifting.sweep(now=now + 8 * DAY)
    place.refresh_from_db()
    assert place.matching_paused_at is None


def test_whoever_has_come_near_since_undoes_nothing(
    decide: Decide, omar: Member, nour: Member, now: datetime
) -> None:
    measure = decide(Grade.WARN)
    Block.objects.create(blocker=omar, blocked=nour, created_at=now)
    with pytest.raises(NotAllowed):
        lifting.undo(measure=measure, by=nour, now=now)
