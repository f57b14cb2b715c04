"""The e-mail channel: one letter, in text and HTML, with a Message-ID that is the same at every attempt."""

from contextlib import suppress
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string

from accounts.fields import keyed_hash
from accounts.languages import speaking_to
from accounts.models import Channel, Member, Notification
from accounts.notifications import enclosures, failures, links, together, unsubscribe
from accounts.notifications.kinds import KINDS, Kind


def reaches(member: Member, kind: Kind) -> bool:
    """Letters about the account always go; all else only where that is safe, and where letters are not refused."""
    return kind.account or (member.email_safe and member.email_stopped_at is None)


def send(notification: Notification) -> None:
    """Hands the letter to the mail server. Raises Failed: smtplib's errors are OSErrors, as are time-outs."""
    message = letter(notification)
    line = get_connection()
    try:
        line.open()
    except OSError as error:
        raise failures.of_smtp(error, at_the_door=True) from error
    try:
        line.send_messages([message])
    except OSError as error:
        raise failures.of_smtp(error) from error
    finally:
        with suppress(OSError):  # it has taken the letter; how it says good-bye does not matter
            line.close()


def letter(notification: Notification) -> EmailMultiAlternatives:
    """The letter for one notification, to its member."""
    context = _context(notification)
    with speaking_to(notification.member):
        message = EmailMultiAlternatives(
            subject=str(KINDS[notification.kind].subject),
            body=render_to_string("notifications/letter.txt", context),
            to=[notification.member.email],
            headers=_headers(notification),
            reply_to=[settings.REPLY_TO] if settings.REPLY_TO else None,
        )
        message.attach_alternative(render_to_string("notifications/letter.html", context), "text/html")
        if enclosed := enclosures.of(notification):
            message.attach(enclosed.name, enclosed.content, enclosed.content_type)
    return message


def _headers(notification: Notification) -> dict[str, str]:
    headers = {"Message-ID": message_id(notification), "Auto-Submitted": "auto-generated"}
    if not KINDS[notification.kind].account:
        headers |= unsubscribe.headers(notification)
    return headers


def message_id(notification: Notification) -> str:
    """Derived from the event, so that a letter sent twice can be recognised as one; it tells nothing about it."""
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    told = keyed_hash(f"{Channel.EMAIL}:{notification.member_id}:{notification.event}")
    return f"<{told[:40]}@{address.partition('@')[2] or 'localhost'}>"


def _context(notification: Notification) -> dict[str, object]:
    kind = KINDS[notification.kind]
    return {
        "kind": kind,
        "code": notification.secret if kind.code else "",
        "link": links.from_outside(notification),
        "choices": links.choices(),
        "stop": "" if kind.account else unsubscribe.link(notification),
        "things": together.things(notification) if kind.gathers else [],
        "reply_to": settings.REPLY_TO,
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
    }
