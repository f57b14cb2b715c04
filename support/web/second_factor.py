"""The second step of moderators: setting up an app that shows codes, codes for when it is lost, and using them.

Members may have it too; it is asked of those who moderate, before their pages. It is never asked at the front door.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.mfa.base.forms import ReauthenticateForm
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.base.views import ReauthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django import forms
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts.models import Member
from support import second_factor
from support.web.access import signed_in
from support.web.passkeys import passkeys_of

ONCE = 180  # seconds in which a code that was used is no code: longer than any lasts
CODE = {"autocomplete": "one-time-code", "dir": "ltr", "autocapitalize": "off", "spellcheck": "false"}
CODE_MISSING = {"required": _("Please type the code.")}


class CodeForm(ReauthenticateForm):  # type: ignore[misc]
    code = forms.CharField(
        label=_("The code"),
        help_text=_("Six digits from your app, or one of your recovery codes."),
        max_length=40,
        widget=forms.TextInput(attrs=CODE),
        error_messages=CODE_MISSING,
    )

    def clean_code(self) -> str:
        """A code opens once; allauth remembers it for less time than it is taken for."""
        code: str = super().clean_code()
        if not cache.add(f"second-factor:{self.user.pk}:{code.strip()}", 1, ONCE):
            raise forms.ValidationError(_("This code was used already. Please wait for the next one."))
        return code


class SetUpForm(ActivateTOTPForm):  # type: ignore[misc]
    code = forms.CharField(
        label=_("The code that your app shows"),
        help_text=_("Six digits. They change every half minute."),
        max_length=16,
        widget=forms.TextInput(attrs={**CODE, "inputmode": "numeric"}),
        error_messages=CODE_MISSING,
    )


def app_of(member: Member) -> Authenticator | None:
    """The app for codes that a member has set up."""
    app: Authenticator | None = Authenticator.objects.filter(
        user=member, type=Authenticator.Type.TOTP
    ).first()
    return app


def guarded(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page that changes ways in: moderators who have a second step use it first. A password alone takes none out."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        member = request.user
        if isinstance(member, Member) and second_factor.guards(member) and not second_factor.used(request):
            return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.path})}")
        return view(request, *args, **kwargs)

    return page


class Use(ReauthenticateView):  # type: ignore[misc]
    """Asks for it; whoever has none yet reads why and how, and comes back here."""

    template_name = "account/second_factor.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if isinstance(request.user, Member) and not second_factor.has(request.user):
            return _how(request)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "app": app_of(self.request.user),
            "passkeys": passkeys_of(self.request.user),
            "onward": get_next_redirect_url(self.request) or "",
        }


class SetUp(ActivateTOTPView):  # type: ignore[misc]
    """A secret for the app, as a picture and as letters; the first code shows that it arrived, and counts as used."""

    template_name = "account/totp_set_up.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        post_authentication(self.request, app_of(self.request.user))
        return response

    def get_success_url(self) -> str:
        return _with_next(self.request, reverse("mfa_view_recovery_codes"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"onward": get_next_redirect_url(self.request) or ""}


class TakeOut(DeactivateTOTPView):  # type: ignore[misc]
    template_name = "account/totp_take_out.html"
    success_url = reverse_lazy("me")


class Codes(ViewRecoveryCodesView):  # type: ignore[misc]
    template_name = "account/recovery_codes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"onward": get_next_redirect_url(self.request) or reverse("me")}


class NewCodes(GenerateRecoveryCodesView):  # type: ignore[misc]
    template_name = "account/recovery_codes_new.html"


def _how(request: HttpRequest) -> HttpResponse:
    onward = get_next_redirect_url(request) or ""
    return render(request, "account/second_factor_missing.html", {"onward": onward})


def _with_next(request: HttpRequest, page: str) -> str:
    onward = get_next_redirect_url(request)
    return f"{page}?{urlencode({'next': onward})}" if onward else page


use = signed_in(Use.as_view())
set_up, take_out = guarded(SetUp.as_view()), guarded(TakeOut.as_view())
codes, new_codes = guarded(Codes.as_view()), guarded(NewCodes.as_view())
