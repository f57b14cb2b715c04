"""What members choose about, one line of their choices each; every kind of message belongs to one."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.models import Channel


class Group(TextChoices):
    """In the order in which members see them. The account's own mail is always sent, so nobody is asked about it."""

    MATCHES = "matches", _("Being asked, and being connected")
    MESSAGES = "messages", _("Messages")
    MEETINGS = "meetings", _("Meetings")
    REQUESTS = "requests", _("My requests")
    OFFERS = "offers", _("My offers")
    LOOKING_BACK = "looking_back", _("Looking back")
    CALLS = "calls", _("Where helpers are missing, if I want to hear it")
    COMMUNITIES = "communities", _("My communities, and my data")
    MODERATING = "moderating", _("When I moderate")
    ACCOUNT = "account", _("My account")


CHOSEN = tuple(group for group in Group if group is not Group.ACCOUNT)

# How a group is told until its member says something else. Moderators look at their queue anyway.
USUAL: dict[Group, frozenset[Channel]] = {
    **dict.fromkeys(Group, frozenset(Channel)),
    Group.MODERATING: frozenset({Channel.PUSH}),
    Group.ACCOUNT: frozenset({Channel.EMAIL}),
}
