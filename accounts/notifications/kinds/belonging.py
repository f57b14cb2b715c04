"""About being in a community, and what waits for its moderators."""

from django.utils.translation import gettext_lazy as _

from accounts.notifications.kinds.groups import Group
from accounts.notifications.kinds.kind import COMMUNITY, Kind

BELONGING: dict[str, Kind] = {
    "spoken_news": Kind(
        subject=_("There is news for somebody"),
        title=_("There is news for somebody you speak for"),
        sentence=_(
            "Somebody without a device of their own hears of it through you. Your page says whom to reach."
        ),
        action=_("See for whom"),
        route="speaking_for",
        group=Group.COMMUNITIES,
        who="an intake desk",
        when="somebody for whom it speaks is told something",
        folds=True,
    ),
    "membership_asked": Kind(
        subject=_("Somebody would like to join"),
        title=_("Somebody would like to join"),
        sentence=_("They are waiting for a moderator's answer."),
        action=_("See who is asking"),
        route="dashboard_members",
        args=COMMUNITY,
        group=Group.MODERATING,
        folds=True,
        who="moderators",
        when="somebody asks to join",
    ),
    "membership_admitted": Kind(
        subject=_("You are welcome"),
        title=_("You are in"),
        sentence=_("The moderators have said yes. You can ask for help here now, and offer it."),
        action=_("Come in"),
        route="community",
        args=COMMUNITY,
        group=Group.COMMUNITIES,
        who="whoever asked to join",
        when="a moderator says yes",
    ),
    "membership_turned_away": Kind(
        subject=_("About your wish to join"),
        title=_("About your wish to join"),
        sentence=_(
            "The moderators have not let you in this time. This is no judgement of you; you may ask again, or look "
            "for another community."
        ),
        action=_("Look at the communities"),
        route="front",
        group=Group.COMMUNITIES,
        who="whoever asked to join",
        when="a moderator says no",
    ),
    "role_given": Kind(
        subject=_("You have a new role"),
        title=_("You are asked to look after this community"),
        sentence=_(
            "An owner gave you a part in looking after it. Before the pages for moderators open, you set up a second "
            "step. If it is too much for you now, tell an owner: nobody minds."
        ),
        action=_("Go to the community"),
        route="community",
        args=COMMUNITY,
        group=Group.COMMUNITIES,
        who="whoever was given it",
        when="an owner gave somebody a larger role",
    ),
    "role_taken": Kind(
        subject=_("Your role has changed"),
        title=_("Your role in this community has changed"),
        sentence=_("An owner changed it, and you look after less than before. Thank you for what you did."),
        action=_("Go to the community"),
        route="community",
        args=COMMUNITY,
        group=Group.COMMUNITIES,
        who="whoever had it",
        when="an owner gave somebody a smaller role",
    ),
    "matching_paused": Kind(
        subject=_("About being matched with others"),
        title=_("New matches rest for now"),
        sentence=_(
            "We are not putting you to anybody new here for the moment, because we would like a moderator to have a "
            "look first. This is no judgement of you. The conversations that you have go on as they are, and "
            "you will hear when it is over."
        ),
        action=_("Go to the community"),
        route="community",
        args=COMMUNITY,
        group=Group.COMMUNITIES,
        who="a helper",
        when="the safety numbers have paused them, half a day later",
    ),
    "matching_resumed": Kind(
        subject=_("About being matched with others"),
        title=_("You can be matched again"),
        sentence=_(
            "A moderator has had a look, and new matches are on again for you. Thank you for waiting."
        ),
        action=_("Go to the community"),
        route="community",
        args=COMMUNITY,
        group=Group.COMMUNITIES,
        who="a helper who knew of the pause",
        when="a moderator lifts it",
    ),
    "place_review": Kind(
        subject=_("Something waits for a moderator"),
        title=_("Something waits for a moderator"),
        sentence=_("Somebody's next step waits until a moderator has looked at it."),
        action=_("See what waits"),
        route="dashboard",
        args=COMMUNITY,
        group=Group.MODERATING,
        folds=True,
        who="moderators",
        when="something waits for a look",
    ),
    "place_danger": Kind(
        subject=_("Something waits for a moderator now"),
        title=_("Somebody may be in danger"),
        sentence=_("What somebody wrote needs a moderator's eyes now. What you may do stands beside it."),
        action=_("Read it"),
        route="dashboard",
        args=COMMUNITY,
        group=Group.MODERATING,
        urgent=True,
        who="moderators",
        when="somebody's words suggest danger",
    ),
    "place_danger_on_call": Kind(
        subject=_("Something waits for you now"),
        title=_("Somebody may be in danger, and you are on call"),
        sentence=_("No moderator is there at this hour. Please look at what somebody wrote."),
        action=_("Read it"),
        route="dashboard",
        args=COMMUNITY,
        group=Group.MODERATING,
        on_call=True,
        who="whoever is on call, at any hour and by every way",
        when="words suggest danger while nobody is on duty",
    ),
    "report_outcome": Kind(
        subject=_("About what you told us"),
        title=_("A moderator has looked at your report"),
        sentence=_(
            "Thank you for speaking up. What you told us was read with care, and the moderators have decided."
        ),
        action=_("Read what came of it"),
        route="decisions",
        group=Group.COMMUNITIES,
        who="whoever reported",
        when="a moderator has decided",
    ),
    "decision_made": Kind(
        subject=_("There is something for you to read"),
        title=_("The moderators have written to you"),
        sentence=_(
            "Only you can read it, once you have signed in. You can answer if you see it differently."
        ),
        action=_("Read it"),
        route="decision",
        args={"uid": "measure"},
        group=Group.COMMUNITIES,
        who="whom it is about",
        when="a moderator decides something about them",
    ),
    "decision_over": Kind(
        subject=_("Something is over"),
        title=_("A limit has ended"),
        sentence=_("What the moderators had decided is over. You can go on as before."),
        action=_("See what it was"),
        route="decision",
        args={"uid": "measure"},
        group=Group.COMMUNITIES,
        who="whom it is about",
        when="the time of a decision is over",
    ),
    "decision_lifted": Kind(
        subject=_("Something has changed"),
        title=_("A decision was taken back"),
        sentence=_("The moderators have taken something back. You can read about it."),
        action=_("Read it"),
        route="decision",
        args={"uid": "measure"},
        group=Group.COMMUNITIES,
        who="whom it is about",
        when="a moderator takes a decision back",
    ),
    "appeal_answered": Kind(
        subject=_("There is an answer for you"),
        title=_("Another moderator has answered you"),
        sentence=_("Somebody who was not part of it before has looked again."),
        action=_("Read the answer"),
        route="decision",
        args={"uid": "measure"},
        group=Group.COMMUNITIES,
        who="whoever appealed",
        when="another moderator has looked again",
    ),
}
