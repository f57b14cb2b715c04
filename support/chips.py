"""Choices as chips, for the forms of members and of moderators alike."""

from html import escape
from typing import Any

from django import forms
from django.utils.safestring import SafeString

INPUT = ' type="%s" name="%s" value="%s" id="%s"%s'


class Plain(forms.widgets.ChoiceWidget):
    """Options as plain as a template can read them; `input` holds all that an <input> says of itself.

    Long lists of topics and languages are what takes longest on their pages.
    """

    def create_option(
        self,
        name: str,
        value: Any,
        label: Any,
        selected: bool,
        index: int,
        subindex: int | None = None,
        attrs: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        place = str(index) if subindex is None else f"{index}_{subindex}"
        shared = self.build_attrs(self.attrs, attrs)
        marks = {"checked": selected, "disabled": shared.get("disabled"), "required": shared.get("required")}
        alone = "".join(f" {mark}" for mark, there in marks.items() if there)
        key = self.id_for_label(shared.get("id", ""), place)
        said = INPUT % (self.input_type, escape(name), escape(str(value)), escape(key), alone)
        return {
            "name": name,
            "value": str(value),
            "id": key,
            "selected": selected,
            "input": SafeString(said),  # each part is escaped
            "label": str(label),
        }


class _AsChips(Plain):
    """Hands its options to the template: first those without a group, then groups that know how many are chosen."""

    template_name = "parts/chips.html"
    broad = True
    before: Any = ""  # what is said of those that stand before the groups

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        groups = [
            {"name": label, "options": options, "chosen": _chosen(options)}
            for label, options, _index in context["widget"]["optgroups"]
        ]
        context["widget"] |= {
            "before": self.before,
            "loose": [option for group in groups if not group["name"] for option in group["options"]],
            "groups": [group for group in groups if group["name"]],
        }
        return context


def _chosen(options: list[dict[str, Any]]) -> int:
    return sum(option["selected"] for option in options)


class Chips(_AsChips, forms.CheckboxSelectMultiple):
    """Any number of choices, as chips. Grouped choices open and close."""


class ChipsOne(_AsChips, forms.RadioSelect):
    """One choice of several, as chips."""
