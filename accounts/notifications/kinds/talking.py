"""About two connected people."""

from django.utils.translation import gettext_lazy as _

from accounts.notifications.kinds.kind import MATCH, Kind

TALKING: dict[str, Kind] = {
    "message_new": Kind(
        subject=_("A message is waiting for you"),
        title=_("A message is waiting for you"),
        sentence=_("Somebody you are connected with has written to you."),
        action=_("Read it"),
        route="conversation",
        args=MATCH,
    ),
    "thanks_said": Kind(
        subject=_("A word of thanks is waiting for you"),
        title=_("Somebody has thanked you"),
        sentence=_("A few words were left for you."),
        action=_("Read them"),
        route="match",
        args=MATCH,
    ),
}
