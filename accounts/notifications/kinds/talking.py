"""About two connected people."""

from django.utils.translation import gettext_lazy as _

from accounts.notifications.kinds.groups import Group
from accounts.notifications.kinds.kind import MATCH, Kind, Uncertain

TALKING: dict[str, Kind] = {
    "message_new": Kind(
        subject=_("A message is waiting for you"),
        title=_("A message is waiting for you"),
        sentence=_("Somebody you are connected with has written to you."),
        action=_("Read it"),
        route="conversation",
        args=MATCH,
        group=Group.MESSAGES,
        who="the other side",
        when="the first unread message; no more until it is read",
        folds=True,
    ),
    # Once, two days after a first message, to whoever has not answered; never to its writer.
    "message_unanswered": Kind(
        subject=_("Somebody has written to you"),
        title=_("A first message waits for a word from you"),
        sentence=_(
            "Take your time; a few words are enough. If it does not suit you any more, you can end the "
            "conversation there; nobody asks why."
        ),
        action=_("Go to the conversation"),
        route="conversation",
        args=MATCH,
        group=Group.MESSAGES,
        who="whoever has not answered",
        when="two days after a first message, once",
        uncertain=Uncertain.PARKED,
    ),
    "thanks_said": Kind(
        subject=_("A word of thanks is waiting for you"),
        title=_("Somebody has thanked you"),
        sentence=_("A few words were left for you."),
        action=_("Read them"),
        route="match",
        args=MATCH,
        group=Group.LOOKING_BACK,
        who="the other side",
        when="a word of thanks",
    ),
}
