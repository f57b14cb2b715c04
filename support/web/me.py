"""What I say about myself: how to reach me, how much I can carry, and a few facts that nobody is shown."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from accounts import members
from accounts.intake import is_desk
from accounts.languages import pages_in
from accounts.models import AgeBand, Gender, Member
from matching import profile
from support.web import choices
from support.web.access import MemberRequest, now, signed_in
from support.web.forms import Chips, ChipsOne, ZoneSelect
from support.web.language import remember_here
from support.web.passkeys import passkeys_of
from support.web.refusals import show_on
from support.web.second_factor import app_of

RATHER_NOT = ("", gettext_lazy("Rather not say"))


class MeForm(forms.Form):
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages I speak"),
        widget=Chips,
        error_messages={"required": gettext_lazy("Choose at least one language.")},
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of these pages and of letters to me"),
        choices=lambda: pages_in().items(),
        widget=ChipsOne,
    )
    time_zone = forms.ChoiceField(label=gettext_lazy("My clock follows"), widget=ZoneSelect)
    email_safe = forms.BooleanField(
        label=gettext_lazy("It is safe to e-mail me"),
        help_text=gettext_lazy(
            "If not, we only tell you here, and e-mail nothing but what your account needs."
        ),
        required=False,
    )
    shows_seen = forms.BooleanField(
        label=gettext_lazy("Show that messages were seen"),
        help_text=gettext_lazy(
            "Off for everybody at first. “Seen” stands below a message only where both of you have switched this on; "
            "nobody sees when you are here."
        ),
        required=False,
    )
    quiet_from = forms.TimeField(
        label=gettext_lazy("Quiet from"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    quiet_until = forms.TimeField(
        label=gettext_lazy("Quiet until"),
        help_text=gettext_lazy("In between, e-mails wait. The same time twice means no quiet hours."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    asked_in_quiet_hours = forms.BooleanField(
        label=gettext_lazy("Urgent requests may reach me in quiet hours"), required=False
    )
    max_people = forms.IntegerField(
        label=gettext_lazy("People I help at once, at most"), min_value=1, max_value=members.MOST_PEOPLE
    )
    max_asks_week = forms.IntegerField(
        label=gettext_lazy("Requests put to me in a week, at most"), min_value=1, max_value=members.MOST_ASKS
    )
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    gender = forms.ChoiceField(
        label=gettext_lazy("Gender"), choices=[RATHER_NOT, *Gender.choices], widget=ChipsOne, required=False
    )
    age_band = forms.ChoiceField(
        label=gettext_lazy("Age"),
        help_text=gettext_lazy(
            "When you change gender or age, questions that wait for your answer are put back, so that nobody learns "
            "what the other person had wished for."
        ),
        choices=[RATHER_NOT, *AgeBand.choices],
        widget=ChipsOne,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spoken = self.initial.get("languages", [])
        self.fields["languages"].choices = choices.languages([*spoken, "en"])  # type: ignore[attr-defined]
        zone = self.initial.get("time_zone", "")
        self.fields["time_zone"].choices = choices.zones(zone)  # type: ignore[attr-defined]
        countries = [RATHER_NOT, *choices.countries().items()]
        self.fields["country"].choices = countries  # type: ignore[attr-defined]


@signed_in
def me(request: MemberRequest) -> HttpResponse:
    member = request.user
    given = model_to_dict(member) | {
        "time_zone": choices.usual_zone(member.time_zone),
        "language": member.language or get_language(),
    }
    form = MeForm(request.POST if request.method == "POST" else None, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            _keep(member, form.cleaned_data, now())
        except ValidationError as refusal:
            show_on(form, refusal)
        else:
            return _kept(request)
    return render(
        request,
        "web/me/me.html",
        {
            "form": form,
            "passkeys": passkeys_of(member),
            "app": app_of(member),
            "intake_desk": is_desk(member),
        },
    )


def _kept(request: MemberRequest) -> HttpResponse:
    """Said in the language that was chosen just now."""
    with override(request.user.language):
        messages.success(request, _("Kept."))
    answer = redirect("me")
    remember_here(answer, request.user.language)
    return answer


def _keep(member: Member, said: dict[str, Any], moment: datetime) -> None:
    limits = {name: said.pop(name) for name in ("max_people", "max_asks_week")}
    profile.keep(member=member, now=moment, limits=limits, **said)
