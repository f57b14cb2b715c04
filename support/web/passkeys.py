"""Passkeys: a way in beside the password and the code by e-mail, never a second lock at the front door.

So a lost passkey locks nobody out: they come in the other way and take it out. A second step is asked of moderators
alone, before their pages: `support.web.second_factor`.
"""

from typing import Any

from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import views
from allauth.mfa.webauthn.forms import EditWebAuthnForm, SignupWebAuthnForm
from allauth.mfa.webauthn.internal import auth, flows
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.validators import MaxLengthValidator
from django.http import HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import fields
from accounts.models import Member

LONGEST_NAME = 40
NAME_MISSING = {"required": _("Give it a name by which you know the device.")}


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]
    """What allauth asks us about passkeys."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This passkey did not open the door. Please try again, or sign in another way."),
    }

    def encrypt(self, text: str) -> str:
        """The secret of an app and the seed of recovery codes lie as safely as private words."""
        return fields.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return fields.decrypt(encrypted_text)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        have = len(passkeys_of(user))
        return gettext("My passkey %(number)d") % {"number": have + 1} if have else gettext("My passkey")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        site: dict[str, str] = super().get_public_key_credential_rp_entity()
        return site | {"name": settings.SITE_NAME}

    def get_public_key_credential_user_entity(self, user: Member) -> dict[str, Any]:
        named: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return named | {"display_name": user.email}


def passkeys_of(member: Member) -> list[Any]:
    """A member's passkeys, the oldest first; each knows its `name`, when it was made and when it was last used."""
    mine = Authenticator.objects.filter(user=member, type=Authenticator.Type.WEBAUTHN)
    return list(mine.order_by("created_at", "pk"))


class AddForm(SignupWebAuthnForm):  # type: ignore[misc]
    """A name for the device; the browser fills in the rest."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["name"]
        name.label = _("What do you call this device?")
        name.help_text = _("So that you recognise it in your list, such as “my phone”.")
        name.max_length = LONGEST_NAME
        name.validators.append(MaxLengthValidator(LONGEST_NAME))
        name.widget.attrs["maxlength"] = LONGEST_NAME
        self.fields["credential"].widget.attrs["data-passkey"] = ""

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True  # it has to know that it is you, by finger, face or number
        cleaned: dict[str, Any] = super().clean()
        return cleaned


class NameForm(EditWebAuthnForm):  # type: ignore[misc]
    name = forms.CharField(
        label=_("What do you call this device?"), max_length=LONGEST_NAME, error_messages=NAME_MISSING
    )


class Add(views.AddWebAuthnView):  # type: ignore[misc]
    template_name = "account/passkey_add.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["js_data"] = {"creation_options": auth.begin_registration(self.request.user, True)}
        return context  # type: ignore[no-any-return]

    def get_success_url(self) -> str:
        return get_next_redirect_url(self.request) or f"{reverse('me')}#sign-in"


class Rename(views.EditWebAuthnView):  # type: ignore[misc]
    template_name = "account/passkey_name.html"
    success_url = reverse_lazy("me")


class Remove(views.RemoveWebAuthnView):  # type: ignore[misc]
    template_name = "account/passkey_remove.html"
    success_url = reverse_lazy("me")


class SignIn(views.LoginWebAuthnView):  # type: ignore[misc]
    """Answers the script of the sign-in page, and then the passkey. Afterwards on to where the person was going."""

    def form_valid(self, form: Any) -> HttpResponse:
        passkey = form.cleaned_data["credential"]
        login = Login(user=passkey.user, redirect_url=get_next_redirect_url(self.request))
        entered: HttpResponse = flows.perform_passwordless_login(self.request, passkey, login)
        return entered


class Again(views.ReauthenticateWebAuthnView):  # type: ignore[misc]
    template_name = "account/passkey_again.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.error(self.request, " ".join(form.errors.get("credential", [])))
        return self.render_to_response(self.get_context_data())  # type: ignore[no-any-return]


add, rename, remove = Add.as_view(), Rename.as_view(), Remove.as_view()
sign_in, again = SignIn.as_view(), Again.as_view()
