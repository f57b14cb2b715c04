"""About looking back, and going on for longer."""

from django.utils.translation import gettext_lazy as _

from accounts.notifications.kinds.groups import Group
from accounts.notifications.kinds.kind import MATCH, Kind, Uncertain

LOOKING_BACK: dict[str, Kind] = {
    "checkin_asked": Kind(
        subject=_("How are things with you?"),
        title=_("How are things with you?"),
        sentence=_(
            "If you like, tell us in a minute how it has gone. You may skip all of it, and we will not ask again and "
            "again."
        ),
        action=_("Have a look"),
        route="checkin",
        args=MATCH,
        group=Group.LOOKING_BACK,
        who="each side of a pair",
        when="the third, fourteenth and thirtieth day, no more once one goes unanswered",
        uncertain=Uncertain.PARKED,
    ),
    "pair_longer": Kind(
        subject=_("You both wish for the same"),
        title=_("You both would like to go on"),
        sentence=_("So you go on for as long as you both like. Either of you can finish it at any time."),
        action=_("Go to the conversation"),
        route="conversation",
        args=MATCH,
        group=Group.LOOKING_BACK,
        who="both sides",
        when="both wish to go on for longer",
    ),
    "match_silent_longer": Kind(
        subject=_("Are you still in touch?"),
        title=_("Are you still in touch?"),
        sentence=_(
            "It has been quiet for two months. If you would like to go on, a few words are enough; if not, this ends "
            "by itself in two weeks."
        ),
        action=_("Go to the conversation"),
        route="conversation",
        args=MATCH,
        group=Group.LOOKING_BACK,
        who="both sides of a longer pairing",
        when="60 silent days",
    ),
}
