"""Confirming an address: the one step of signing up that is more than allauth's."""

from typing import Any

from allauth.account.views import ConfirmEmailView
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse

from accounts import communities
from accounts.models import Member
from support.web import going
from support.web.access import now


class Confirm(ConfirmEmailView):  # type: ignore[misc]
    """The page behind the letter's link. Looking at it changes nothing; pressing its button confirms the address."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer: HttpResponse = super().post(*args, **kwargs)
        except Http404:  # pressed twice, or too late: the page says so
            return self.get(*args, **kwargs)  # type: ignore[no-any-return]
        member = self.object.email_address.user
        if self.object.email_address.verified:
            _arrive(self.request, member)
        return answer

    def logout_other_user(self, confirmation: Any) -> None:
        if self.request.method == "POST":
            super().logout_other_user(confirmation)


confirm = Confirm.as_view()


def _arrive(request: HttpRequest, member: Member) -> None:
    """Into the community that was chosen at sign-up. A refusal is said here unless the next page will say it."""
    try:
        communities.arrive(member=member, now=now())
    except ValidationError as refusal:
        if going.JOINING not in request.session:
            messages.warning(request, " ".join(refusal.messages))
