"""Graded decisions about a person: each does what it says, ends when it says, is told, and is nobody's own case."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import communities, own_data
from accounts.joining import CannotJoin
from accounts.models import Community, Member, Membership, Notification, Role, Standing
from matching import needs
from matching.models import Block, Match, MatchState, Need, NeedState
from matching.people import people
from support import conversations, followup
from support import reports as telling
from support.cases.kinds.seconds import SECOND
from support.models import (
    AppealState,
    Decision,
    DecisionKind,
    Grade,
    Measure,
    MeasureState,
    Message,
    Outcome,
    Report,
    ReportState,
)
from support.moderation import appeals, documented, lifting, measures, reasons, second, wording
from support.policies import NotAllowed, remit_of

pytestmark = pytest.mark.django_db

Told = Callable[[Member], list[str]]
DAY = timedelta(days=1)
TYPED = ("headline", "words", "kind", "formats", "languages", "urgency", "needed_by")


@pytest.fixture
def place(omar: Member, riverside: Community) -> Membership:
    """Omar's, about whom all of this is decided."""
    return riverside.memberships.get(member=omar)


@pytest.fixture
def robin(make_member: Callable[..., Member], riverside: Community) -> Member:
    """Another moderator."""
    member = make_member("Robin")
    riverside.memberships.filter(member=member).update(role=Role.MODERATOR)
    return member


@pytest.fixture
def decide(place: Membership, nour: Member, now: datetime) -> Callable[..., Measure]:
    """Nour decides about Omar."""

    def take(grade: Grade, *, report: Report | None = None, by: Member = nour, **chosen: object) -> Measure:
        given: dict[str, object] = {"reason": "unkind", "words": "Please be kinder."} | chosen
        made = measures.decide(
            membership=place,
            chosen=measures.Decided(grade=grade, **given),  # type: ignore[arg-type]
            by=by,
            now=now,
            report=report,
        )
        assert made is not None
        return made

    return take


Decide = Callable[..., Measure]


@pytest.fixture
def reported(connected: Match, maya: Member, omar: Member, now: datetime) -> Report:
    said = conversations.send(match=connected, author=omar, words="Hurtful", form_key=uuid4(), now=now)
    return telling.report(reporter=maya, match=connected, message=said, words="It hurt", now=now)


def say(match: Match, author: Member, now: datetime) -> Message:
    return conversations.send(match=match, author=author, words="Hello", form_key=uuid4(), now=now)


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
    key = (omar.pk, place.community_id)

    def may_be_matched() -> bool:
        return people([key], now=now).persons[key].in_good_standing

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


# --- appeals


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


# --- four eyes


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
    later = now + DAY
    (second.confirm if confirmed else second.drop)(measure=measure, by=robin, now=later)
    place.refresh_from_db()
    measure.refresh_from_db()
    assert place.matching_paused_at is None
    if confirmed:
        assert (place.standing, measure.until) == (Standing.SUSPENDED, later + 2 * DAY)
        assert told(omar)[-1] == "decision_made"
        return
    assert (place.standing, told(omar)) == (Standing.GOOD, before)
    say(connected, omar, later)


# --- reasons and words


def test_every_grade_has_reasons_and_words_in_the_members_language(omar: Member) -> None:
    for grade in Grade:
        for reason in reasons.of_grade(grade):
            words = wording.first_words(omar, grade, reason.code)
            assert bool(words) == (grade != Grade.NOTHING), (grade, reason.code)
    assert all(reasons.of_grade(grade) for grade in Grade)


def test_a_reason_stands_only_for_its_grades(decide: Decide) -> None:
    for grade, reason in ((Grade.SUSPEND, "looked_into"), (Grade.WARN, "no_breach"), (Grade.WARN, "mood")):
        with pytest.raises(measures.CannotStand):
            decide(grade, reason=reason)


def test_the_documented_list_is_the_list() -> None:
    page = (Path(settings.BASE_DIR) / "docs" / "deciding.md").read_text()
    assert documented.renewed(page) == page, "run ./manage.py table_of_reasons"


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


@pytest.mark.parametrize("grade", [Grade.LIMIT_MESSAGES, Grade.HOLD])
def test_thanks_are_no_way_round_a_limit(
    decide: Decide, connected: Match, omar: Member, now: datetime, grade: Grade
) -> None:
    decide(grade, days=3)
    with pytest.raises(conversations.MayNotWrite):
        followup.thank(match=connected, author=omar, words="Write to me elsewhere", now=now)


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


def test_a_copy_shows_a_pause_by_numbers_only_once_it_was_told(
    place: Membership, omar: Member, now: datetime
) -> None:
    Membership.objects.filter(pk=place.pk).update(matching_paused_at=now, paused_by_numbers="blocks")
    assert _paused_in_copy(omar, now) == [None]
    Membership.objects.filter(pk=place.pk).update(pause_told_at=now)
    assert _paused_in_copy(omar, now) == [now]


def _paused_in_copy(member: Member, now: datetime) -> list[object]:
    return [row["matching_paused_at"] for row in own_data.export(member)["communities"]]
