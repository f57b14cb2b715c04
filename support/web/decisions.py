"""What moderators decided about me, why, until when, and how I say that it was not right; what came of my reports."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from support import reports
from support.moderation import appeals, reasons
from support.moderation.decisions import LONGEST
from support.privacy.own_data import measures_told
from support.web.access import MemberRequest, now, signed_in
from support.web.refusals import show_on

SHOWN = 50


class AppealForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("What should somebody else know?"),
        help_text=gettext_lazy("As long or as short as you like. You can do this once for each decision."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST,
    )


@require_safe
@signed_in
def decisions(request: MemberRequest) -> HttpResponse:
    """The newest first, and what I told the moderators with what came of it."""
    told = reports.told_by(request.user)[:SHOWN]
    shown = {
        "measures": measures_told(request.user)[:SHOWN],
        "reports": [(report, reports.came_of(report)) for report in told],
    }
    return render(request, "web/decisions/decisions.html", shown)


@signed_in
def decision(request: MemberRequest, uid: UUID) -> HttpResponse:
    """One decision about me, and my word to it."""
    measure = get_object_or_404(measures_told(request.user), uid=uid)
    open_to_me = appeals.may_appeal(measure)
    form = AppealForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            appeals.appeal(measure=measure, member=request.user, now=now(), **form.cleaned_data)
        except ValidationError as refusal:
            show_on(form, refusal)
        else:
            messages.success(
                request, _("Sent. Somebody who did not decide this looks at it, and you will hear.")
            )
            return redirect("decision", uid)
    shown = {
        "measure": measure,
        "reason": reasons.BY_CODE[measure.reason].title,
        "appeal": getattr(measure, "appeal", None),
        "form": form if open_to_me else None,
    }
    return render(request, "web/decisions/decision.html", shown)
