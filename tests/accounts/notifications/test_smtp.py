"""Letters and a real mail server: up, down, slow, refusing, and asked twice because somebody died in between."""

import socket
import time
from collections.abc import Iterator

import pytest
from pytest_django import Settings

from accounts.models import Delivery, DeliveryState, Member
from accounts.notifications import delivery, preferences
from tests.accounts.notifications.conftest import StoppedClock, Tell
from tests.mail_server import MailServer, listening

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    server = MailServer()
    with listening(server) as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = port
        settings.EMAIL_TIMEOUT = 5
        yield server


def only() -> Delivery:
    return Delivery.objects.get()


def outcome() -> tuple[str, str, int]:
    return only().state, only().failure, only().attempts


def test_a_letter_arrives_in_text_and_html(
    tell: Tell, server: MailServer, clock: StoppedClock, maya: Member
) -> None:
    delivery.deliver(notification_id=tell("match_said_yes").pk, clock=clock)
    (letter,) = server.letters
    assert letter["To"] == maya.email
    assert letter["Subject"] == "Good news is waiting for you"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    assert outcome() == ("sent", "", 1)


def test_ringing_twice_sends_one_letter(tell: Tell, server: MailServer, clock: StoppedClock) -> None:
    told = tell()
    delivery.deliver(notification_id=told.pk, clock=clock)
    delivery.deliver(notification_id=told.pk, clock=clock)
    assert len(server.letters) == 1


def test_while_the_server_is_down_the_letter_waits_and_then_goes(
    tell: Tell, server: MailServer, clock: StoppedClock, settings: Settings
) -> None:
    port = settings.EMAIL_PORT
    with socket.create_server(("127.0.0.1", 0)) as closed:
        settings.EMAIL_PORT = closed.getsockname()[1]
    tell()
    delivery.sweep(clock=clock)
    assert outcome() == ("waiting", "ConnectionRefusedError", 1)
    settings.EMAIL_PORT = port
    clock.moment = only().due_at
    delivery.sweep(clock=clock)
    assert len(server.letters) == 1
    assert outcome() == ("sent", "", 2)


def test_please_come_back_later_is_done_so(tell: Tell, server: MailServer, clock: StoppedClock) -> None:
    server.to_recipient = "451 4.3.0 Greylisted"
    tell()
    delivery.sweep(clock=clock)
    assert outcome() == ("waiting", "SMTP 451", 1)
    server.to_recipient = "250 OK"
    clock.moment = only().due_at
    delivery.sweep(clock=clock)
    assert outcome() == ("sent", "", 2)


@pytest.mark.parametrize("at", ["to_recipient", "to_letter"])
def test_no_such_mailbox_is_final_and_keeps_the_servers_words_out(
    tell: Tell,
    server: MailServer,
    clock: StoppedClock,
    maya: Member,
    caplog: pytest.LogCaptureFixture,
    at: str,
) -> None:
    setattr(server, at, f"550 5.1.1 {maya.email} is unknown here")
    tell()
    delivery.sweep(clock=clock)
    assert outcome() == ("dead", "SMTP 550", 1)
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("accounts")]
    assert len(ours) == 1
    assert maya.email not in ours[0]


def test_a_refusal_of_ourselves_is_tried_again(
    tell: Tell, server: MailServer, clock: StoppedClock, settings: Settings
) -> None:
    """The operator may repair it, and then the letter goes."""
    server.to_sender = "550 5.7.1 You may not send from here"
    tell()
    delivery.sweep(clock=clock)
    assert outcome() == ("waiting", "SMTP 550", 1)
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "mailer", "wrong"
    clock.moment = only().due_at
    delivery.sweep(clock=clock)
    assert only().state == DeliveryState.WAITING


def test_a_server_that_keeps_us_waiting_is_left(
    tell: Tell, server: MailServer, clock: StoppedClock, settings: Settings
) -> None:
    settings.EMAIL_TIMEOUT, server.sleep = 0.2, 3
    tell()
    begun = time.monotonic()
    delivery.sweep(clock=clock)
    assert time.monotonic() - begun < server.sleep
    assert outcome() == ("waiting", "SMTPServerDisconnected", 1)  # smtplib's word for a time-out


def test_a_crash_between_the_servers_yes_and_our_mark_repeats_the_letter_under_the_same_id(
    tell: Tell, server: MailServer, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise SystemExit

    tell()
    with monkeypatch.context() as dying:
        dying.setattr(delivery, "_finish", die)
        with pytest.raises(SystemExit):
            delivery.sweep(clock=clock)
    clock.advance(minutes=2)
    delivery.sweep(clock=clock)
    first, second = server.letters
    assert first["Message-ID"] == second["Message-ID"]
    assert outcome() == ("sent", "", 2)


class TestRefused:
    """Nobody at this address: letters stop, and the app says why. All else is no reason to stop."""

    @pytest.mark.parametrize(
        ("where", "says", "stops"),
        [
            ("to_recipient", "550 5.1.1 unknown", True),
            ("to_recipient", "550 no such user", True),
            ("to_recipient", "550 <maya@example.org>: Recipient address rejected: User unknown", True),
            ("to_recipient", "550 blocked using a list of bad senders", False),
            ("to_recipient", "550 relaying denied", False),
            ("to_letter", "550 5.1.1 unknown", True),
            ("to_letter", "550 looks like spam", False),
            ("to_recipient", "550 5.7.1 your network is blocked", False),
            ("to_recipient", "552 5.2.2 mailbox full", False),
            ("to_letter", "552 5.3.4 too large", False),
            ("to_recipient", "451 4.7.1 later", False),
        ],
    )
    def test_only_a_missing_mailbox_stops_letters(
        self,
        tell: Tell,
        server: MailServer,
        clock: StoppedClock,
        maya: Member,
        where: str,
        says: str,
        stops: bool,
    ) -> None:
        setattr(server, where, says)
        tell()
        delivery.sweep(clock=clock)
        maya.refresh_from_db()
        assert (maya.email_stopped_at is not None) is stops
        assert maya.notifications.filter(kind="letters_stopped").exists() is stops

    def test_it_ends_when_the_owner_says_so_and_account_mail_goes_all_the_while(
        self, tell: Tell, server: MailServer, clock: StoppedClock, maya: Member
    ) -> None:
        server.to_recipient = "550 5.1.1 unknown"
        tell()
        delivery.sweep(clock=clock)
        server.to_recipient = "250 OK"
        maya.refresh_from_db()
        assert not tell().deliveries.filter(channel="email").exists()
        tell("account_code", secret="123456")
        delivery.sweep(clock=clock)
        assert [letter["Subject"] for letter in server.letters] == ["Your code to sign in"]
        preferences.trust_address(member=maya)
        tell()
        delivery.sweep(clock=clock)
        assert len(server.letters) == 2


class TestOutage:
    def test_nobody_is_tried_in_vain_while_the_server_is_down_and_urgent_letters_go_first_afterwards(
        self, tell: Tell, server: MailServer, clock: StoppedClock, settings: Settings
    ) -> None:
        """F12, ten minutes in which the sweep comes every five seconds."""
        port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
        for _ in range(5):
            tell("match_released")
        tell("match_connected_today")
        for _ in range(120):
            clock.advance(seconds=5)
            delivery.sweep(clock=clock)
        assert set(Delivery.objects.values_list("state", flat=True)) == {"waiting"}
        settings.EMAIL_PORT = port
        clock.advance(minutes=30)
        delivery.sweep(clock=clock)
        subjects = [letter["Subject"] for letter in server.letters]
        assert len(subjects) == 6
        assert subjects[0] == "You are connected"
