"""Several things in one letter: a digest at the member's hour, and what would have been too much for one day."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.db import connection

from accounts.models import Channel, Delivery, DeliveryState, Letters, Member
from accounts.notifications import delivery, inbox, preferences, together
from accounts.notifications.kinds import Group
from accounts.notifications.notify import call_back
from tests.accounts.notifications.conftest import StoppedClock, Tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def daily(maya: Member) -> Member:
    preferences.choose(member=maya, ways={}, letters=Letters.DAILY)
    return maya


def states(kind: str) -> list[str]:
    rows = Delivery.objects.filter(notification__kind=kind, channel=Channel.EMAIL).order_by("pk")
    return list(rows.values_list("state", flat=True))


def evening(clock: StoppedClock) -> None:
    clock.moment = clock.moment.replace(hour=18, minute=0, second=1)


def test_a_digest_is_one_letter_at_the_members_hour_in_words_and_numbers(
    daily: Member, tell: Tell, clock: StoppedClock, mailoutbox: list[EmailMessage]
) -> None:
    for kind in ("match_connected", "message_new", "message_new"):
        tell(kind)
    delivery.sweep(clock=clock)
    assert mailoutbox == []
    evening(clock)
    delivery.sweep(clock=clock)
    (letter,) = mailoutbox
    assert "Messages: 2" in str(letter.body)
    assert "Being asked, and being connected: 1" in str(letter.body)
    assert letter.subject == "A few things are waiting for you"
    assert states("message_new") == ["folded", "folded"]
    assert not inbox.inbox(daily).filter(kind="together").exists()
    clock.advance(days=1)
    delivery.sweep(clock=clock)
    assert len(mailoutbox) == 1  # nothing new, no letter


def test_what_was_read_or_called_back_by_then_is_not_told(
    daily: Member, tell: Tell, clock: StoppedClock, mailoutbox: list[EmailMessage]
) -> None:
    inbox.mark_read(notification=tell("match_connected"), now=clock())
    tell("message_new")
    call_back(members=[daily.pk], kinds=["message_new"], refers_to={}, now=clock())
    evening(clock)
    delivery.sweep(clock=clock)
    assert mailoutbox == []
    assert states("together") == []


def test_once_a_week_means_on_monday(maya: Member, tell: Tell, clock: StoppedClock) -> None:
    preferences.choose(member=maya, ways={}, letters=Letters.WEEKLY)
    evening(clock)
    due = tell("message_new", now=clock()).deliveries.get(channel=Channel.EMAIL).due_at
    assert due == clock().replace(second=0) + timedelta(days=7)


def test_what_is_urgent_or_about_the_account_waits_for_no_digest(
    daily: Member, tell: Tell, clock: StoppedClock, mailoutbox: list[EmailMessage]
) -> None:
    tell("match_asked_today")
    tell("account_code", secret="123456")
    delivery.sweep(clock=clock)
    assert len(mailoutbox) == 2


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_one_tick_send_one_letter(
    daily: Member, tell: Tell, clock: StoppedClock, mailoutbox: list[EmailMessage]
) -> None:
    for _ in range(5):
        tell("message_new")
    evening(clock)

    def sweep(_: int) -> None:
        try:
            delivery.sweep(clock=clock)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(sweep, range(8)))
    delivery.sweep(clock=clock)
    assert states("together") == ["sent"]
    assert set(states("message_new")) == {"folded"}
    assert len(mailoutbox) == 1


def test_what_is_too_much_for_one_day_becomes_one_later_letter_and_nothing_is_lost(
    maya: Member, tell: Tell, clock: StoppedClock, mailoutbox: list[EmailMessage]
) -> None:
    for _ in range(together.MOST_LETTERS_A_DAY + 4):
        tell("match_connected")
    tell("match_asked_today")
    delivery.sweep(clock=clock)
    assert len(mailoutbox) == together.MOST_LETTERS_A_DAY + 1
    evening(clock)
    clock.advance(minutes=1)
    delivery.sweep(clock=clock)
    assert len(mailoutbox) == together.MOST_LETTERS_A_DAY + 2
    assert "Being asked, and being connected: 4" in str(mailoutbox[-1].body)
    assert set(states("match_connected")) == {"sent", "folded"}


def test_several_words_about_the_same_are_one_letter(
    tell: Tell, clock: StoppedClock, mailoutbox: list[EmailMessage]
) -> None:
    tell("message_new")
    tell("message_new")
    tell("message_new", refers_to={"match": "44444444-4444-4444-8444-444444444444"})
    delivery.sweep(clock=clock)
    assert states("message_new") == ["sent", "folded", "sent"]


def test_what_was_read_in_the_app_is_not_mailed_as_well(
    tell: Tell, clock: StoppedClock, maya: Member, mailoutbox: list[EmailMessage]
) -> None:
    """On any device: opening the page is reading."""
    told = tell("message_new")
    inbox.seen(member=maya, route="conversation", refers_to={"match": told.refers_to["match"]}, now=clock())
    delivery.sweep(clock=clock)
    assert states("message_new") == ["cancelled"]
    assert inbox.unread_count(maya) == 0


def test_a_group_that_is_switched_off_stays_in_the_app(
    tell: Tell, maya: Member, clock: StoppedClock, mailoutbox: list[EmailMessage]
) -> None:
    waiting = tell("message_new")
    preferences.choose(member=maya, ways={Group.MESSAGES: []})
    assert not tell("message_new").deliveries.exists()
    tell("match_connected")
    delivery.sweep(clock=clock)
    assert waiting.deliveries.get().state == DeliveryState.CANCELLED
    assert [letter.subject for letter in mailoutbox] == ["You are connected"]
    assert inbox.unread_count(maya) == 3


Die = Callable[..., None]


@pytest.mark.parametrize(("kind", "ends"), [("pause_offered", "dead"), ("match_connected", "sent")])
def test_an_uncertain_letter_is_repeated_or_parked_as_its_kind_says(
    tell: Tell, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch, kind: str, ends: str
) -> None:
    def die(*_: object) -> None:
        raise SystemExit

    tell(kind)
    with monkeypatch.context() as dying:
        dying.setattr(delivery, "_finish", die)
        with pytest.raises(SystemExit):
            delivery.sweep(clock=clock)
    clock.advance(minutes=2)
    delivery.sweep(clock=clock)
    assert states(kind) == [ends]
