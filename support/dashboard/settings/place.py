"""Languages, the country, and whether people meet in person, where the community has drawn a coarse map for it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.languages import SPOKEN, own_name
from support import places
from support.chips import Chips
from support.dashboard.settings.section import SectionForm
from support.moderation.settings.place import PLACE

LIKELY = ("en", "es", "fr", "ar", "pt")


class PlaceForm(SectionForm):
    part = PLACE

    languages = forms.MultipleChoiceField(
        label=_("Which languages are spoken here?"),
        help_text=_(
            "They are offered first, and words are understood in them. People may speak others as well."
        ),
        widget=Chips,
        error_messages={"required": _("Choose at least one language.")},
    )
    country = forms.ChoiceField(
        label=_("In which country are most people?"),
        help_text=_("Its crisis lines are shown to those who have not said where they are."),
        required=False,
    )
    in_person = forms.BooleanField(
        label=_("People may meet in person"),
        help_text=_("Then they can choose a rough area from your map, never an address."),
        required=False,
    )
    areas = forms.CharField(
        label=_("The areas of your map"),
        help_text=_(
            "One a line, and its neighbours after a colon: “Old town: Harbour, Hillside”. Whoever is in neighbouring "
            "areas may be brought together. A quarter or a small town is about right; nobody should be found by it."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = list(dict.fromkeys([*self.community.languages, *LIKELY]))
        others = sorted((code for code in SPOKEN if code not in first), key=own_name)
        self.fields["languages"].choices = [  # type: ignore[attr-defined]
            *((code, own_name(code)) for code in first),
            (_("More languages"), [(code, own_name(code)) for code in others]),
        ]
        nowhere = ("", _("In no one country"))
        self.fields["country"].choices = [nowhere, *places.countries().items()]  # type: ignore[attr-defined]

    def shown(self, values: dict[str, Any]) -> dict[str, Any]:
        lines = (f"{name}: {', '.join(beside)}" if beside else name for name, beside in values["areas"])
        return values | {"areas": "\n".join(lines)}

    def values(self) -> dict[str, Any]:
        return super().values() | {"areas": [_read(line) for line in _lines(self.cleaned_data["areas"])]}


def _lines(typed: str) -> list[str]:
    return [line for line in typed.splitlines() if line.strip()]


def _read(line: str) -> tuple[str, list[str]]:
    """An area and its neighbours, as one line says it."""
    name, _colon, beside = line.partition(":")
    return name, [other for other in beside.split(",") if other.strip()]
