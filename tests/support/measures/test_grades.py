"""What each grade does to somebody, until when, and what nobody else notices."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import own_data
from accounts.models import Community, Member, Membership, Notification, Role
from matching import needs
from matching.models import Match, MatchState, Need, NeedState
from matching.sides import offer_sides
from support import conversations, followup, policies
from support.models import (
    Decision,
    DecisionKind,
    Grade,
    Measure,
    Outcome,
    Report,
    ReportState,
)
from support.moderation import appeals, lifting, measures
from support.moderation import reports as closing
from support.policies import NotAllowed
from tests.support.measures.conftest import DAY, Decide, Told, say

pytestmark = pytest.mark.django_db

TYPED = ("headline", "words", "kind", "formats", "languages", "urgency", "needed_by")


@pytest.mark.parametrize("grade", [Grade.GUIDANCE, Grade.WARN])
def test_words_close_the_report_and_limit_nothing(
    decide: Decide,
    reported: Report,
    connected: Match,
    omar: Member,
    maya: Member,
    told: Told,
    now: datetime,
    grade: Grade,
) -> None:
    measure = decide(grade, report=reported)
    reported.refresh_from_db()
    assert (reported.state, reported.outcome) == (ReportState.DECIDED, Outcome.ACTED)
    assert told(omar)[-1] == "decision_made"
    assert told(maya)[-1] == "report_outcome"
    say(connected, omar, now)
    kinds = list(Decision.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == [measures.LOGGED[grade], DecisionKind.REPORT_CLOSED]
    assert measure.words not in str(list(Notification.objects.values_list("refers_to", "event")))


def test_nothing_is_told_to_nobody_but_the_reporter(
    place: Membership, nour: Member, reported: Report, omar: Member, maya: Member, told: Told, now: datetime
) -> None:
    before = told(omar)
    chosen = measures.Decided(grade=Grade.NOTHING, reason="no_breach")
    assert measures.decide(membership=place, chosen=chosen, by=nour, now=now, report=reported) is None
    reported.refresh_from_db()
    assert (reported.outcome, told(omar)) == (Outcome.NO_BREACH, before)
    assert told(maya)[-1] == "report_outcome"
    assert not Measure.objects.exists()


def test_no_messages_until_its_time_is_over_by_itself(
    decide: Decide, connected: Match, omar: Member, maya: Member, told: Told, now: datetime
) -> None:
    decide(Grade.LIMIT_MESSAGES, days=3)
    for moment in (now, now + 3 * DAY - timedelta(seconds=1)):
        with pytest.raises(conversations.MayNotWrite):
            say(connected, omar, moment)
    say(connected, maya, now)  # the other goes on as before
    say(connected, omar, now + 3 * DAY)  # whether or not a sweep came by
    assert lifting.sweep(now=now + 3 * DAY) == 1
    assert told(omar)[-1] == "decision_over"
    assert lifting.sweep(now=now + 4 * DAY) == 0


def test_no_matching_until_its_time_is_over(
    decide: Decide,
    place: Membership,
    propose: Callable[..., Match],
    maya: Member,
    omar: Member,
    now: datetime,
) -> None:
    """In the one column that the engine's definition and its fast form both read."""
    proposed = propose(maya, omar)
    decide(Grade.LIMIT_MATCHING, days=3)
    proposed.refresh_from_db()
    assert proposed.state not in (MatchState.PROPOSED, MatchState.CONNECTED)

    def may_be_matched() -> bool:
        return offer_sides([proposed.offer], now=now)[proposed.offer_id].person.in_good_standing

    assert not may_be_matched()
    assert lifting.sweep(now=now + 3 * DAY - timedelta(seconds=1)) == 0
    assert not may_be_matched()
    assert lifting.sweep(now=now + 3 * DAY) == 1
    assert may_be_matched()


def test_a_pause_by_hand_outlives_a_limit(
    decide: Decide, place: Membership, riverside: Community, now: datetime
) -> None:
    by_hand = now - DAY
    riverside.memberships.filter(pk=place.pk).update(matching_paused_at=by_hand)
    decide(Grade.LIMIT_MATCHING, days=1)
    lifting.sweep(now=now + DAY)
    place.refresh_from_db()
    assert place.matching_paused_at == by_hand


def test_what_is_read_first_waits_for_a_moderator_for_some_days(
    decide: Decide, connected: Match, omar: Member, post_need: Callable[..., Need], now: datetime
) -> None:
    say(connected, omar, now)
    decide(Grade.HOLD, days=7)
    assert say(connected, omar, now).held_at == now
    assert post_need(omar).state == NeedState.IN_REVIEW
    lifting.sweep(now=now + 7 * DAY)
    assert say(connected, omar, now).held_at is None
    assert post_need(omar).state == NeedState.OPEN


def test_new_words_in_a_request_are_read_first_as_well(
    decide: Decide, omar: Member, post_need: Callable[..., Need], now: datetime
) -> None:
    need = post_need(omar)
    decide(Grade.HOLD, days=7)
    fields = {name: getattr(need, name) for name in TYPED} | {"topics": list(need.topics.all())}
    same = needs.edit(need=need, now=now, **fields)
    assert same.state == NeedState.OPEN
    changed = needs.edit(need=need, now=now, **fields | {"words": "Something quite different to read first."})
    assert changed.state == NeedState.IN_REVIEW


@pytest.mark.parametrize("grade", [Grade.LIMIT_MESSAGES, Grade.HOLD])
def test_thanks_are_no_way_round_a_limit(
    decide: Decide, connected: Match, omar: Member, now: datetime, grade: Grade
) -> None:
    decide(grade, days=3)
    with pytest.raises(conversations.MayNotWrite):
        followup.thank(match=connected, author=omar, words="Write to me elsewhere", now=now)


def test_a_copy_shows_a_pause_by_numbers_only_once_it_was_told(
    place: Membership, omar: Member, now: datetime
) -> None:
    Membership.objects.filter(pk=place.pk).update(matching_paused_at=now, paused_by_numbers="blocks")
    assert _paused_in_copy(omar, now) == [None]
    Membership.objects.filter(pk=place.pk).update(pause_told_at=now)
    assert _paused_in_copy(omar, now) == [now]


def _paused_in_copy(member: Member, now: datetime) -> list[object]:
    return [row["matching_paused_at"] for row in own_data.export(member)["communities"]]


def test_the_log_is_locked_last(
    decide: Decide, reported: Report, omar: Member, robin: Member, now: datetime
) -> None:
    """Whatever is written after the log is an entry of its own or a new row: nothing that another may hold."""
    with CaptureQueriesContext(connection) as seen:
        measure = decide(Grade.WARN, report=reported)
        asked = appeals.appeal(measure=measure, member=omar, words="No", now=now)
    with CaptureQueriesContext(connection) as answered:
        appeals.change(appeal=asked, by=robin, words="You are right", now=now)
    for queries in (seen, answered):
        said = [query["sql"] or "" for query in queries.captured_queries]
        held = next(n for n, sql in enumerate(said) if "support_chain" in sql and "FOR NO KEY UPDATE" in sql)
        changes = [sql for sql in said[held:] if sql.startswith("UPDATE") or "FOR NO KEY UPDATE" in sql]
        assert all("support_chain" in sql for sql in changes if "FOR UPDATE" not in sql), changes


def test_no_moderator_sets_aside_what_is_told_of_an_equal(
    reported: Report, riverside: Community, omar: Member, nour: Member, now: datetime
) -> None:
    riverside.memberships.filter(member=omar).update(role=Role.MODERATOR)
    with pytest.raises(NotAllowed):
        closing.close(report=reported, by=nour, because="A colleague", now=now)
    with pytest.raises(NotAllowed):
        measures.decide(
            membership=riverside.memberships.get(member=omar),
            chosen=measures.Decided(grade=Grade.NOTHING, reason="no_breach"),
            by=nour,
            now=now,
            report=reported,
        )
    owner = riverside.memberships.get(role=Role.OWNER).member
    assert policies.deciders(riverside, reported.reporter_id, omar.pk, about=omar.pk) == [owner]
    closing.close(report=reported, by=owner, because="Talked with both", now=now)
