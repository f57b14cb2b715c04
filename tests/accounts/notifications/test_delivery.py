"""Every delivery ends sent, dead or cancelled, whoever meets at a row and whoever dies on the way."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from accounts.models import Channel, Delivery, DeliveryState, Member, Notification
from accounts.notifications import channels, delivery, email, enclosures
from accounts.notifications.failures import Failed
from accounts.notifications.kinds import Kind
from accounts.notifications.together import MOST_LETTERS_A_DAY
from accounts.tasks import deliver, sweep_deliveries
from tests.accounts.notifications.conftest import StoppedClock, Tell

pytestmark = pytest.mark.django_db


class Post:
    """A channel that keeps what it is given, or does what a test tells it to."""

    def __init__(self) -> None:
        self.sent: list[int] = []
        self.act: Callable[[], None] = lambda: None

    def reaches(self, member: Member, kind: Kind) -> bool:
        return email.reaches(member, kind)

    def send(self, notification: Notification) -> None:
        self.act()
        self.sent.append(notification.pk)

    def fails(self, failure: BaseException) -> None:
        def act() -> None:
            raise failure

        self.act = act


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Post:
    channel = Post()
    monkeypatch.setitem(channels.CHANNELS, Channel.EMAIL, channel)
    return channel


def only() -> Delivery:
    return Delivery.objects.get()


class TestSending:
    def test_a_ring_sends_what_is_due_and_marks_it(self, tell: Tell, post: Post, clock: StoppedClock) -> None:
        told = tell()
        delivery.deliver(notification_id=told.pk, clock=clock)
        assert post.sent == [told.pk]
        assert (only().state, only().finished_at, only().attempts) == (DeliveryState.SENT, clock(), 1)
        assert only().lease_until is None

    def test_ringing_three_times_sends_once(self, tell: Tell, post: Post, clock: StoppedClock) -> None:
        told = tell()
        for _ in range(3):
            delivery.deliver(notification_id=told.pk, clock=clock)
        assert post.sent == [told.pk]

    def test_a_ring_for_nothing_is_no_error(self, post: Post, clock: StoppedClock) -> None:
        delivery.deliver(notification_id=404, clock=clock)
        assert post.sent == []

    def test_a_ring_does_not_wake_anybody_early(self, tell: Tell, post: Post, clock: StoppedClock) -> None:
        clock.advance(hours=11)
        told = tell(now=clock())
        delivery.deliver(notification_id=told.pk, clock=clock)
        assert post.sent == []
        clock.advance(hours=8)
        delivery.sweep(clock=clock)
        assert post.sent == [told.pk]

    def test_a_sweep_finds_what_no_ring_announced_oldest_first(
        self, tell: Tell, post: Post, clock: StoppedClock
    ) -> None:
        second, first = tell(now=clock()), tell(now=clock() - timedelta(minutes=5))
        assert delivery.sweep(clock=clock) == 2
        assert post.sent == [first.pk, second.pk]

    def test_a_sweep_leaves_room_for_other_work(self, tell: Tell, post: Post, clock: StoppedClock) -> None:
        for _ in range(5):
            tell()
        post.act = lambda: clock.advance(seconds=4)
        assert delivery.sweep(clock=clock) == 3

    @pytest.mark.usefixtures("post")
    def test_what_was_secret_is_forgotten_once_it_is_sent(self, tell: Tell, clock: StoppedClock) -> None:
        told = tell("account_verify", secret="/account/confirm/key/")
        delivery.sweep(clock=clock)
        told.refresh_from_db()
        assert told.secret == ""

    def test_the_secret_stays_while_the_letter_may_still_go(
        self, tell: Tell, post: Post, clock: StoppedClock
    ) -> None:
        post.fails(Failed("SMTP 451"))
        told = tell("account_verify", secret="/account/confirm/key/")
        delivery.sweep(clock=clock)
        told.refresh_from_db()
        assert told.secret == "/account/confirm/key/"


class TestAskedAgain:
    """What was wanted when it was written may no longer be wanted when it is sent."""

    @pytest.mark.parametrize("change", [{"is_active": False}, {"email_safe": False}])
    def test_no_letter_to_whom_it_no_longer_may_reach(
        self, tell: Tell, post: Post, clock: StoppedClock, maya: Member, change: dict[str, bool]
    ) -> None:
        tell()
        Member.objects.filter(pk=maya.pk).update(**change)
        delivery.sweep(clock=clock)
        assert post.sent == []
        assert only().state == DeliveryState.CANCELLED

    def test_what_was_held_up_into_quiet_hours_waits_for_the_morning(
        self, tell: Tell, post: Post, clock: StoppedClock
    ) -> None:
        """No worker was there, or no mail server, until it was night where the member lives."""
        told = tell()
        clock.advance(hours=11)
        delivery.sweep(clock=clock)
        assert (post.sent, only().state, only().attempts) == ([], DeliveryState.WAITING, 0)
        clock.advance(hours=8)
        delivery.sweep(clock=clock)
        assert (post.sent, only().state) == ([told.pk], DeliveryState.SENT)

    @pytest.mark.parametrize("carries", [False, True])
    def test_what_was_read_is_not_mailed_as_well_unless_the_letter_carries_something(
        self, carries: bool, tell: Tell, post: Post, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A calendar still shows the old hour, whatever its owner has read."""
        monkeypatch.setattr(enclosures, "_makers", {})
        entry = enclosures.Enclosure("entry.ics", "BEGIN:VCALENDAR", "text/calendar; method=REQUEST")
        enclosures.register(["meeting_moved"], lambda notification: entry if carries else None)
        told = tell("meeting_moved")
        Notification.objects.update(read_at=clock())
        delivery.sweep(clock=clock)
        assert post.sent == ([told.pk] if carries else [])

    def test_an_erased_member_takes_their_deliveries_along(
        self, tell: Tell, maya: Member, clock: StoppedClock
    ) -> None:
        tell()
        Member.objects.filter(pk=maya.pk).delete()
        assert delivery.sweep(clock=clock) == 0
        assert not Delivery.objects.exists()


class TestFailing:
    def test_a_failure_waits_a_little_longer_each_time_and_ends_dead(
        self, tell: Tell, post: Post, clock: StoppedClock
    ) -> None:
        post.fails(Failed("SMTP 451"))
        told = tell(secret="/kept/while/it/may/go/")
        tried = []
        while only().state == DeliveryState.WAITING:
            clock.moment = only().due_at
            tried.append(clock())
            delivery.sweep(clock=clock)
        waits = [later - earlier for earlier, later in pairwise(tried)]
        assert len(tried) == delivery.MOST_ATTEMPTS
        assert waits == sorted(waits)
        assert timedelta(seconds=10) < waits[0] < timedelta(seconds=20)
        assert timedelta(hours=3) < sum(waits, timedelta()) < timedelta(hours=8)
        assert (only().state, only().failure, only().finished_at) == ("dead", "SMTP 451", clock())
        told.refresh_from_db()
        assert told.secret == ""

    def test_not_all_come_back_at_the_same_moment(self) -> None:
        assert len({delivery.wait_after(3) for _ in range(20)}) > 10

    def test_what_is_useless_is_not_tried_again(self, tell: Tell, post: Post, clock: StoppedClock) -> None:
        post.fails(Failed("SMTP 550", for_good=True))
        tell()
        delivery.sweep(clock=clock)
        assert (only().state, only().failure, only().attempts) == (DeliveryState.DEAD, "SMTP 550", 1)

    def test_a_mistake_of_ours_is_bounded_and_does_not_stop_the_others(
        self, tell: Tell, post: Post, clock: StoppedClock
    ) -> None:
        poison, good = tell(now=clock() - timedelta(minutes=1)), tell()

        def stumble_once() -> None:
            post.act = lambda: None
            raise ZeroDivisionError("words that nobody may read")

        post.act = stumble_once
        assert delivery.sweep(clock=clock) == 1
        assert post.sent == [good.pk]
        assert poison.deliveries.get().failure == "ZeroDivisionError"
        assert poison.deliveries.get().due_at > clock()

    def test_where_nobody_answers_the_others_keep_their_attempts(
        self, tell: Tell, post: Post, clock: StoppedClock
    ) -> None:
        tell(now=clock() - timedelta(minutes=1))
        spared = tell()
        post.fails(Failed("TimeoutError", unreachable=True))
        delivery.sweep(clock=clock)
        assert spared.deliveries.get().attempts == 0

    def test_the_log_names_kinds_of_failure_and_no_person(
        self, tell: Tell, post: Post, clock: StoppedClock, maya: Member, caplog: pytest.LogCaptureFixture
    ) -> None:
        post.fails(ValueError(f"no such mailbox: {maya.email}"))
        tell()
        with caplog.at_level(logging.DEBUG):
            delivery.sweep(clock=clock)
        assert "ValueError" in caplog.text
        assert maya.email not in caplog.text


class TestDying:
    """A worker that is killed leaves a lease behind, and nothing else."""

    def test_a_lost_lease_is_taken_up_again(self, tell: Tell, post: Post, clock: StoppedClock) -> None:
        told = tell()
        post.fails(KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            delivery.sweep(clock=clock)
        assert only().state == DeliveryState.SENDING
        post.act = lambda: None
        clock.advance(seconds=59)
        delivery.sweep(clock=clock)
        assert post.sent == []
        clock.advance(seconds=1)
        delivery.sweep(clock=clock)
        assert post.sent == [told.pk]
        assert (only().state, only().attempts) == (DeliveryState.SENT, 2)

    def test_whoever_wakes_up_after_their_lease_changes_nothing(
        self, tell: Tell, post: Post, clock: StoppedClock
    ) -> None:
        told = tell()

        def sleep_while_another_sends() -> None:
            post.act = lambda: None
            clock.advance(minutes=2)
            delivery.deliver(notification_id=told.pk, clock=clock)
            raise TimeoutError

        post.act = sleep_while_another_sends
        delivery.sweep(clock=clock)
        assert (only().state, only().attempts, only().failure) == (DeliveryState.SENT, 2, "")

    def test_whoever_wakes_up_leaves_the_row_to_who_holds_it_now(
        self, tell: Tell, post: Post, clock: StoppedClock
    ) -> None:
        tell()

        def sleep_while_another_begins() -> None:
            clock.advance(minutes=2)
            assert delivery._claim(Q(), clock())
            raise TimeoutError

        post.act = sleep_while_another_begins
        delivery.sweep(clock=clock)
        assert (only().state, only().attempts) == (DeliveryState.SENDING, 2)

    def test_dying_on_the_last_attempt_ends_dead(self, tell: Tell, post: Post, clock: StoppedClock) -> None:
        tell(secret="/a/key/")
        Delivery.objects.update(attempts=delivery.MOST_ATTEMPTS - 1)
        post.fails(KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            delivery.sweep(clock=clock)
        clock.advance(minutes=2)
        delivery.sweep(clock=clock)
        assert (only().state, only().failure) == (DeliveryState.DEAD, "LeaseExpired")
        assert Notification.objects.get().secret == ""


@pytest.mark.django_db(transaction=True)
class TestRacing:
    def test_many_rings_and_sweeps_at_once_send_each_letter_once(
        self, tell: Tell, post: Post, clock: StoppedClock
    ) -> None:
        told = [tell() for _ in range(MOST_LETTERS_A_DAY)]

        def work(number: int) -> None:
            try:
                if number % 2:
                    delivery.sweep(clock=clock)
                else:
                    for notification in told:
                        delivery.deliver(notification_id=notification.pk, clock=clock)
            finally:
                connection.close()

        with ThreadPoolExecutor(6) as pool:
            list(pool.map(work, range(6)))
        assert sorted(post.sent) == [notification.pk for notification in told]
        assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.SENT}

    def test_a_row_in_the_hands_of_another_is_passed_over_not_waited_for(
        self, tell: Tell, post: Post, clock: StoppedClock
    ) -> None:
        held, free = tell(now=clock() - timedelta(minutes=1)), tell()

        def sweep() -> None:
            try:
                delivery.sweep(clock=clock)
            finally:
                connection.close()

        with transaction.atomic(), ThreadPoolExecutor(1) as pool:
            list(Delivery.objects.select_for_update().filter(notification=held))
            pool.submit(sweep).result(timeout=30)  # whoever waits for a row gives up after three
        assert post.sent == [free.pk]

    def test_the_letter_is_sent_outside_any_transaction(
        self, tell: Tell, post: Post, clock: StoppedClock
    ) -> None:
        inside: list[bool] = []
        post.act = lambda: inside.append(connection.in_atomic_block)
        delivery.deliver(notification_id=tell().pk, clock=clock)
        assert inside == [False]


class TestDoorbells:
    def test_both_tasks_decide_by_the_databases_clock(self, tell: Tell, post: Post, maya: Member) -> None:
        Member.objects.filter(pk=maya.pk).update(
            quiet_from="00:00", quiet_until="00:00"
        )  # it may be any hour
        first = tell()
        Delivery.objects.update(due_at="2026-01-01T00:00Z")  # long ago, on any clock
        deliver.run(notification_id=first.pk)
        second = tell()
        Delivery.objects.filter(state="waiting").update(due_at="2026-01-01T00:00Z")
        sweep_deliveries.run()
        assert post.sent == [first.pk, second.pk]

    def test_the_names_are_those_of_the_timetable(self) -> None:
        assert (deliver.name, sweep_deliveries.name) == ("accounts.deliver", "accounts.sweep_deliveries")


@pytest.mark.parametrize(
    "impossible",
    [{"attempts": 9}, {"state": DeliveryState.SENDING, "lease_until": None}],
)
def test_the_database_refuses_what_must_not_be(tell: Tell, impossible: dict[str, object]) -> None:
    tell()
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.update(**impossible)
