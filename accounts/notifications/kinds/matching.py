"""About being asked, answering and being connected."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from accounts.notifications.kinds.groups import Group
from accounts.notifications.kinds.kind import MATCH, Kind, Uncertain

MATCHING: dict[str, Kind] = {
    "match_asked": Kind(
        subject=_("A question is waiting for you"),
        title=_("Somebody could use what you offer"),
        sentence=_(
            "Please see whether you can help. Saying no needs no reason, and the other person will not learn of it."
        ),
        action=_("See what it is about"),
        route="match",
        args=MATCH,
        group=Group.MATCHES,
        who="the helper",
        when="a request is put to them",
    ),
    "match_said_yes": Kind(
        subject=_("Good news is waiting for you"),
        title=_("Somebody has said yes"),
        sentence=_("Please have a look, and tell us whether you would like to be connected."),
        action=_("See who said yes"),
        route="match",
        args=MATCH,
        group=Group.MATCHES,
        who="the seeker",
        when="a helper says yes",
    ),
    "match_connected": Kind(
        subject=_("You are connected"),
        title=_("You are connected"),
        sentence=_("You have both said yes. Now you can write to each other."),
        action=_("Say hello"),
        route="conversation",
        args=MATCH,
        group=Group.MATCHES,
        who="both",
        when="both have said yes",
    ),
    "match_released": Kind(
        subject=_("Thank you for being there"),
        title=_("Thank you for being there"),
        sentence=_(
            "Somebody else was a little quicker this time, so there is nothing left for you to do. It is good to "
            "know that you are there."
        ),
        action=_("Go to my page"),
        route="home",
        group=Group.MATCHES,
        who="a helper who was asked",
        when="the question is over before they answered",
    ),
    "match_fell_through": Kind(
        subject=_("Thank you for your yes"),
        title=_("Thank you for your yes"),
        sentence=_(
            "This time it did not come together, and there is nothing that you need to do. It was good of you to "
            "be ready."
        ),
        action=_("Go to my page"),
        route="home",
        group=Group.MATCHES,
        who="a helper who said yes",
        when="it did not come together",
    ),
    "match_over": Kind(
        subject=_("A conversation has come to its end"),
        title=_("A conversation has come to its end"),
        sentence=_("What was written stays readable to both of you for 90 days; nothing new can be added."),
        action=_("Look back"),
        route="match",
        args=MATCH,
        group=Group.MATCHES,
        who="the other side",
        when="a conversation was ended",
    ),
    "match_silent": Kind(
        subject=_("Are you still in touch?"),
        title=_("Are you still in touch?"),
        sentence=_(
            "It has been quiet for two weeks. If you would like to go on, a few words are enough; if not, this ends "
            "by itself in a week."
        ),
        action=_("Go to the conversation"),
        route="conversation",
        args=MATCH,
        group=Group.LOOKING_BACK,
        who="both",
        when="14 days of silence, once",
        uncertain=Uncertain.PARKED,
    ),
}

# The same about a need for today: whoever allows urgent requests in their quiet hours hears of it then.
TODAY: dict[str, Kind] = {
    "match_asked_today": replace(MATCHING["match_asked"], urgent=True),
    "match_said_yes_today": replace(MATCHING["match_said_yes"], urgent=True),
    "match_connected_today": replace(MATCHING["match_connected"], urgent=True),
}
