"""About somebody's own offer."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from accounts.notifications.kinds.groups import Group
from accounts.notifications.kinds.kind import OFFER, Kind, Uncertain

PAUSE = Kind(
    subject=_("Would a break be good?"),
    title=_("Would a break be good?"),
    sentence=_(
        "It is fine to take a break. One tap lets your offer rest, and nobody new is put to you until you open it "
        "again. If you would rather go on as you are, there is nothing that you need to do."
    ),
    action=_("See my offer"),
    route="offer",
    args=OFFER,
    group=Group.OFFERS,
    who="a helper",
    when="three questions in a row had no answer",
    uncertain=Uncertain.PARKED,
)

# Asked again after more silence, it does not come as a letter.
HELPING: dict[str, Kind] = {
    "pause_offered": PAUSE,
    "pause_offered_again": replace(
        PAUSE, when="three more had none, without an answer since", email=False, push=False
    ),
}
