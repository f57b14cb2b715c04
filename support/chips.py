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
            {"name": label, "options": [plain(option) for option in options], "chosen": _chosen(options)}
            for label, options, _index in context["widget"]["optgroups"]
        ]
        context["widget"] |= {
            "before": self.before,
            "loose": [option for group in groups if not group["name"] for option in group["options"]],
            "groups": [group for group in groups if group["name"]],
        }
        return context


def plain(option: dict[str, Any]) -> dict[str, Any]:
    """What the chip of a choice shows. Every line is there: what a template must look for in vain takes it longest."""
    attrs = option["attrs"]
    return {
        "type": option["type"],
        "name": option["name"],
        "value": str(option["value"]),
        "id": attrs.get("id", ""),
        "selected": option["selected"],
        "disabled": attrs.get("disabled", False),
        "required": attrs.get("required", False),
        "label": str(option["label"]),
    }


def _chosen(options: list[dict[str, Any]]) -> int:
    return sum(option["selected"] for option in options)


class Chips(_AsChips, forms.CheckboxSelectMultiple):
    """Any number of choices, as chips. Grouped choices open and close."""


class ChipsOne(_AsChips, forms.RadioSelect):
    """One choice of several, as chips."""
