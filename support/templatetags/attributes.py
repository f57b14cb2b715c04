"""{{ widget.attrs|attributes }}, {{ widget.optgroups|options }} and {{ options|chips }}: what templates say one by one.

A list of time zones has four hundred lines, a form with topics a hundred chips, and every field has its attributes.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def attributes(named: Mapping[str, Any]) -> SafeString:
    """What is false is left out; of what is true stands the name alone."""
    said = (
        format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value)
        for name, value in named.items()
        if value is not False
    )
    return mark_safe("".join(said))  # noqa: S308 - each is escaped


@register.filter
def options(groups: Iterable[tuple[Any, list[dict[str, Any]], int]]) -> SafeString:
    """The lines of a list to choose from, in their groups."""
    return mark_safe("".join(_group(name, some) for name, some, _index in groups))  # noqa: S308 - each is escaped


@register.filter
def chips(options: Iterable[Mapping[str, Any]]) -> SafeString:
    """Choices beside each other, inside <div class="chips">: each as `support.chips` says it."""
    return SafeString("".join(map(_chip, options)))


def _chip(option: Mapping[str, Any]) -> str:
    return f'<label class="chip"><input{option["input"]}>{conditional_escape(option["label"])}</label>'


def _group(name: Any, some: list[dict[str, Any]]) -> str:
    lines = "".join(map(_option, some))
    return f'\n  <optgroup label="{conditional_escape(name)}">{lines}\n  </optgroup>' if name else lines


def _option(option: dict[str, Any]) -> str:
    attrs = attributes(option["attrs"]) if option["attrs"] else ""
    value, label = conditional_escape(option["value"]), conditional_escape(option["label"])
    return f'\n  <option value="{value}"{attrs}>{label}</option>'
