"""The e-mail channel: one letter, in text and HTML, with a Message-ID that is the same at every attempt."""

from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from accounts.fields import keyed_hash
from accounts.languages import speaking_to
from accounts.models import Channel, Member, Notification
from accounts.notifications import enclosures, failures, links
from accounts.notifications.kinds import KINDS, Kind


def reaches(member: Member, kind: Kind) -> bool:
    """Letters about the account always go; all else only where that is safe, and where letters are not refused."""
    return kind.account or (member.email_safe and member.email_stopped_at is None)


def send(notification: Notification) -> None:
    """Hands the letter to the mail server. Raises Failed."""
    try:
        letter(notification).send()
    except OSError as error:  # smtplib's errors are OSErrors, as are time-outs and refused connections
        raise failures.of_smtp(error) from error


def letter(notification: Notification) -> EmailMultiAlternatives:
    """The letter for one notification, to its member."""
    context = _context(notification)
    with speaking_to(notification.member):
        message = EmailMultiAlternatives(
            subject=str(KINDS[notification.kind].subject),
            body=render_to_string("notifications/letter.txt", context),
            to=[notification.member.email],
            headers={"Message-ID": message_id(notification), "Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(render_to_string("notifications/letter.html", context), "text/html")
        if enclosed := enclosures.of(notification):
            message.attach(enclosed.name, enclosed.content, enclosed.content_type)
    return message


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
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
    }
