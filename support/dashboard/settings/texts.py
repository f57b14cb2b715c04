"""What the community says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.languages import pages_in
from accounts.said import TEXTS
from support.dashboard.settings.section import SectionForm
from support.moderation.settings.texts import LONGEST, TEXTS_PART

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ROWS = {"about": 5, "welcome": 4, "rules": 6}
LABELS: dict[str, StrOrPromise] = {
    "about": _("What this place is"),
    "welcome": _("Words of welcome"),
    "rules": _("What we ask of each other"),
}
HINTS: dict[str, StrOrPromise] = {
    "about": _("Everybody reads it, before they join."),
    "welcome": _("Read by those who have just come in."),
    "rules": _("A few plain sentences. Read before joining, and on the page of the community."),
}


def long_text(text: str, *, hint: bool) -> forms.CharField:
    return forms.CharField(
        label=LABELS[text],
        help_text=HINTS[text] if hint else "",
        required=False,
        max_length=LONGEST[text],
        widget=forms.Textarea(attrs={"rows": ROWS[text], "dir": "auto"}),
    )


class TextsForm(SectionForm):
    part = TEXTS_PART
    template = "settings/texts.html"

    name = forms.CharField(
        label=_("What the community is called"), max_length=80, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    run_by = forms.CharField(
        label=_("Who runs it"),
        help_text=_("So that people know whom they trust: a group, a charity, a person."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    about, welcome, rules = (long_text(text, hint=True) for text in TEXTS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in pages_in():
            for text in TEXTS:
                field = long_text(text, hint=False)
                field.widget.attrs["lang"] = language
                field.disabled = not kwargs["mine"]
                self.fields[f"{text}_{language}"] = field

    def first(self) -> list[forms.BoundField]:
        """The fields that everybody reads where nothing is written in their language."""
        return [self[name] for name in ("name", "run_by", *TEXTS)]

    def in_languages(self) -> list[tuple[str, str, list[forms.BoundField], bool]]:
        """Each language of the pages with its own name, its fields, and whether it stands open."""
        found = []
        for language, own_name in pages_in().items():
            fields = [self[f"{text}_{language}"] for text in TEXTS]
            found.append((language, own_name, fields, any(field.value() or field.errors for field in fields)))
        return found
