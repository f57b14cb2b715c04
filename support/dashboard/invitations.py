"""Links that let people join: made here, shown once, called back here."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.invitations import MOST_DAYS, MOST_USES, TooWide, works
from accounts.models import Invitation, Role
from support.dashboard.desk import Desk, moderated, page_of, show
from support.moderation import invitations as moderation
from support.parties import names_of

SHOWN_ONCE = "invitation_link"  # the session's key for a link on its way to the one page that shows it


class InvitationForm(forms.Form):
    uses = forms.IntegerField(
        label=gettext_lazy("How many people may join by it?"), min_value=1, max_value=MOST_USES, initial=1
    )
    days = forms.IntegerField(
        label=gettext_lazy("For how many days does it work?"), min_value=1, max_value=MOST_DAYS, initial=14
    )
    role = forms.TypedChoiceField(
        label=gettext_lazy("As what do they come in?"),
        help_text=gettext_lazy(
            "A link that makes somebody more than a member works once. Give it to nobody else."
        ),
        choices=Role.choices,
        coerce=Role,
        initial=Role.MEMBER,
        empty_value=Role.MEMBER,
        required=False,
    )

    def __init__(self, *args: Any, gives_roles: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not gives_roles:
            del self.fields["role"]


@moderated
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: Desk) -> HttpResponse:
    form = InvitationForm(request.POST or None, gives_roles=request.remit.decides_settings)
    if request.method == "POST" and form.is_valid():
        try:
            return _make(request, form)
        except TooWide as refusal:
            form.add_error(None, refusal)
    community = request.remit.community
    page = page_of(request, community.invitations.order_by("-made_at", "-pk"))
    names = names_of(community, (invitation.made_by_id for invitation in page))
    lines = [
        (invitation, names.get(invitation.made_by_id, _("An operator")), works(invitation, request.now))
        for invitation in page
    ]
    return show(
        request,
        "invitations.html",
        form=form,
        page=page,
        lines=lines,
        link=request.session.pop(SHOWN_ONCE, ""),
    )


@moderated
@require_POST
def invitation_revoke(request: Desk, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation, pk=pk, community=request.remit.community)
    moderation.revoke(request.remit, invitation=invitation, now=request.now)
    messages.success(request, _("That link no longer works. Whoever has joined by it stays."))
    return redirect("dashboard_invitations", request.remit.community.slug)


def _make(request: Desk, form: InvitationForm) -> HttpResponse:
    community = request.remit.community
    _invitation, secret = moderation.invite(request.remit, now=request.now, **form.cleaned_data)
    request.session[SHOWN_ONCE] = moderation.link(secret)
    messages.success(request, _("Here is your link. Please copy it now: it is shown only once."))
    return redirect("dashboard_invitations", community.slug)
