"""About somebody's own request."""

from django.utils.translation import gettext_lazy as _

from accounts.notifications.kinds.groups import Group
from accounts.notifications.kinds.kind import NEED, Kind

NEEDING: dict[str, Kind] = {
    "need_searching": Kind(
        subject=_("Your request is on its way"),
        title=_("We are asking around for you"),
        sentence=_(
            "We have found people who may fit and are asking. You will hear as soon as somebody says yes."
        ),
        action=_("See your request"),
        route="need",
        args=NEED,
        group=Group.REQUESTS,
        who="the seeker",
        when="the first proposal, once a request",
    ),
    "need_no_match": Kind(
        subject=_("We are still looking"),
        title=_("We are still looking"),
        sentence=_(
            "So far there is nobody who fits, and we would rather tell you than leave you waiting. We go on looking; "
            "a small change, such as more hours, could widen the search."
        ),
        action=_("See what could help"),
        route="need",
        args=NEED,
        group=Group.REQUESTS,
        who="the seeker",
        when="nobody fits so far, once a request",
    ),
    "need_returned": Kind(
        subject=_("Your request needs another look"),
        title=_("Your request needs another look"),
        sentence=_("A moderator has read it and gave it back to you. You can change it and send it again."),
        action=_("Look at it again"),
        route="need",
        args=NEED,
        group=Group.REQUESTS,
        who="the seeker",
        when="a moderator gave it back",
    ),
    "need_expiring": Kind(
        subject=_("Shall we go on looking?"),
        title=_("Shall we go on looking?"),
        sentence=_("Your request will close soon. One tap keeps it open."),
        action=_("Decide"),
        route="need",
        args=NEED,
        group=Group.REQUESTS,
        who="the seeker",
        when="some days before it closes, once",
    ),
    "need_expired": Kind(
        subject=_("Your request has closed"),
        title=_("Your request has closed"),
        sentence=_("Its time has run out. Whenever you like, you can open it again in one step."),
        action=_("Open it again"),
        route="need",
        args=NEED,
        group=Group.REQUESTS,
        who="the seeker",
        when="it closed",
    ),
}
