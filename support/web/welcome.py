"""The third of the steps on the way in: which languages, and where the clock hangs. The fourth is `hours`."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from accounts.models import Member
from matching import profile
from support.web import arriving, choices, going
from support.web.access import MemberRequest, now, signed_in
from support.web.context import memberships_of
from support.web.forms import Chips, ZoneSelect
from support.web.refusals import show_on


class WelcomeForm(forms.Form):
    languages = forms.MultipleChoiceField(
        label=_("Which languages do you speak?"),
        help_text=_("Choose those in which you could talk about what matters."),
        widget=Chips,
        error_messages={"required": _("Choose at least one language.")},
    )
    time_zone = forms.ChoiceField(
        label=_("What does your clock follow?"),
        help_text=_("So that times are shown as your clock shows them. Choose the place nearest to you."),
        widget=ZoneSelect(guess_words=_("Your browser says {zone}, where it is {time} now. Is that right?")),
        error_messages={"required": _("Choose the place nearest to you.")},
    )

    def __init__(self, *args: Any, likely: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = choices.languages(likely)  # type: ignore[attr-defined]
        places = choices.zones(self.initial.get("time_zone", ""))
        self.fields["time_zone"].choices = [("", _("Choose a place")), *places]  # type: ignore[attr-defined]


@signed_in
def welcome(request: MemberRequest) -> HttpResponse:
    refused = going.finish_joining(request)
    if refused is not None:
        return refused
    if request.method == "POST" and "later" in request.POST:
        request.session[arriving.LATER] = True
        return redirect(reverse("hours") + "?welcome")
    member = request.user
    form = WelcomeForm(
        request.POST if request.method == "POST" else None,
        likely=_likely(request, member),
        initial=_known(member),
    )
    if request.method == "POST" and form.is_valid():
        try:
            profile.keep(member=member, now=now(), **form.cleaned_data)
        except ValidationError as refusal:
            show_on(form, refusal)
        else:
            return redirect(reverse("hours") + "?welcome")
    shown = {"form": form, "progress": arriving.progress_of(member, "clock")}
    return render(request, "web/welcome/welcome.html", shown)


def _known(member: Member) -> dict[str, Any]:
    """What was said already; a zone that nobody chose is left open, so that the browser's guess may stand there."""
    chosen = member.time_zone_confirmed or member.time_zone != "UTC"
    zone = choices.usual_zone(member.time_zone) if chosen else ""
    return {"languages": member.languages, "time_zone": zone}


def _likely(request: MemberRequest, member: Member) -> list[str]:
    """My languages, those of my communities, the one I read now, and a few that many speak."""
    places = [code for membership in memberships_of(member) for code in membership.community.languages]
    reading = [get_language_info(request.LANGUAGE_CODE)["code"].partition("-")[0]]
    return [*member.languages, *places, *reading, "en", "es", "fr", "ar", "pt"]
