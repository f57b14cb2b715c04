"""The forms of signing up and in: allauth's, asked in our words."""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
    SignupForm,
)
from django import forms
from django.contrib.auth.hashers import make_password
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts import communities, members
from accounts.models import Community, Member
from support import addresses
from support.reviewed import with_english
from support.web import drafts, going
from support.web.access import now
from support.web.forms import ChipsOne

PASSWORD_HINT = _("At least 10 characters. A few words in a row make a good one.")
PASSWORD_MISSING = {"required": _("Please type your password.")}
ADDRESS_MISSING = {
    "required": _("Please type your e-mail address."),
    "invalid": _("This does not look like an e-mail address yet."),
}
YES, NO = "yes", "no"
CHOSEN = (
    "chosen_password"  # the session's key for a fingerprint of the password that was chosen in this browser
)


def as_address(field: forms.Field, **attrs: str) -> None:
    """Asks for the address in our words."""
    field.label = _("Your e-mail address")
    field.error_messages |= ADDRESS_MISSING
    field.widget = forms.EmailInput({"autocomplete": "email", **attrs})


def as_password(field: forms.Field, label: Any, hint: Any = "") -> None:
    field.label = label
    field.help_text = hint
    field.error_messages |= PASSWORD_MISSING
    field.widget.attrs.pop("placeholder", None)


class SignUpForm(SignupForm):  # type: ignore[misc]
    """An account of one's own. The name was chosen on the join page; a name belongs to a community."""

    email_safe = forms.ChoiceField(
        label=_("Is it safe to e-mail you?"),
        help_text=_(
            "If somebody else reads your letters, choose no. Then only letters about the account itself are sent, "
            "such as the one that confirms your address; everything else waits here."
        ),
        choices=[(YES, _("Yes, write to me")), (NO, _("No, only what must be"))],
        widget=ChipsOne,
        error_messages={"required": _("Please choose one of the two; you can change it later.")},
    )
    adult = forms.BooleanField(
        label=with_english(_("I am 18 or older.")),
        error_messages={"required": _("This place is for people of 18 and older.")},
    )
    consent = forms.BooleanField(
        label=with_english(_("You may keep what I write here and show it to those whom it is meant for.")),
        help_text=with_english(_("You can withdraw what you asked, and leave, at any time.")),
        error_messages={"required": _("Without your consent we may not keep anything that you write.")},
    )
    time_zone = forms.CharField(required=False, widget=forms.HiddenInput({"data-guess-timezone": ""}))

    field_order = ("email", "password1", "email_safe", "adult", "consent", "time_zone")

    class Media:
        js = [Script("js/timezone.js", type="module")]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        as_address(self.fields["email"])
        as_password(self.fields["password1"], _("Choose a password"), PASSWORD_HINT)

    def clean_time_zone(self) -> str:
        """A guess; the person confirms it later. What is no zone is no reason to stop anybody here."""
        zone: str = self.cleaned_data["time_zone"]
        return zone if zone in members.zones() else "UTC"

    def validate_unique_email(self, value: str) -> str:
        """Never refuses: whether there is an account shows nowhere but in a letter to its owner."""
        self.account_already_exists = (
            Member.objects.filter(email=value).exists() and addresses.unconfirmed(value) is None
        )
        return value

    def try_save(self, request: HttpRequest) -> tuple[Member | None, HttpResponse | None]:
        """A new account, or the same answer, in the same time, where there is one already."""
        if not self.account_already_exists:
            try:
                return self.save(request), None
            except members.AddressTaken:  # somebody was quicker by a moment
                self.account_already_exists = True
        else:
            make_password(self.cleaned_data["password1"])
        answer: tuple[None, HttpResponse] = super().try_save(request)
        return answer

    def save(self, request: HttpRequest) -> Member:
        said = self.cleaned_data
        answers = {
            "password": said["password1"],
            "now": now(),
            "adult": said["adult"],
            "consent": said["consent"],
            "time_zone": said["time_zone"],
            "language": get_language() or "",
            "email_safe": said["email_safe"] == YES,
        }
        begun = addresses.unconfirmed(said["email"])
        if begun:
            member = members.begin_again(member=begun, **answers)
        else:
            member = members.sign_up(email=said["email"], **answers)
        request.session[CHOSEN] = member.get_session_auth_hash()
        _remember_joining(request, member)
        drafts.bring_along(request.session, member, now=answers["now"])
        return member


def chose_password_here(request: HttpRequest, member: Member) -> bool:
    """Whether the account's password is the one that was chosen in this browser at sign-up."""
    return constant_time_compare(request.session.get(CHOSEN, ""), member.get_session_auth_hash())


def _remember_joining(request: HttpRequest, member: Member) -> None:
    """What was begun on the join page is kept with the account, so that any browser may confirm the address."""
    begun = request.session.get(going.JOINING)
    community = Community.objects.filter(slug=begun["community"]).first() if begun else None
    if begun and community:
        communities.remember_arrival(
            community=community,
            member=member,
            display_name=begun["display_name"],
            secret=begun["secret"],
            door=going.door_to(request.session, community),
            now=now(),
        )


class SignInForm(LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        as_address(self.fields["login"])
        as_password(self.fields["password"], _("Your password"))


class ConfirmForm(forms.Form):
    """The password that goes with an address: only who chose it confirms the address."""

    password = forms.CharField(
        label=_("The password that you chose"),
        help_text=_("We ask for it once, so that nobody but you can open this account."),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages=PASSWORD_MISSING,
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.member.check_password(password):
            raise forms.ValidationError(
                _(
                    "This is not the password that was chosen last. If you no longer know it, sign up once more."
                ),
                code="incorrect_password",
            )
        return password


class AskResetForm(ResetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        as_address(self.fields["email"])


class ResetForm(ResetPasswordKeyForm):  # type: ignore[misc]
    """The new password, once: it can be shown while it is typed, and be reset again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        as_password(self.fields["password1"], _("Your new password"), PASSWORD_HINT)


class ChangeForm(ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        as_password(self.fields["oldpassword"], _("The password that you use now"))
        as_password(self.fields["password1"], _("Your new password"), PASSWORD_HINT)


class ChooseForm(SetPasswordForm):  # type: ignore[misc]
    """Of somebody who has none: who came by a desk, say, and signs in by codes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        as_password(self.fields["password1"], _("Choose a password"), PASSWORD_HINT)


class AgainForm(ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        as_password(self.fields["password"], _("Your password"))
