"""Several things in one letter: a digest at the member's hour, and what would have been too much for one day."""

import random
import zoneinfo
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time, timedelta

import pytest
from django.core.mail import EmailMessage
from django.db import connection

from accounts.models import Channel, Delivery, DeliveryState, Letters, Member
from accounts.notifications import delivery, inbox, preferences, quiet, timing, together
from accounts.notifications.kinds import Group
from accounts.notifications.notify import call_back
from accounts.own_data import erase
from tests.accounts.notifications.conftest import StoppedClock, Tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def daily(maya: Member, now: datetime) -> Member:
    preferences.choose(member=maya, ways={}, letters=Letters.DAILY, now=now)
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
    preferences.choose(member=maya, ways={}, letters=Letters.WEEKLY, now=clock())
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
    preferences.choose(member=maya, ways={Group.MESSAGES: []}, now=clock())
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


@pytest.mark.parametrize("chosen", [Letters.AT_ONCE, Letters.DAILY])
def test_what_is_held_comes_when_its_member_says_now(
    maya: Member, tell: Tell, clock: StoppedClock, mailoutbox: list[EmailMessage], chosen: Letters
) -> None:
    """Whoever no longer wants to wait for Monday does not wait for Monday."""
    preferences.choose(member=maya, ways={}, letters=Letters.WEEKLY, now=clock())
    for _ in range(3):
        tell("message_new")
    preferences.choose(member=maya, ways={}, letters=chosen, now=clock())
    if chosen is Letters.DAILY:
        evening(clock)
    clock.advance(minutes=1)
    delivery.sweep(clock=clock)
    (letter,) = mailoutbox
    assert "Messages: 3" in str(letter.body)


def test_an_hour_in_the_night_is_the_next_morning_also_for_what_is_told_in_that_night(
    maya: Member, clock: StoppedClock
) -> None:
    maya.letters, maya.letters_at = Letters.DAILY, time(23)
    night = clock().replace(hour=0, minute=30)
    assert timing.next_tick(maya, night) == night.replace(hour=7, minute=0)


@pytest.mark.parametrize("letters_at", [time(2, 30), time(18)])
@pytest.mark.parametrize("day", ["2027-03-27", "2026-10-24"])
def test_a_day_with_another_length_has_its_letter_once(letters_at: time, day: str) -> None:
    berlin = Member(
        time_zone="Europe/Berlin",
        letters="daily",
        letters_at=letters_at,
        quiet_from=time(0),
        quiet_until=time(0),
    )
    moment, days = datetime.fromisoformat(f"{day}T12:00Z"), []
    for _ in range(4):
        moment = timing.next_tick(berlin, moment)
        days.append(moment.astimezone(zoneinfo.ZoneInfo("Europe/Berlin")).date())
    assert len(set(days)) == 4
    assert (days[-1] - days[0]).days == 3


def test_marking_all_as_read_keeps_no_letter_about_the_account_from_its_owner(
    maya: Member, tell: Tell, clock: StoppedClock, mailoutbox: list[EmailMessage]
) -> None:
    """Or whoever sits at somebody's open page could add a key of their own without a word."""
    tell("passkey_added")
    assert inbox.mark_all_read(member=maya, now=clock()) == 0
    delivery.sweep(clock=clock)
    assert [letter.subject for letter in mailoutbox] == ["There is a new way into your account"]


@pytest.mark.parametrize(
    "gone",
    [
        {"email_safe": False},
        {"email_stopped_at": "2026-11-24T12:00Z"},
        {"erase_asked_at": "2026-11-24T12:00Z"},
    ],
)
def test_whoever_may_have_no_letters_by_then_has_no_digest_either(
    daily: Member, tell: Tell, clock: StoppedClock, mailoutbox: list[EmailMessage], gone: dict[str, object]
) -> None:
    tell("message_new")
    Member.objects.filter(pk=daily.pk).update(**gone)
    evening(clock)
    delivery.sweep(clock=clock)
    assert mailoutbox == []
    assert states("message_new") == ["cancelled"]


def test_whoever_is_erased_takes_what_waits_along(
    daily: Member, tell: Tell, clock: StoppedClock, mailoutbox: list[EmailMessage]
) -> None:
    tell("message_new")
    erase(daily, now=clock())
    evening(clock)
    delivery.sweep(clock=clock)
    assert mailoutbox == []
    assert not Delivery.objects.exists()


def test_a_digest_that_died_on_its_way_comes_once_more_under_its_name(
    daily: Member,
    tell: Tell,
    clock: StoppedClock,
    mailoutbox: list[EmailMessage],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def die(*_: object) -> None:
        raise SystemExit

    tell("message_new")
    evening(clock)
    with monkeypatch.context() as dying:
        dying.setattr(delivery, "_finish", die)
        with pytest.raises(SystemExit):
            delivery.sweep(clock=clock)
    clock.advance(minutes=2)
    delivery.sweep(clock=clock)
    first, second = (letter.message()["Message-ID"] for letter in mailoutbox)
    assert first == second
    assert states("together") == ["sent"]


@pytest.mark.parametrize("seed", range(3))
def test_in_a_week_of_changing_choices_nothing_is_lost_doubled_too_much_or_at_night(
    maya: Member, tell: Tell, clock: StoppedClock, mailoutbox: list[EmailMessage], seed: int
) -> None:
    chance = random.Random(seed)
    Member.objects.filter(pk=maya.pk).update(time_zone="Asia/Kolkata")
    for hour in range(21 * 24):
        clock.advance(hours=1)
        maya.refresh_from_db()
        if hour < 7 * 24:
            for _ in range(chance.choice([0, 0, 1, 3])):
                tell("match_connected", now=clock(), member=maya)
            if chance.random() < 0.1:
                letters, at = chance.choice(list(Letters)), time(chance.randrange(24))
                preferences.choose(member=maya, ways={}, letters=letters, letters_at=at, now=clock())
        delivery.sweep(clock=clock)
    rows = Delivery.objects.filter(channel=Channel.EMAIL)
    assert set(rows.values_list("state", flat=True)) == {"sent", "folded"}
    carried = rows.filter(state="folded").values_list("told_in__state", "told_in__notification__kind")
    assert set(carried) <= {("sent", "together")}
    sent = rows.filter(state="sent")
    assert len(mailoutbox) == sent.count()
    alone = sent.filter(notification__kind="match_connected")
    moments = [row.finished_at for row in sent if row.finished_at]
    assert not any(quiet.is_quiet(maya, moment) for moment in moments)
    single = sorted(row.finished_at for row in alone if row.finished_at)
    most = together.MOST_LETTERS_A_DAY
    assert all(later - one >= timedelta(days=1) for one, later in zip(single, single[most:], strict=False))
