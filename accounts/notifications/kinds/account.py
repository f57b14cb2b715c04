"""About the account itself."""

from django.utils.translation import gettext_lazy as _

from accounts.notifications.kinds.groups import Group
from accounts.notifications.kinds.kind import Kind

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
        group=Group.ACCOUNT,
        who="whoever signed up",
        when="signing up, or asking for the letter again",
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
        group=Group.ACCOUNT,
        who="the owner of the address",
        when="somebody signs up with an address that has an account",
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
        group=Group.ACCOUNT,
        who="the owner of the address",
        when="a new password is asked for",
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
        code=True,
        group=Group.ACCOUNT,
        who="the owner of the address",
        when="a code to sign in is asked for",
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
        group=Group.ACCOUNT,
        who="the member",
        when="a passkey was added",
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
        group=Group.ACCOUNT,
        who="the member",
        when="a passkey was taken out",
    ),
    "factor_added": Kind(
        subject=_("Your account has a second step now"),
        title=_("An app for codes was set up"),
        sentence=_(
            "Somebody, most likely you, set up an app that shows codes for your account. If it was not you, please "
            "choose a new password now, and tell whoever runs this service."
        ),
        action=_("See how I sign in"),
        route="me",
        group=Group.ACCOUNT,
        who="the member",
        when="an app for codes was set up",
    ),
    "factor_removed": Kind(
        subject=_("The second step of your account was taken out"),
        title=_("An app for codes was taken out"),
        sentence=_(
            "Its codes count no more. If that was you, all is well. If it was not, please choose a new password now, "
            "and tell whoever runs this service."
        ),
        action=_("See how I sign in"),
        route="me",
        group=Group.ACCOUNT,
        who="the member",
        when="an app for codes was taken out",
    ),
    "codes_renewed": Kind(
        subject=_("You have new recovery codes"),
        title=_("New recovery codes were made"),
        sentence=_(
            "The old ones count no more. If that was you, all is well. If it was not, please choose a new password "
            "now, and tell whoever runs this service."
        ),
        action=_("See how I sign in"),
        route="me",
        group=Group.ACCOUNT,
        who="the member",
        when="new recovery codes were made",
    ),
    "key_made": Kind(
        subject=_("A program can now act for you"),
        title=_("A key for a program was made"),
        sentence=_(
            "Somebody, most likely you, made a key with which a program can act for you. If it was not you, please "
            "choose a new password now; that also takes all keys back."
        ),
        action=_("See my keys"),
        route="keys",
        group=Group.ACCOUNT,
        who="the member",
        when="a key for a program was made",
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
        group=Group.ACCOUNT,
        who="the member",
        when="the password was changed",
    ),
}
