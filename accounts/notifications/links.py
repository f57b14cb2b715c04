"""Where a message leads. No link signs anybody in: whoever follows it is asked for their password first."""

from django.conf import settings
from django.urls import reverse

from accounts.models import Notification
from accounts.notifications.kinds import KINDS


def path(notification: Notification) -> str:
    """The page that the message is about, on this site."""
    kind = KINDS[notification.kind]
    return reverse(
        kind.route, kwargs={part: notification.refers_to[noun] for part, noun in kind.args.items()} or None
    )


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def from_outside(notification: Notification) -> str:
    """The link that an e-mail carries: a secret page of the account, or the door that marks the message as read."""
    kind = KINDS[notification.kind]
    if notification.secret and not kind.code:
        return absolute(notification.secret)
    if kind.account or kind.gathers:
        return absolute(path(notification))
    return absolute(reverse("notification", kwargs={"uid": notification.uid}))


def choices() -> str:
    """Where somebody says what may be sent to them."""
    return absolute(reverse("reach"))
