"""What moderators put aside is gone for its readers, and comes back as it was."""

from collections.abc import Callable
from datetime import datetime

import pytest

from accounts.models import Member
from matching.models import Match, Need, NeedState
from support import followup, kind_words
from support.models import (
    AppealState,
    Grade,
    Measure,
    Report,
)
from support.moderation import appeals, lifting, measures
from tests.support.measures.conftest import DAY, Decide

pytestmark = pytest.mark.django_db


def test_what_is_hidden_is_gone_for_both_and_comes_back_when_lifted(
    decide: Decide, reported: Report, nour: Member, now: datetime
) -> None:
    message = reported.message
    assert message is not None
    measure = decide(Grade.HIDE, report=reported, thing=f"message:{message.pk}")
    message.refresh_from_db()
    assert (message.words, message.hidden_at) == ("", now)
    lifting.lift(measure=measure, by=nour, now=now + DAY)
    message.refresh_from_db()
    assert (message.words, message.hidden_at, message.taken_back_at) == ("Hurtful", None, None)


def test_nothing_else_can_be_hidden_with_a_report(
    decide: Decide, reported: Report, maya: Member, post_need: Callable[..., Need]
) -> None:
    somebodys = post_need(maya)
    with pytest.raises(measures.CannotStand):
        decide(Grade.HIDE, report=reported, thing=f"need:{somebodys.pk}")
    somebodys.refresh_from_db()
    assert somebodys.state == NeedState.OPEN


def test_an_appeal_can_be_answered_when_what_was_hidden_cannot_come_back(
    decide: Decide,
    connected: Match,
    omar: Member,
    maya: Member,
    robin: Member,
    reported: Report,
    now: datetime,
) -> None:
    measure = decide(Grade.HIDE, report=reported, thing=f"message:{reported.message_id}")
    Measure.objects.filter(pk=measure.pk).update(thing=f"need:{connected.need_id}", was="open")
    measure.refresh_from_db()
    asked = appeals.appeal(measure=measure, member=omar, words="No", now=now)
    appeals.change(appeal=asked, by=robin, words="You are right", now=now)
    asked.refresh_from_db()
    assert asked.state == AppealState.CHANGED


def test_kind_words_put_aside_are_nobodys_to_share_again_until_that_is_taken_back(
    decide: Decide, reported: Report, omar: Member, maya: Member, nour: Member, now: datetime
) -> None:
    assert reported.match
    thanks = followup.thank(match=reported.match, author=omar, words="You were brave.", now=now)
    for member in (omar, maya):
        kind_words.share(thanks=thanks, member=member, agreed=True, now=now)
    measure = decide(Grade.HIDE, report=reported, thing=f"thanks:{thanks.pk}")
    shared = kind_words._shared(measure.community)
    reported.delete()  # which kept them from the community as well
    for member in (omar, maya):
        with pytest.raises(kind_words.PutAside):
            kind_words.share(thanks=thanks, member=member, agreed=True, now=now)
    assert not shared.exists()
    lifting.lift(measure=measure, by=nour, now=now)
    assert shared.exists()
