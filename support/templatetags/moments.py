"""{{ deadline|moment:now }}, {{ day|day:today }} and {{ sentence|one_stop }}: see `support.web.moments`."""

from datetime import date, datetime

from django import template

from support.web.moments import day_in_words, moment_in_words

register = template.Library()


@register.filter
def moment(when: datetime | None, now: datetime) -> str:
    return moment_in_words(when, now) if when else ""


@register.filter
def day(when: date | None, today: date) -> str:
    return day_in_words(when, today) if when else ""


@register.filter(is_safe=True)
def one_stop(sentence: str) -> str:
    """A sentence that ends in an hour does not end in two stops where the hour brings its own ("9 a.m.")."""
    return sentence.removesuffix(".") if sentence.endswith("..") else sentence
