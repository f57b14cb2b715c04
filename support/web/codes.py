"""Signing in with a code that comes by e-mail, beside the password: asking for it, and typing it.

The answer is the same whether or not a code was sent. None goes to those who said that e-mail is not safe for them:
whoever reads their letters would learn that they are here, and could come in.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.account.models import EmailAddress
from allauth.account.stages import LoginByCodeStage
from allauth.decorators import rate_limit
from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.models import Member
from support.models import Session
from support.web.account_forms import as_address

View = Callable[..., HttpResponse]


class AskCodeForm(RequestLoginCodeForm):  # type: ignore[misc]
    """The address. On the sign-in page it stands beside the password, under the name that it has there."""

    _user: Member | None

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        if data is not None and "email" not in data and "login" in data:
            data = {**data.dict(), "email": data["login"]}
        super().__init__(data, **kwargs)
        as_address(self.fields["email"])

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if self._user and not _may_have_a_code(self._user):
            self._user = None
        return email


def _may_have_a_code(member: Member) -> bool:
    """Whose letters are their own, as far as we know: a confirmed address, and e-mail is safe."""
    confirmed = EmailAddress.objects.filter(user=member, email=member.email, verified=True)
    return member.email_safe and confirmed.exists()


class TypeCodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label, code.help_text = _("The code from the letter"), _("Six digits.")
        code.error_messages |= {"required": _("Please type the code.")}
        code.widget = forms.TextInput(
            {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code", "dir": "ltr"}
        )


class CodeStage(LoginByCodeStage):  # type: ignore[misc]
    """Waiting for a code holds nobody back: the sign-in page still opens, for another way in."""

    def is_resumable(self, request: HttpRequest) -> bool:
        return False


def one_at_a_time(view: View) -> View:
    """Attempts of one browser wait for each other, so that those that come at once are counted like any others."""

    @wraps(view)
    def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.session.session_key
        if request.method != "POST" or not key:
            return view(request, *args, **kwargs)
        with transaction.atomic():
            mine = Session.objects.select_for_update().filter(session_key=key)
            list(mine)  # waits here; what the one before wrote is read anew
            request.session = type(request.session)(key)
            answer = view(request, *args, **kwargs)
            if request.session.session_key == key:  # saved here, in turn; a new one is the middleware's
                request.session.save()
                request.session.modified = False
            return answer

    return counted


def guarded(view: View) -> View:
    """Typing a code is an attempt to sign in: few a minute, and one after the other."""
    limited: View = rate_limit(action="login")(one_at_a_time(view))
    return limited
