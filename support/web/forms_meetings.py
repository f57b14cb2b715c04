"""An hour of one's own choice, by one's own clock."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from support import meetings
from support.web.forms import ChipsOne


def length_in_words(minutes: int) -> str:
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


class HourForm(forms.Form):
    """`outside` is asked for only once somebody has chosen an hour that the two do not share."""

    day = forms.DateField(
        label=gettext_lazy("Which day?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Choose a day.")},
    )
    time = forms.TimeField(
        label=gettext_lazy("From when?"),
        help_text=gettext_lazy("By your own clock."),
        widget=forms.TimeInput(attrs={"type": "time", "step": 900}, format="%H:%M"),
        error_messages={
            "required": gettext_lazy("Choose a time."),
            "invalid": gettext_lazy("Please write a time like 18:30."),
        },
    )
    minutes = forms.TypedChoiceField(label=gettext_lazy("How long?"), coerce=int, initial=30, widget=ChipsOne)
    outside = forms.BooleanField(
        label=gettext_lazy("Suggest it all the same"),
        help_text=gettext_lazy("It is outside of the hours you share. The other person sees that, too."),
        required=False,
    )

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(zone)
        choices = [(minutes, length_in_words(minutes)) for minutes in meetings.LENGTHS]
        self.fields["minutes"].choices = choices  # type: ignore[attr-defined]
        if not self.data.get("outside"):
            self.ask_nothing_of_outside()

    def ask_nothing_of_outside(self) -> None:
        self.fields["outside"].widget = forms.HiddenInput()

    def ask_of_outside(self) -> None:
        self.fields["outside"].widget = forms.CheckboxInput()

    def beginnings(self) -> list[datetime]:
        """When the clock shows this time: twice where it is put back. Raises ValidationError where it never does."""
        given: tuple[date, time] = self.cleaned_data["day"], self.cleaned_data["time"]
        local = datetime.combine(*given)
        both = [local.replace(tzinfo=self.zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
        shown = [at for at in both if at.astimezone(self.zone).replace(tzinfo=None) == local]
        if not shown:
            text = _(
                "The clocks go forward then, so there is no such time on this day. Please choose another."
            )
            raise ValidationError({"time": ValidationError(text, code="no_such_time")})
        return sorted(set(shown))
