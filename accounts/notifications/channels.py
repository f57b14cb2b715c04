"""The ways out of the app, each one small module with the same face. To add one: a `Channel`, a module, a line here."""

from typing import Protocol

from accounts.models import Channel, Member, Notification
from accounts.notifications import email, push
from accounts.notifications.kinds import Kind


class Way(Protocol):
    """What a channel's module can do."""

    def reaches(self, member: Member, kind: Kind) -> bool:
        """Whether this member can be reached like this at all, as far as their own row says. Asked for everybody who is
        told anything, so it asks the database nothing; and again just before sending."""

    def send(self, notification: Notification) -> None:
        """Hands the message over, under a name that is the same at every attempt, speaking the member's language.

        Raises `failures.Failed`, or `failures.NobodyThere` where nobody could hear it like this any more.
        """


CHANNELS: dict[Channel, Way] = {Channel.EMAIL: email, Channel.PUSH: push}
