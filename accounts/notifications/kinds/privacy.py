"""About what is kept of somebody."""

from django.utils.translation import gettext_lazy as _

from accounts.notifications.kinds.groups import Group
from accounts.notifications.kinds.kind import Kind

PRIVACY: dict[str, Kind] = {
    "copy_ready": Kind(
        subject=_("What you asked for is ready"),
        title=_("Your copy is ready"),
        sentence=_("You asked for a copy of what is kept about you. You can fetch it for seven days."),
        action=_("Fetch it"),
        route="export",
        group=Group.COMMUNITIES,
        who="whoever asked",
        when="the copy of their data is made",
    ),
}
