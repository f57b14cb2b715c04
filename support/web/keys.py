"""Keys for programs that act for me: which there are, a new one, and taking one back."""

from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.http import require_POST, require_safe

from support import second_factor, tokens
from support.models import Token
from support.scopes import Scope
from support.web.access import MemberRequest, now, password_again, signed_in
from support.web.forms import Chips, ChipsOne
from support.web.refusals import show_on

SHOWN_ONCE = "key_for_a_program"
DAYS = [
    (days, ngettext_lazy("%(days)s day", "%(days)s days", "days") % {"days": days}) for days in tokens.DAYS
]


class KeyForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("What is it for?"),
        help_text=gettext_lazy(
            "A short name, so that you know it again: “My phone”, “The reading club's site”."
        ),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What may the program do?"),
        help_text=gettext_lazy("Choose no more than it needs."),
        widget=Chips,
        error_messages={"required": gettext_lazy("Choose what the program may do.")},
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("For how long?"), choices=DAYS, coerce=int, initial=90, widget=ChipsOne
    )

    def __init__(self, *args: object, offered: list[Scope], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["scopes"].choices = [(scope.value, scope.label) for scope in offered]  # type: ignore[attr-defined]


@require_safe
@signed_in
def keys(request: MemberRequest) -> HttpResponse:
    mine = list(tokens.valid(request.user, now=now()))
    shown = {
        "keys": [(key, [Scope(scope).label for scope in key.scopes]) for key in mine],
        "secret": request.session.pop(SHOWN_ONCE, ""),
        "api": settings.SITE_URL + reverse("api:start"),
    }
    return render(request, "web/keys/keys.html", shown)


@signed_in
def key_new(request: MemberRequest) -> HttpResponse:
    return _new(request)


@password_again
def _new(request: MemberRequest) -> HttpResponse:
    """Only for whoever has typed the password a moment ago: a key outlives an unwatched browser."""
    stepped = not second_factor.missing(request)
    offered = tokens.offered(request.user, second_step=stepped)
    form = KeyForm(request.POST if request.method == "POST" else None, offered=offered)
    if request.method == "POST" and form.is_valid():
        try:
            _made, secret = tokens.make(
                member=request.user, now=now(), second_step=stepped, **form.cleaned_data
            )
        except ValidationError as refusal:
            show_on(form, refusal)
        else:
            request.session[SHOWN_ONCE] = secret
            messages.success(request, _("Here is your key. Please copy it now: it is shown only once."))
            return redirect("keys")
    return render(request, "web/keys/new.html", {"form": form})


@require_POST
@signed_in
def key_take_back(request: MemberRequest, uid: UUID) -> HttpResponse:
    try:
        tokens.revoke(member=request.user, uid=uid, now=now())
    except Token.DoesNotExist as unknown:
        raise Http404 from unknown
    messages.success(
        request,
        _(
            "Taken back. It opens nothing any more. A calendar address or a device that it made is gone with it."
        ),
    )
    return redirect("keys")
