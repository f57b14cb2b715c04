"""What is asked about a crisis line."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from support import places, safety
from support.models import CrisisResource
from support.moderation.lines import mark
from support.moderation.settings import ChangedMeanwhile

if TYPE_CHECKING:
    from django.http import QueryDict

KEPT = ("name", "phone", "note", "source", "expires_on")


class LineForm(forms.Form):
    """A line that is there. Its country stays: a number of another country is another line."""

    name = forms.CharField(label=_("Who answers?"), max_length=120)
    phone = forms.CharField(
        label=_("What number do people call?"),
        help_text=_("One number, as somebody in that country dials it."),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "dir": "ltr", "autocomplete": "off"}),
    )
    note = forms.CharField(
        label=_("Is there something to know before calling?"),
        help_text=_("For example its hours, its languages, or that one can text."),
        max_length=200,
        required=False,
    )
    source = forms.CharField(
        label=_("Where does the number come from?"),
        help_text=_("Who runs the line, and the address of their own page. Everybody reads this."),
        max_length=200,
    )
    expires_on = forms.DateField(
        label=_("Until when may people rely on it without another check?"),
        help_text=_("A year from now at most. After that it waits for a check, and people are told."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    checked = forms.BooleanField(label=_("I called it or looked at its source today"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, line: CrisisResource, today: date) -> None:
        given = {name: getattr(line, name) for name in KEPT} | {"seen": mark(line)}
        if line.expires_on <= today:
            given["expires_on"] = today + safety.GOOD_FOR
        self.line = line
        super().__init__(data, initial=given)

    def values(self) -> dict[str, Any]:
        """What was typed, as it is kept."""
        return {name: self.cleaned_data[name] for name in KEPT}

    def refuse(self, refusal: ValidationError) -> None:
        """Says beside each field, or above them all, why it was not kept."""
        self.add_error(None, refusal)
        if isinstance(refusal, ChangedMeanwhile):
            # What is typed stays; whoever keeps it again has seen that it was changed.
            self.line.refresh_from_db()
            typed = cast("QueryDict", self.data).copy()
            typed["seen"] = mark(self.line)
            self.data = typed


class NewLineForm(LineForm):
    country = forms.ChoiceField(label=_("Where does it work?"), required=False)
    field_order = ("country",)

    def __init__(self, data: Any = None, *, country: str, today: date) -> None:
        fresh = CrisisResource(country=country, expires_on=today + safety.GOOD_FOR)
        super().__init__(data, line=fresh, today=today)
        self.initial["country"] = country
        choices = [("", _("Anywhere")), *places.countries().items()]
        self.fields["country"].choices = choices  # type: ignore[attr-defined]
        self.fields["country"].none_is_answer = True  # type: ignore[attr-defined]
