"""Every kind of message there is: its words, where it leads, and how it may reach a member.

The words are read on lock screens and in inboxes that others may see: they never say what a need is about, what
somebody wrote, or who somebody is. To add a kind, add it to `KINDS`; the tests say what is missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MATCH = {"uid": "match"}
NEED = {"uid": "need"}
OFFER = {"uid": "offer"}
COMMUNITY = {"community": "community"}


@dataclass(frozen=True)
class Kind:
    """One kind of message. Its link is made from `route`, the name of a page, and `args`, taken from `refers_to`."""

    subject: str | Promise
    title: str | Promise
    sentence: str | Promise
    action: str | Promise
    route: str
    args: Mapping[str, str] = field(default_factory=dict)
    # About the account itself: mailed at any hour, and also to those who otherwise want no mail. Not shown in the app.
    account: bool = False
    email: bool = True
    # Its secret is a code to be read in the letter, not a page to be opened.
    code: bool = False
    # May reach people in their quiet hours who have said that urgent requests may.
    urgent: bool = False


ACCOUNT: dict[str, Kind] = {
    "account_verify": Kind(
        subject=_("Please confirm your e-mail address"),
        title=_("Is this your address?"),
        sentence=_(
            "Somebody, most likely you, signed up with this address. The button opens a page where you confirm it; it "
            "works for three days. If it was not you, do nothing, and nothing will happen."
        ),
        action=_("Confirm my address"),
        route="account_login",
        account=True,
    ),
    "account_exists": Kind(
        subject=_("You already have an account"),
        title=_("You already have an account"),
        sentence=_(
            "Somebody, most likely you, tried to sign up with this address. There is an account for it, so you can "
            "simply sign in. If you no longer know your password, the sign-in page helps you to a new one."
        ),
        action=_("Sign in"),
        route="account_login",
        account=True,
    ),
    "account_reset": Kind(
        subject=_("Choose a new password"),
        title=_("Choose a new password"),
        sentence=_(
            "Somebody, most likely you, asked for a new password for this address. If it was not you, do nothing: "
            "your password stays as it is."
        ),
        action=_("Choose a new password"),
        route="account_reset_password",
        account=True,
    ),
    "account_code": Kind(
        subject=_("Your code to sign in"),
        title=_("Your code to sign in"),
        sentence=_(
            "Type it on the page where you asked for it. It works for ten minutes, and only there. Nobody from here "
            "will ever ask you for it. If you did not want to sign in, do nothing: without the code nobody can."
        ),
        action=_("Go to the page"),
        route="account_confirm_login_code",
        account=True,
        code=True,
    ),
    "passkey_added": Kind(
        subject=_("There is a new way into your account"),
        title=_("A passkey was added"),
        sentence=_(
            "Somebody, most likely you, can now sign in to your account with a passkey. If it was not you, please "
            "take it out of your list and choose a new password."
        ),
        action=_("See how I sign in"),
        route="me",
        account=True,
    ),
    "passkey_removed": Kind(
        subject=_("A way into your account was taken out"),
        title=_("A passkey was taken out"),
        sentence=_(
            "It no longer opens your account. If that was you, all is well. If it was not, please choose a new "
            "password now; that also signs everybody else out."
        ),
        action=_("See how I sign in"),
        route="me",
        account=True,
    ),
    "password_changed": Kind(
        subject=_("Your password was changed"),
        title=_("Your password was changed"),
        sentence=_(
            "If that was you, all is well. If it was not, please choose a new password now; that also signs everybody "
            "else out."
        ),
        action=_("Choose a new password"),
        route="account_reset_password",
        account=True,
    ),
}

BELONGING: dict[str, Kind] = {
    "membership_asked": Kind(
        subject=_("Somebody would like to join"),
        title=_("Somebody would like to join"),
        sentence=_("They are waiting for a moderator's answer."),
        action=_("See who is asking"),
        route="dashboard_members",
        args=COMMUNITY,
        email=False,
    ),
    "membership_admitted": Kind(
        subject=_("You are welcome"),
        title=_("You are in"),
        sentence=_("The moderators have said yes. You can ask for help here now, and offer it."),
        action=_("Come in"),
        route="community",
        args=COMMUNITY,
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
    ),
    "place_review": Kind(
        subject=_("Something waits for a moderator"),
        title=_("Something waits for a moderator"),
        sentence=_("Somebody's next step waits until a moderator has looked at it."),
        action=_("See what waits"),
        route="dashboard",
        args=COMMUNITY,
        email=False,
    ),
    "report_outcome": Kind(
        subject=_("About what you told us"),
        title=_("A moderator has looked at your report"),
        sentence=_(
            "Thank you for speaking up. What you told us was read with care, and the moderators have decided."
        ),
        action=_("Go to my notifications"),
        route="notifications",
    ),
}

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
    ),
    "need_returned": Kind(
        subject=_("Your request needs another look"),
        title=_("Your request needs another look"),
        sentence=_("A moderator has read it and gave it back to you. You can change it and send it again."),
        action=_("Look at it again"),
        route="need",
        args=NEED,
    ),
    "need_expiring": Kind(
        subject=_("Shall we go on looking?"),
        title=_("Shall we go on looking?"),
        sentence=_("Your request will close soon. One tap keeps it open."),
        action=_("Decide"),
        route="need",
        args=NEED,
    ),
    "need_expired": Kind(
        subject=_("Your request has closed"),
        title=_("Your request has closed"),
        sentence=_("Its time has run out. Whenever you like, you can open it again in one step."),
        action=_("Open it again"),
        route="need",
        args=NEED,
    ),
}

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
    ),
    "match_said_yes": Kind(
        subject=_("Good news is waiting for you"),
        title=_("Somebody has said yes"),
        sentence=_("Please have a look, and tell us whether you would like to be connected."),
        action=_("See who said yes"),
        route="match",
        args=MATCH,
    ),
    "match_connected": Kind(
        subject=_("You are connected"),
        title=_("You are connected"),
        sentence=_("You have both said yes. Now you can write to each other."),
        action=_("Say hello"),
        route="conversation",
        args=MATCH,
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
    ),
    "match_over": Kind(
        subject=_("A conversation has come to its end"),
        title=_("A conversation has come to its end"),
        sentence=_("What was written stays readable to both of you for 90 days; nothing new can be added."),
        action=_("Look back"),
        route="match",
        args=MATCH,
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
    ),
}

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
)
# Asked again after more silence, it does not come as a letter.
HELPING: dict[str, Kind] = {"pause_offered": PAUSE, "pause_offered_again": replace(PAUSE, email=False)}

# The same about a need for today: whoever allows urgent requests in their quiet hours hears of it then.
TODAY: dict[str, Kind] = {
    "match_asked_today": replace(MATCHING["match_asked"], urgent=True),
    "match_said_yes_today": replace(MATCHING["match_said_yes"], urgent=True),
    "match_connected_today": replace(MATCHING["match_connected"], urgent=True),
}

TALKING: dict[str, Kind] = {
    "message_new": Kind(
        subject=_("A message is waiting for you"),
        title=_("A message is waiting for you"),
        sentence=_("Somebody you are connected with has written to you."),
        action=_("Read it"),
        route="conversation",
        args=MATCH,
    ),
    "thanks_said": Kind(
        subject=_("A word of thanks is waiting for you"),
        title=_("Somebody has thanked you"),
        sentence=_("A few words were left for you."),
        action=_("Read them"),
        route="match",
        args=MATCH,
    ),
}

PRIVACY: dict[str, Kind] = {
    "copy_ready": Kind(
        subject=_("What you asked for is ready"),
        title=_("Your copy is ready"),
        sentence=_("You asked for a copy of what is kept about you. You can fetch it for seven days."),
        action=_("Fetch it"),
        route="export",
    ),
}

KINDS: dict[str, Kind] = {
    **ACCOUNT,
    **BELONGING,
    **NEEDING,
    **MATCHING,
    **TODAY,
    **HELPING,
    **TALKING,
    **PRIVACY,
}
IN_APP = [name for name, kind in KINDS.items() if not kind.account]
