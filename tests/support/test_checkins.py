"""Looking back: who is asked how it has gone, and when; who is not; and what comes of the answers."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.models import Delivery, DeliveryState, Member, Standing
from matching import blocks, matches, needs, standing
from matching.models import Match, MatchState, NeedState
from support import checkins, conversations, reports, silence, tasks
from support.checkins import asking
from support.models import CheckIn
from tests.support.conftest import Connect

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
Told = Callable[[Member], list[str]]


def say(match: Match, author: Member, now: datetime) -> None:
    conversations.send(match=match, author=author, words="Hello", form_key=uuid4(), now=now)


def days_of(member: Member) -> list[int]:
    return list(CheckIn.objects.filter(member=member).order_by("asked_at").values_list("day", flat=True))


def live_on(match: Match, now: datetime, until: int, *, answering: tuple[Member, ...] = ()) -> None:
    """Day after day the two write, the sweeps come, and some answer what they are asked."""
    for day in range(1, until + 1):
        moment = now + day * DAY
        match.refresh_from_db()
        if match.state == MatchState.CONNECTED and day % 5 == 1:
            for member in (match.helper, match.seeker):
                say(match, member, moment)
        checkins.sweep(now=moment)
        for member in answering:
            if checkins.open_for(match, member):
                checkins.answer(match=match, member=member, helped="a_little", now=moment)


class TestWhoIsAsked:
    def test_each_side_on_its_days_once(
        self, connected: Match, maya: Member, omar: Member, told: Told, now: datetime
    ) -> None:
        live_on(connected, now, 60, answering=(maya, omar))
        assert days_of(maya) == days_of(omar) == [3, 14, 30]
        assert told(maya).count("checkin_asked") == 3

    def test_not_a_minute_early(self, connected: Match, maya: Member, now: datetime) -> None:
        checkins.sweep(now=now + 3 * DAY - timedelta(seconds=1))
        assert days_of(maya) == []

    def test_whoever_does_not_answer_is_not_asked_again(
        self, connected: Match, maya: Member, omar: Member, now: datetime
    ) -> None:
        live_on(connected, now, 60, answering=(omar,))
        assert days_of(maya) == [3]

    def test_not_now_is_an_answer(self, connected: Match, maya: Member, now: datetime) -> None:
        checkins.sweep(now=now + 3 * DAY)
        assert checkins.put_aside(match=connected, member=maya, now=now + 4 * DAY)
        assert not checkins.put_aside(match=connected, member=maya, now=now + 4 * DAY)
        say(connected, maya, now + 13 * DAY)
        checkins.sweep(now=now + 14 * DAY)
        assert days_of(maya) == [3, 14]

    def test_a_sweep_that_comes_late_asks_about_today_alone(
        self, connected: Match, maya: Member, now: datetime
    ) -> None:
        say(connected, maya, now + 11 * DAY)
        checkins.sweep(now=now + 12 * DAY)
        assert days_of(maya) == []

    def test_the_longest_chain_of_somebody_silent_is_short(
        self, connected: Match, maya: Member, told: Told, now: datetime
    ) -> None:
        for day in range(1, 60):
            checkins.sweep(now=now + day * DAY)
            silence.sweep_silent(now=now + day * DAY)
        said = [kind for kind in told(maya) if kind not in ("need_searching", "match_connected")]
        assert said == ["checkin_asked", "match_silent", "match_over"]

    def test_whoever_is_reminded_of_a_first_message_is_not_asked_as_well(
        self, connected: Match, maya: Member, omar: Member, now: datetime
    ) -> None:
        say(connected, omar, now + DAY)
        checkins.sweep(now=now + 3 * DAY)
        assert (days_of(maya), days_of(omar)) == ([], [3])

    def test_two_conversations_are_not_asked_about_on_one_day(
        self, connect: Connect, maya: Member, lena: Member, omar: Member, now: datetime
    ) -> None:
        connect(maya, omar)
        connect(lena, omar)
        checkins.sweep(now=now + 3 * DAY)
        assert days_of(omar) == [3]
        checkins.sweep(now=now + 4 * DAY)
        assert days_of(omar) == [3, 3]

    def test_after_a_good_end_its_seeker_alone_and_only_late(
        self, connected: Match, maya: Member, omar: Member, now: datetime
    ) -> None:
        matches.complete(match=connected, member=omar, now=now + DAY)
        for day in range(2, 60):
            checkins.sweep(now=now + day * DAY)
        assert (days_of(maya), days_of(omar)) == ([30], [])

    @pytest.mark.parametrize("what", ["ended", "blocked", "unblocked", "left", "longer", "anew"])
    def test_not_where_it_would_hurt_or_make_no_sense(
        self, what: str, connected: Match, maya: Member, omar: Member, now: datetime
    ) -> None:
        if what == "ended":
            matches.end(match=connected, member=omar, now=now)
        if what in ("blocked", "unblocked"):
            blocks.block(blocker=maya, blocked=omar, now=now)
        if what == "unblocked":
            blocks.unblock(blocker=maya, blocked=omar, now=now)
        if what == "left":
            standing.suspend(membership=omar.memberships.get(), now=now)
        if what == "longer":
            for member in (maya, omar):
                matches.longer(match=connected, member=member, wanted=True, now=now)
        if what == "anew":
            needs.look_anew(match=connected, now=now)
        for day in (3, 14, 30):
            checkins.sweep(now=now + day * DAY)
        assert (days_of(maya), days_of(omar)) == ([], [])

    def test_whoever_reports_is_asked_no_more_and_whoever_was_reported_learns_nothing_of_it(
        self, connected: Match, maya: Member, omar: Member, now: datetime
    ) -> None:
        checkins.sweep(now=now + 3 * DAY)
        reports.report(reporter=maya, match=connected, words="He frightens me.", now=now + 3 * DAY)
        assert checkins.waiting(maya, now=now + 3 * DAY) == []
        assert len(checkins.waiting(omar, now=now + 3 * DAY)) == 1
        letters = Delivery.objects.filter(notification__kind="checkin_asked")
        assert {letter.state for letter in letters.filter(notification__member=maya)} == {
            DeliveryState.CANCELLED
        }
        assert {letter.state for letter in letters.filter(notification__member=omar)} == {
            DeliveryState.WAITING
        }
        live_on(connected, now + 3 * DAY, 40, answering=(maya, omar))
        assert (days_of(maya), days_of(omar)) == ([3], [3, 14, 30])

    def test_what_was_asked_before_a_block_is_asked_no_more(
        self, connected: Match, maya: Member, omar: Member, now: datetime
    ) -> None:
        """Neither on a page nor in a letter that still waits."""
        Delivery.objects.all().delete()
        checkins.sweep(now=now + 3 * DAY)
        blocks.block(blocker=maya, blocked=omar, now=now + 3 * DAY)
        for member in (maya, omar):
            assert checkins.open_for(connected, member) is None
            assert checkins.waiting(member, now=now + 3 * DAY) == []
        letters = Delivery.objects.filter(notification__kind="checkin_asked")
        assert {letter.state for letter in letters} == {DeliveryState.CANCELLED}
        with pytest.raises(checkins.NothingAsked):
            checkins.answer(match=connected, member=maya, helped="yes", now=now + 3 * DAY)

    def test_nobody_answers_a_part_that_they_are_not_asked(
        self, connected: Match, omar: Member, now: datetime
    ) -> None:
        checkins.sweep(now=now + 3 * DAY)
        with pytest.raises(ValidationError) as refused:
            checkins.answer(match=connected, member=omar, misfits=["formats"], now=now + 3 * DAY)
        assert list(refused.value.message_dict) == ["misfits"]
        assert checkins.said(connected, omar) is None

    def test_nobody_who_is_suspended_is_asked(
        self, connected: Match, maya: Member, omar: Member, now: datetime
    ) -> None:
        """Even where their match were still there."""
        omar.memberships.update(standing=Standing.SUSPENDED)
        checkins.sweep(now=now + 3 * DAY)
        assert (days_of(maya), days_of(omar)) == ([3], [])

    def test_the_doorbell_rings_the_sweep(
        self, connected: Match, maya: Member, monkeypatch: pytest.MonkeyPatch, now: datetime
    ) -> None:
        monkeypatch.setattr(tasks, "database_now", lambda: now + 3 * DAY)
        tasks.sweep_checkins()
        assert days_of(maya) == [3]


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_ask_once(
    connected: Match, maya: Member, omar: Member, told: Told, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have found what is due before either of them asks."""
    both, due = threading.Barrier(2), asking._due

    def found(now: datetime) -> list[asking.Due]:
        rows = list(due(now))
        both.wait(10)
        return rows

    monkeypatch.setattr(asking, "_due", found)

    def sweep() -> None:
        try:
            asked.append(checkins.sweep(now=now + 3 * DAY))
        finally:
            connection.close()

    asked: list[int] = []
    sweeps = [threading.Thread(target=sweep) for _ in range(2)]
    for one in sweeps:
        one.start()
    for one in sweeps:
        one.join()
    assert sum(asked) == 2
    assert told(maya).count("checkin_asked") == told(omar).count("checkin_asked") == 1


class TestWhatComesOfIt:
    def test_not_helped_leads_to_somebody_else_and_the_helper_reads_an_ordinary_ending(
        self, connected: Match, maya: Member, omar: Member, told: Told, now: datetime
    ) -> None:
        later = now + 3 * DAY
        checkins.sweep(now=later)
        checkins.answer(match=connected, member=maya, helped="not_yet", misfits=["formats"], now=later)
        need = needs.look_anew(match=connected, now=later, changes={"formats": ["call"]})
        assert (need.pk, need.state, need.formats) == (connected.need_id, NeedState.OPEN, ["call"])
        connected.refresh_from_db()
        assert (connected.state, connected.ended_by) == (MatchState.ENDED, maya)
        assert told(omar)[-1] == "match_over"
        assert checkins.open_for(connected, omar) is None
        assert needs.look_anew(match=connected, now=later, changes={"formats": ["call"]}).pk == need.pk

    def test_after_a_good_end_it_is_a_new_request_linked_to_the_old(
        self, connected: Match, maya: Member, omar: Member, told: Told, now: datetime
    ) -> None:
        matches.complete(match=connected, member=omar, now=now)
        before = told(omar)
        need = needs.look_anew(match=connected, now=now + 30 * DAY)
        assert need.reopened_from_id == connected.need_id
        assert needs.look_anew(match=connected, now=now + 30 * DAY).pk == need.pk
        assert told(omar) == before

    @pytest.mark.parametrize("completed", [True, False])
    def test_the_same_two_are_not_put_to_each_other_unless_both_wish(
        self, completed: bool, connected: Match, maya: Member, omar: Member, now: datetime
    ) -> None:
        if completed:
            matches.complete(match=connected, member=maya, now=now)
        need = needs.look_anew(match=connected, now=now)

        def put() -> Match:
            return matches.propose(need_id=need.pk, offer_id=connected.offer_id, now=now)

        with pytest.raises(matches.NotPermitted):
            put()
        for member in (maya, omar):
            matches.again(match=connected, member=member, wanted=True, now=now)
        assert put().helper == omar

    def test_nobody_came_and_the_search_goes_on_with_its_whole_time(
        self, connected: Match, maya: Member, omar: Member, told: Told, now: datetime
    ) -> None:
        later = now + 70 * DAY
        needs.never_met(match=connected, member=maya, now=later)
        connected.need.refresh_from_db()
        assert connected.need.state == NeedState.OPEN
        assert connected.need.expires_at == later + 60 * DAY
        assert told(omar)[-1] == "match_over"

    def test_a_helper_may_say_so_as_well(
        self, connected: Match, maya: Member, omar: Member, told: Told, now: datetime
    ) -> None:
        needs.never_met(match=connected, member=omar, now=now)
        assert told(maya)[-1] == "match_over"


class TestGoingOnForLonger:
    def test_a_wish_is_nobody_elses_until_both_have_it(
        self, connected: Match, maya: Member, omar: Member, told: Told, now: datetime
    ) -> None:
        matches.longer(match=connected, member=maya, wanted=True, now=now)
        assert "pair_longer" not in told(maya) + told(omar)
        matches.longer(match=connected, member=omar, wanted=True, now=now)
        matches.longer(match=connected, member=omar, wanted=True, now=now)
        assert told(maya).count("pair_longer") == told(omar).count("pair_longer") == 1
        connected.refresh_from_db()
        assert connected.longer_since == now

    def test_a_wish_may_be_taken_back(
        self, connected: Match, maya: Member, omar: Member, now: datetime
    ) -> None:
        for member, wanted in ((maya, True), (maya, False), (omar, True)):
            matches.longer(match=connected, member=member, wanted=wanted, now=now)
        connected.refresh_from_db()
        assert connected.longer_since is None

    def test_the_place_stays_taken_and_silence_may_last_longer(
        self, connected: Match, maya: Member, omar: Member, told: Told, now: datetime
    ) -> None:
        for member in (maya, omar):
            matches.longer(match=connected, member=member, wanted=True, now=now)
        for days in (14, 21, 59):
            silence.sweep_silent(now=now + days * DAY)
        assert not {"match_silent", "match_silent_longer"} & set(told(maya))
        connected.offer.refresh_from_db()
        assert connected.offer.live == 1
        silence.sweep_silent(now=now + 60 * DAY)
        assert told(omar)[-1] == "match_silent_longer"
        silence.sweep_silent(now=now + 73 * DAY)
        connected.refresh_from_db()
        assert connected.state == MatchState.CONNECTED
        silence.sweep_silent(now=now + 74 * DAY)
        connected.refresh_from_db()
        assert connected.state == MatchState.ENDED

    def test_a_question_from_before_is_asked_anew_before_it_ends(
        self, connected: Match, maya: Member, omar: Member, told: Told, now: datetime
    ) -> None:
        silence.sweep_silent(now=now + 14 * DAY)
        for member in (maya, omar):
            matches.longer(match=connected, member=member, wanted=True, now=now + 15 * DAY)
        connected.refresh_from_db()
        assert not silence.asked_about(connected, [])
        silence.sweep_silent(now=now + 74 * DAY)
        connected.refresh_from_db()
        assert connected.state == MatchState.CONNECTED
        silence.sweep_silent(now=now + 75 * DAY)
        assert told(maya)[-1] == "match_silent_longer"
        silence.sweep_silent(now=now + 89 * DAY)
        assert told(maya)[-1] == "match_over"

    def test_either_may_finish_at_any_time(
        self, connected: Match, maya: Member, omar: Member, now: datetime
    ) -> None:
        for member in (maya, omar):
            matches.longer(match=connected, member=member, wanted=True, now=now)
        assert matches.complete(match=connected, member=omar, now=now).state == MatchState.COMPLETED
