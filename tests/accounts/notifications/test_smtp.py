"""Letters and a real mail server: up, down, slow, refusing, and asked twice because somebody died in between."""

import asyncio
import socket
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django import Settings

from accounts.models import Delivery, DeliveryState, Member
from accounts.notifications import delivery
from tests.accounts.notifications.conftest import StoppedClock, Tell

pytestmark = pytest.mark.django_db


class MailServer:
    """Takes letters, and answers as it is told."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.to_sender = "250 OK"
        self.to_recipient = "250 OK"
        self.to_letter = "250 OK"
        self.sleep = 0.0

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.to_sender

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        time.sleep(self.sleep)
        if self.to_letter.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.to_letter


class OnAnyPort(Controller):
    """Listens on a port that was free, and knows afterwards which it is."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    handler = MailServer()
    controller = OnAnyPort(handler, hostname="127.0.0.1", port=0)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    settings.EMAIL_TIMEOUT = 5
    yield handler
    controller.stop()


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
    settings.EMAIL_TIMEOUT, server.sleep = 0.2, 0.6
    tell()
    begun = time.monotonic()
    delivery.sweep(clock=clock)
    assert time.monotonic() - begun < 2
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
