"""About an hour that two people keep for each other. On a lock screen it could be anything that was planned."""

from django.utils.translation import gettext_lazy as _

from accounts.notifications.kinds.groups import Group
from accounts.notifications.kinds.kind import MATCH, Kind, Uncertain

MEETING: dict[str, Kind] = {
    "meeting_suggested": Kind(
        subject=_("A suggestion is waiting for you"),
        title=_("Somebody suggests an hour"),
        sentence=_("Please see whether it suits you. You can also suggest another hour."),
        action=_("See the hour"),
        route="match_meeting",
        args=MATCH,
        group=Group.MEETINGS,
        who="the other side",
        when="an hour is suggested; no more until it is looked at",
    ),
    "meeting_agreed": Kind(
        subject=_("Something was planned"),
        title=_("Your meeting is planned"),
        sentence=_("You both said yes. If this came by e-mail, the attached file puts it in your calendar."),
        action=_("See when it is"),
        route="match_meeting",
        args=MATCH,
        group=Group.MEETINGS,
        who="both",
        when="both said yes; with the calendar entry",
    ),
    "meeting_moved": Kind(
        subject=_("A plan has changed"),
        title=_("Your meeting has moved"),
        sentence=_("It has a new time. If this came by e-mail, the attached file changes your calendar."),
        action=_("See when it is"),
        route="match_meeting",
        args=MATCH,
        group=Group.MEETINGS,
        who="both",
        when="both said yes to another hour; the entry changes",
        urgent=True,
    ),
    "meeting_not_then": Kind(
        subject=_("A plan has changed"),
        title=_("That hour does not suit"),
        sentence=_("This can happen to anybody. You could find another hour together."),
        action=_("Find another hour"),
        route="match_meeting",
        args=MATCH,
        group=Group.MEETINGS,
        who="whoever suggested the hour",
        when="the hour does not suit",
    ),
    "meeting_cancelled": Kind(
        subject=_("A plan has changed"),
        title=_("A meeting will not take place"),
        sentence=_(
            "It was called off. If this came by e-mail, the attached file takes it out of your calendar."
        ),
        action=_("Have a look"),
        route="match_meeting",
        args=MATCH,
        group=Group.MEETINGS,
        who="both; whoever ended their match",
        when="it is called off, or ends with the match; the entry goes",
        urgent=True,
    ),
    "meeting_tomorrow": Kind(
        subject=_("A reminder for you"),
        title=_("You have a meeting in a day"),
        sentence=_("If the time no longer suits you, you can move it or call it off. No reason is needed."),
        action=_("See when it is"),
        route="match_meeting",
        args=MATCH,
        group=Group.MEETINGS,
        who="both",
        when="a day before, if it was planned earlier",
        uncertain=Uncertain.PARKED,
    ),
    "meeting_soon": Kind(
        subject=_("A reminder for you"),
        title=_("You have a meeting soon"),
        sentence=_("Here you see when it begins and how you find each other."),
        action=_("See when it is"),
        route="match_meeting",
        args=MATCH,
        group=Group.MEETINGS,
        who="both",
        when="an hour before, or before the quiet hours that would hold it back",
        uncertain=Uncertain.PARKED,
        urgent=True,
    ),
}
