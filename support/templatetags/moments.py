"""{{ deadline|moment:now }} and {{ day|day:today }}: see `support.web.moments`."""

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
