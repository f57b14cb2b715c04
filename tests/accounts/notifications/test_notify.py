"""Who is told what, by which way, and when: written once, in the transaction that causes it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time, timedelta

import pytest
from django.db import DataError, connection, transaction

from accounts import members
from accounts.models import Delivery, Member, Notification
from accounts.notifications import inbox
from accounts.notifications.notify import Notice, notify, notify_all
from tests.accounts.notifications.conftest import Tell

pytestmark = pytest.mark.django_db

NIGHT = timedelta(hours=11)  # from noon to eleven in the evening, in Lisbon


def deliveries(told: Notification) -> list[Delivery]:
    return list(told.deliveries.all())


class TestOnce:
    def test_an_event_is_told_once(self, tell: Tell, maya: Member, now: datetime) -> None:
        tell(event="match:7")
        assert notify(member=maya, kind="match_connected", event="match:7", now=now) is None
        assert maya.notifications.count() == Delivery.objects.count() == 1

    def test_the_same_event_is_told_to_each_who_should_know(self, tell: Tell, omar: Member) -> None:
        tell(event="match:7")
        tell(event="match:7", member=omar)
        assert Notification.objects.filter(event="match:7").count() == 2

    def test_what_is_rolled_back_was_never_told(self, tell: Tell, maya: Member) -> None:
        with transaction.atomic():
            tell()
            transaction.set_rollback(True)
        assert not maya.notifications.exists()

    def test_an_unknown_kind_is_a_mistake_of_ours(self, tell: Tell, maya: Member) -> None:
        with pytest.raises(KeyError):
            tell("match_forgotten")
        assert not maya.notifications.exists()

    @pytest.mark.django_db(transaction=True)
    def test_nobody_is_told_without_the_letter_that_belongs_to_it(
        self, tell: Tell, maya: Member, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        too_long = "a channel that no row can name"
        monkeypatch.setattr("accounts.notifications.notify.channels", lambda *_: [too_long])
        with pytest.raises(DataError):
            tell()
        assert not maya.notifications.exists()

    @pytest.mark.django_db(transaction=True)
    def test_many_at_the_same_moment_tell_once(self, maya: Member, now: datetime, rung: list[object]) -> None:
        def tell_once(_: int) -> bool:
            try:
                return notify(member=maya, kind="match_released", event="match:9", now=now) is not None
            finally:
                connection.close()

        with ThreadPoolExecutor(6) as pool:
            assert sum(pool.map(tell_once, range(12))) == 1
        assert Delivery.objects.count() == len(rung) == 1


class TestWays:
    def test_most_things_are_mailed_as_well(self, tell: Tell) -> None:
        assert [delivery.channel for delivery in deliveries(tell())] == ["email"]

    def test_some_are_for_the_app_only(self, tell: Tell) -> None:
        assert not deliveries(tell("place_review"))

    def test_where_mail_is_not_safe_everything_stays_in_the_app(self, tell: Tell, maya: Member) -> None:
        maya.email_safe = False
        assert not deliveries(tell())
        assert inbox.unread_count(maya) == 1

    def test_letters_about_the_account_are_sent_even_so(self, tell: Tell, maya: Member) -> None:
        maya.email_safe = False
        assert len(deliveries(tell("account_reset"))) == 1

    def test_a_closed_account_gets_no_letter(self, tell: Tell, maya: Member) -> None:
        maya.is_active = False
        assert not deliveries(tell("account_reset"))


class TestWhen:
    @pytest.fixture
    def late(self, now: datetime) -> datetime:
        return now + NIGHT

    def test_by_day_at_once(self, tell: Tell, now: datetime) -> None:
        assert deliveries(tell())[0].due_at == now

    def test_quiet_hours_delay_until_their_end_in_the_members_own_zone(
        self, tell: Tell, maya: Member, late: datetime
    ) -> None:
        (delivery,) = deliveries(tell(now=late))
        assert delivery.due_at == (late + timedelta(days=1)).replace(hour=7)
        maya.time_zone = "Pacific/Auckland"  # noon there
        assert deliveries(tell(now=late))[0].due_at == late

    def test_letters_about_the_account_do_not_wait(self, tell: Tell, late: datetime) -> None:
        assert deliveries(tell("account_verify", now=late))[0].due_at == late

    @pytest.mark.parametrize(("kind", "waits"), [("match_asked_today", False), ("match_asked", True)])
    def test_what_is_urgent_reaches_those_who_allowed_it(
        self, tell: Tell, maya: Member, late: datetime, kind: str, waits: bool
    ) -> None:
        assert deliveries(tell("match_asked", now=late))[0].due_at > late
        maya.asked_in_quiet_hours = True
        assert (deliveries(tell(kind, now=late))[0].due_at > late) is waits


@pytest.mark.django_db(transaction=True)
class TestRinging:
    def test_a_worker_is_rung_for_what_is_due(self, tell: Tell, rung: list[object]) -> None:
        rung.clear()
        told = tell()
        assert rung == [("accounts.deliver", {"notification_id": told.pk})]

    def test_nobody_is_rung_for_what_must_wait(self, tell: Tell, now: datetime, rung: list[object]) -> None:
        rung.clear()
        tell(now=now + NIGHT)
        tell("place_review")
        assert rung == []

    def test_where_hundreds_are_told_at_once_sweeps_are_rung_for_instead(
        self, maya: Member, now: datetime, rung: list[object]
    ) -> None:
        rung.clear()
        notify_all([Notice(maya, "match_released", f"match:{number}") for number in range(250)], now=now)
        assert rung == [("accounts.sweep_deliveries", {})] * 3


class TestInbox:
    def test_it_is_newest_first_and_says_how_much_is_new(
        self, tell: Tell, maya: Member, now: datetime
    ) -> None:
        first, second = tell(), tell(now=now + timedelta(minutes=1))
        assert list(inbox.inbox(maya)) == [second, first]
        inbox.mark_read(notification=first, now=now)
        assert inbox.unread_count(maya) == 1

    def test_letters_about_the_account_are_not_among_it(self, tell: Tell, maya: Member) -> None:
        tell("account_verify")
        assert not inbox.inbox(maya).exists()
        assert inbox.unread_count(maya) == 0

    def test_reading_all_leaves_what_comes_afterwards(self, tell: Tell, maya: Member, now: datetime) -> None:
        tell()
        tell(now=now + timedelta(minutes=2))
        assert inbox.mark_all_read(member=maya, now=now + timedelta(minutes=1)) == 1
        assert inbox.unread_count(maya) == 1

    def test_nobody_sees_what_others_were_told(self, tell: Tell, lena: Member) -> None:
        tell()
        assert not inbox.inbox(lena).exists()
        assert inbox.unread_count(lena) == 0

    def test_what_was_read_once_keeps_the_moment(self, tell: Tell, maya: Member, now: datetime) -> None:
        told = tell()
        inbox.mark_read(notification=told, now=now)
        inbox.mark_read(notification=told, now=now + timedelta(days=1))
        told.refresh_from_db()
        assert told.read_at == now


def test_a_member_without_quiet_hours_is_reached_at_any_hour(tell: Tell, maya: Member, now: datetime) -> None:
    members.update_profile(member=maya, quiet_from=time(0), quiet_until=time(0))
    assert deliveries(tell(now=now + NIGHT))[0].due_at == now + NIGHT
