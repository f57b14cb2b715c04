"""A quiet call for helpers, heard only by those who chose to."""

from django.utils.translation import gettext_lazy as _

from accounts.notifications.kinds.groups import Group
from accounts.notifications.kinds.kind import COMMUNITY, Kind, Uncertain

CALLING: dict[str, Kind] = {
    "helpers_missing": Kind(
        subject=_("A little more help would be welcome"),
        title=_("A little more help would be welcome"),
        sentence=_(
            "You wanted to hear when helpers are missing. Have a look, if you like; if it does not suit you now, there "
            "is nothing that you need to do. We ask at most once a month."
        ),
        action=_("See where"),
        route="pulse",
        args=COMMUNITY,
        group=Group.CALLS,
        who="members who chose to hear it",
        when="a moderator calls for helpers, at most once a month for each member",
        uncertain=Uncertain.PARKED,
    ),
}
