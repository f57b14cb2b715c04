"""How forms look and behave here: one renderer for all, choices as chips, long words, the week grid as a field."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Script

from support.chips import Chips, ChipsOne, Plain
from support.web.weekfield import WeekField

__all__ = ["Chips", "ChipsOne", "Renderer", "Scale", "WeekField", "Words", "ZoneSelect"]


class Renderer(TemplatesSetting):
    """Every form and field of the service through our own templates: sentence, hint, what went wrong, answer."""

    form_template_name = "parts/form.html"
    field_template_name = "parts/field.html"


class Scale(Plain, forms.RadioSelect):
    """A few steps from `low` to `high`, with words at both ends, and a way not to say."""

    template_name = "parts/scale.html"

    def __init__(self, *, low: Any, high: Any, attrs: dict[str, Any] | None = None) -> None:
        self.low, self.high = low, high
        super().__init__(attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        groups = context["widget"]["optgroups"]
        options = [option for _label, options, _index in groups for option in options]
        context["widget"] |= {
            "low": self.low,
            "high": self.high,
            "steps": [option for option in options if option["value"]],
            "silent": [option for option in options if not option["value"]],
        }
        return context


class Words(forms.Textarea):
    """A large place for somebody's own words, in the serif voice. `draft` names what this tab keeps until then."""

    def __init__(self, *, draft: str = "", attrs: dict[str, Any] | None = None) -> None:
        kept = {"data-draft": draft} if draft else {}
        super().__init__({"class": "words", "rows": 6, **kept, **(attrs or {})})


class ZoneSelect(forms.Select):
    """Time zones; while nothing is chosen, the browser's guess is filled in and said as a sentence to confirm.

    `guess_words` is that sentence, with {zone} and {time} where the guess goes.
    """

    def __init__(self, *, guess_words: Any = "", attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-guess-timezone": True, "data-guess-words": guess_words, **(attrs or {})})

    class Media:
        js = [Script("js/timezone.js", type="module")]
