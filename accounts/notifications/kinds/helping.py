"""About somebody's own offer."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from accounts.notifications.kinds.groups import Group
from accounts.notifications.kinds.kind import COMMUNITY, OFFER, Kind, Uncertain

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

ADMITTED = Kind(
    subject=_("About your offer to help"),
    title=_("You may be asked about sensitive topics"),
    sentence=_("The moderators trust you with them. You still decide each time, and a no needs no reason."),
    action=_("Go to the community"),
    route="community",
    args=COMMUNITY,
    group=Group.OFFERS,
    who="a helper",
    when="a moderator admits them for sensitive topics",
)
NOT_NOW = replace(
    ADMITTED,
    title=_("Not sensitive topics for now"),
    sentence=_(
        "For now we do not ask you about the most sensitive topics here. This is no judgement of you, and everything "
        "else that you offer is as welcome as before."
    ),
    when="a moderator says not for now, or ends it",
)
TRAINED = replace(
    ADMITTED,
    title=_("Your training has been noted"),
    sentence=_(
        "If you like, you can now be asked when words speak of danger. You choose that yourself, by changing your "
        "offer; you can take it back at any time."
    ),
    when="a moderator notes their training for danger",
)

# Asked again after more silence, it does not come as a letter.
HELPING: dict[str, Kind] = {
    "helper_admitted": ADMITTED,
    "helper_not_now": NOT_NOW,
    "helper_trained": TRAINED,
    "pause_offered": PAUSE,
    "pause_offered_again": replace(
        PAUSE, when="three more had none, without an answer since", email=False, push=False
    ),
}
