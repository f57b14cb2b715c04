"""{{ widget.attrs|attributes }}: the attributes of a field, which Django's own template says one by one."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html
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
