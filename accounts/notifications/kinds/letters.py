"""About the letters themselves."""

from django.utils.translation import gettext_lazy as _

from accounts.notifications.kinds.groups import Group
from accounts.notifications.kinds.kind import Kind

LETTERS: dict[str, Kind] = {
    "together": Kind(
        subject=_("A few things are waiting for you"),
        title=_("This is new for you"),
        sentence=_("You find it all in one place, whenever it suits you."),
        action=_("See what is new"),
        route="notifications",
        group=Group.COMMUNITIES,
        who="whoever chose a digest, or was told much",
        when="once a day or a week at the member's hour, if anything is unread",
        push=False,
        gathers=True,
    ),
    "letters_stopped": Kind(
        subject=_("Our letters do not reach you"),
        title=_("Our letters came back"),
        sentence=_(
            "Your mail service says that nobody is there to take them. So we tell you here only, until you say that "
            "your address works."
        ),
        action=_("See what can be done"),
        route="reach",
        group=Group.COMMUNITIES,
        who="the member",
        when="a mail server said for good that there is no such mailbox",
        email=False,
    ),
}
