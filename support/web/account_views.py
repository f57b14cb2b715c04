"""Confirming an address, and signing out: the two steps that are more than allauth's."""

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.account.views import ConfirmEmailView, LogoutView
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from accounts import communities, live
from accounts.models import Member
from support import coming
from support.web import devices, going
from support.web.access import now
from support.web.account_forms import ConfirmForm, chose_password_here


class Confirm(ConfirmEmailView):  # type: ignore[misc]
    """The page behind the letter's link. Looking at it changes nothing; pressing its button confirms the address.

    The account's password may have been chosen by somebody else, who only knows the address. So whoever confirms is
    asked for it, unless this browser chose it: nobody opens the door for a stranger.
    """

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context if self.object is None else {"form": self._form(), **context}

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.object = self.get_object()
        except Http404:  # pressed twice, or too late: the page says so
            return self.get(*args, **kwargs)  # type: ignore[no-any-return]
        form = self._form()
        if form and not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))  # type: ignore[no-any-return]
        return self._confirmed(typed=form is not None)

    def _confirmed(self, *, typed: bool) -> HttpResponse:
        answer: HttpResponse = super().post(**self.kwargs)
        address = self.object.email_address
        if address.verified:
            _arrive(self.request, address.user)
        if not (address.verified and typed) or self.request.user.is_authenticated:
            return answer
        entering = Login(user=address.user, email=address.email, redirect_url=reverse("welcome"))
        inside: HttpResponse = perform_password_login(self.request, {"email": address.email}, entering)
        return inside

    def _form(self) -> ConfirmForm | None:
        """What asks for the password; None where this browser chose it."""
        member: Member = self.object.email_address.user
        if chose_password_here(self.request, member):
            return None
        return ConfirmForm(self.request.POST if self.request.method == "POST" else None, member=member)

    def logout_other_user(self, confirmation: Any) -> None:
        if self.request.method == "POST":
            super().logout_other_user(confirmation)


class SignOut(LogoutView):  # type: ignore[misc]
    """Takes along what the browser kept, in every tab: begun words, and pages that "back" would show."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        member = self.request.user
        if member.pk:
            devices.silence_this(self.request.session, member)
        answer: HttpResponse = super().post(*args, **kwargs)
        if member.pk:
            live.ended(member.pk)
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
        return answer


confirm = Confirm.as_view()
sign_out = SignOut.as_view()


def _arrive(request: HttpRequest, member: Member) -> None:
    """Into the community that was chosen at sign-up, and on to its door, whichever browser this is.

    A refusal is said here unless the next page will say it.
    """
    if arrival := communities.arrival_of(member):
        going.remember_door(request.session, arrival.community, arrival.door)
    try:
        coming.arrive(member=member, now=now())
    except ValidationError as refusal:
        if going.JOINING not in request.session:
            messages.warning(request, " ".join(refusal.messages))
