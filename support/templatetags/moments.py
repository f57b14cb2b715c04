"""{{ end|moment:now }}, {{ day|day:today }}, {{ since|ago:now }}, {{ words|one_stop }}: see `support.web.moments`."""

import re
from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince

from support.web.moments import day_and_time_in_figures, day_in_words, moment_in_words

register = template.Library()
AGO = '<time datetime="{}" title="{}">{}</time>'
TWO_STOPS = re.compile(r"(?<=[ .]m)\.\.(?!\.)")  # "9 a.m.."; what people themselves end in dots stays theirs


@register.filter
def moment(when: datetime | None, now: datetime) -> str:
    return moment_in_words(when, now) if when else ""


@register.filter
def ago(when: datetime, now: datetime) -> SafeString:
    """How long it is ago: short to the eye, exact to a machine.

    In one unit: nobody on the moderators' pages needs its minutes beside hours.
    """
    local = timezone.localtime(when)
    exact, short = day_and_time_in_figures(local), timesince(when, now, depth=1)
    return format_html(AGO, local.isoformat(), exact, short)


@register.filter
def day(when: date | None, today: date) -> str:
    return day_in_words(when, today) if when else ""


@register.filter(is_safe=True)
def one_stop(sentence: str) -> str:
    """Sentences that end in an hour do not end in two stops where the hour brings its own ("9 a.m.")."""
    return TWO_STOPS.sub(".", sentence)
