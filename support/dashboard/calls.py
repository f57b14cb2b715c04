"""Where calls happen: seen by every moderator, changed by owners."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from support.dashboard.desk import Desk, moderated, show
from support.moderation import calls as moderation


class CallsForm(forms.Form):
    pattern = forms.CharField(
        label=gettext_lazy("The address of your calls"),
        help_text=gettext_lazy(
            "It begins with https:// and has {meeting} where the name of the room goes; each meeting gets a room that "
            "nobody can guess. Leave it empty if people should agree on it themselves."
        ),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "url", "autocomplete": "off"}),
    )


@moderated
@require_http_methods(["GET", "HEAD", "POST"])
def calls(request: Desk) -> HttpResponse:
    remit = request.remit
    if request.method == "POST" and not remit.decides_weights:
        raise Http404
    given = {"pattern": remit.community.meeting_link}
    form = CallsForm(request.POST if request.method == "POST" else None, initial=given)
    if request.method == "POST" and form.is_valid() and _kept(request, form):
        messages.success(request, _("Kept. Meetings that are planned already lead there, too."))
        return redirect("dashboard_calls", remit.community.slug)
    return show(request, "calls.html", form=form, mine=remit.decides_weights)


def _kept(request: Desk, form: CallsForm) -> bool:
    """Whether it was kept; beside the address stands why not."""
    try:
        moderation.change(
            community=request.remit.community, by=request.user, now=request.now, **form.cleaned_data
        )
    except ValidationError as refusal:
        form.add_error("pattern", refusal)
    return form.is_valid()
