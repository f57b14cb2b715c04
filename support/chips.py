"""Choices as chips, for the forms of members and of moderators alike."""

from typing import Any

from django import forms


class _AsChips(forms.widgets.ChoiceWidget):
    """Hands its options to the template: first those without a group, then groups that know how many are chosen."""

    template_name = "parts/chips.html"
    broad = True
    before: Any = ""  # what is said of those that stand before the groups

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        groups = [
            {"name": label, "options": options, "chosen": sum(option["selected"] for option in options)}
            for label, options, _index in context["widget"]["optgroups"]
        ]
        context["widget"] |= {
            "before": self.before,
            "loose": [option for group in groups if not group["name"] for option in group["options"]],
            "groups": [group for group in groups if group["name"]],
        }
        return context


class Chips(_AsChips, forms.CheckboxSelectMultiple):
    """Any number of choices, as chips. Grouped choices open and close."""


class ChipsOne(_AsChips, forms.RadioSelect):
    """One choice of several, as chips."""
