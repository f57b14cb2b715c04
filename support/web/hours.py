"""When I am free: my usual week, and days on which I am away."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from matching import availability
from support.web import going, undo
from support.web.access import MemberRequest, now, signed_in
from support.web.arriving import progress_of
from support.web.forms import WeekField
from support.web.refusals import show_on

DAY = {"type": "date"}


class HoursForm(forms.Form):
    hours = WeekField(
        label=gettext_lazy("A usual week"),
        error_messages={
            "required": gettext_lazy(
                "Mark at least one time. To be left alone for a while, say when you are away, or pause your offers."
            )
        },
    )


class AwayForm(forms.Form):
    first_day = forms.DateField(
        label=gettext_lazy("From"),
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Choose the first day.")},
    )
    last_day = forms.DateField(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("This day is included."),
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Choose the last day.")},
    )


@signed_in
def hours(request: MemberRequest) -> HttpResponse:
    """The week; on the way in, this is the last step, and it may wait."""
    arriving = "welcome" in request.GET
    given = {"hours": availability.windows_of(request.user)}
    form = HoursForm(request.POST if request.method == "POST" else None, initial=given)
    form.fields["hours"].stand_in(request.user.time_zone, now=now())  # type: ignore[attr-defined]
    if request.method == "POST" and arriving and "later" in request.POST:
        return going.onward(request)
    if request.method == "POST" and form.is_valid():
        try:
            availability.replace(member=request.user, windows=form.cleaned_data["hours"], now=now())
        except ValidationError as refusal:
            show_on(form, refusal)
        else:
            messages.success(request, _("Your hours are kept."))
            return going.onward(request) if arriving else redirect("hours")
    shown = {"form": form, "arriving": arriving, "progress": progress_of(request.user, "hours")}
    return render(request, "web/hours/hours.html", shown)


@signed_in
def away(request: MemberRequest) -> HttpResponse:
    today = timezone.localdate(now())
    form = AwayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            availability.add_away(member=request.user, now=now(), **form.cleaned_data)
        except ValidationError as refusal:
            show_on(form, refusal)
        else:
            messages.success(request, _("Noted. Nobody is put to you on these days."))
            return redirect("away")
    coming = list(availability.away_to_come(request.user, now=now()))
    return render(request, "web/hours/away.html", {"form": form, "coming": coming, "today": today})


@require_POST
@signed_in
def away_remove(request: MemberRequest, pk: int) -> HttpResponse:
    mine = get_object_or_404(availability.away_of(request.user), pk=pk)
    facts, moment, back = undo.facts_of_away(mine), now(), reverse("away")
    availability.remove_away(away=mine, now=moment)
    words = _("Taken out. You can be asked on these days again.")
    undo.note(request, words, what="back_from_away", back=back, moment=moment, **facts)
    return redirect(back)
