"""How long an offer may rest: a few choices of one tap each, or a day of one's own."""

from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class PauseForm(forms.Form):
    until = forms.DateField(
        label=gettext_lazy("Until when?"),
        help_text=gettext_lazy("On this day it opens again by itself."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


@dataclass(frozen=True, slots=True)
class Rest:
    """One choice; `until` is the day on which the offer opens again, in the member's zone; none: not by itself."""

    words: str
    until: date | None = None


def choices(today: date) -> list[Rest]:
    return [
        Rest(_("For a week"), today + timedelta(days=7)),
        Rest(_("For two weeks"), today + timedelta(days=14)),
        Rest(_("For a month"), today + timedelta(days=30)),
        Rest(_("Until I say so")),
    ]
