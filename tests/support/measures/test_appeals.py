"""A decision is looked at again, once, by somebody who did not make it."""

from collections.abc import Callable
from datetime import datetime

import pytest

from accounts.models import Community, Member, Membership, Role
from support.models import (
    AppealState,
    Grade,
    MeasureState,
)
from support.moderation import appeals
from support.policies import NotAllowed, remit_of
from tests.support.measures.conftest import Decide, Told

pytestmark = pytest.mark.django_db


def test_somebody_else_answers_one_appeal(
    decide: Decide,
    place: Membership,
    omar: Member,
    nour: Member,
    robin: Member,
    riverside: Community,
    told: Told,
    now: datetime,
) -> None:
    measure = decide(Grade.LIMIT_MATCHING, days=3)
    appeal = appeals.appeal(measure=measure, member=omar, words="It was a joke among friends.", now=now)
    assert told(robin)[-1] == "place_review"
    assert "place_review" not in told(nour)
    with pytest.raises(appeals.AlreadyAppealed):
        appeals.appeal(measure=measure, member=omar, words="And again", now=now)
    for moderator, sees in ((nour, False), (robin, True)):
        remit = remit_of(moderator, riverside)
        assert remit is not None
        assert appeals.waiting_for(remit).exists() == sees
    with pytest.raises(NotAllowed):
        appeals.change(appeal=appeal, by=nour, words="No", now=now)
    appeals.change(appeal=appeal, by=robin, words="You are right.", now=now)
    appeal.refresh_from_db()
    place.refresh_from_db()
    measure.refresh_from_db()
    assert (appeal.state, measure.state, place.matching_paused_at) == (
        AppealState.CHANGED,
        MeasureState.LIFTED,
        None,
    )
    assert told(omar)[-1] == "appeal_answered"
    with pytest.raises(appeals.AlreadyAnswered):
        appeals.uphold(appeal=appeal, by=robin, words="No", now=now)


def test_an_appeal_that_is_upheld_changes_nothing(
    decide: Decide, omar: Member, robin: Member, lena: Member, now: datetime
) -> None:
    measure = decide(Grade.WARN)
    with pytest.raises(NotAllowed):
        appeals.appeal(measure=measure, member=lena, words="For him", now=now)
    appeal = appeals.appeal(measure=measure, member=omar, words="Why?", now=now)
    appeals.uphold(appeal=appeal, by=robin, words="Because of the second message.", now=now)
    measure.refresh_from_db()
    assert measure.state == MeasureState.IN_FORCE


def test_without_another_moderator_an_operator_is_called(
    decide: Decide,
    omar: Member,
    riverside: Community,
    make_member: Callable[..., Member],
    told: Told,
    now: datetime,
) -> None:
    riverside.memberships.filter(role=Role.OWNER).update(role=Role.MEMBER)
    operator = make_member("Quill")
    riverside.memberships.filter(member=operator).delete()
    Member.objects.filter(pk=operator.pk).update(is_operator=True)
    appeals.appeal(measure=decide(Grade.WARN), member=omar, words="Why?", now=now)
    assert told(operator) == ["place_review"]
