"""Moments and days as people say them, in the zone that is active: the member's own."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.customs import time_of_day
from support.web.directions import apart

A_WEEK = timedelta(days=7)


def moment_in_words(moment: datetime, now: datetime) -> str:
    """ "today at 18:00", "tomorrow at 09:30", "Thursday at 09:30", "3 December at 09:30": what "until" takes."""
    local = timezone.localtime(moment)
    return _("%(day)s at %(time)s") % {
        "day": day_in_words(local.date(), timezone.localdate(now)),
        "time": time_of_day(local),
    }


def day_in_words(day: date, today: date) -> str:
    """ "today", "tomorrow", "Thursday" within the coming week, else "3 December"."""
    if day == today:
        return _("today")
    if day == today + timedelta(days=1):
        return _("tomorrow")
    if day == today - timedelta(days=1):
        return _("yesterday")
    if today < day < today + A_WEEK:
        return date_format(day, "l")
    return date_format(day, "MONTH_DAY_FORMAT" if day.year == today.year else "DATE_FORMAT")


def time_in_figures(local: datetime) -> str:
    """The time that a moment reads in the zone it carries, as the page's language writes it: `TIME_FORMAT`."""
    return _in_figures(get_language(), local.hour, local.minute)


def day_and_time_in_figures(local: datetime) -> str:
    """The same with its day: `DATETIME_FORMAT`. Lists show the same moments again and again."""
    return _day_and_time(get_language(), local.replace(second=0, microsecond=0, tzinfo=None))


@lru_cache(maxsize=4096)
def _day_and_time(_language: str | None, local: datetime) -> str:
    return date_format(local, "DATETIME_FORMAT")


@lru_cache(maxsize=24 * 60 * 4)
def _in_figures(_language: str | None, hour: int, minute: int) -> str:
    return time_format(time(hour, minute), "TIME_FORMAT")


def greeting(now: datetime, name: str) -> str:
    """A greeting that fits the hour where the member is."""
    hour = timezone.localtime(now).hour
    if 5 <= hour < 12:
        words = _("Good morning, %(name)s.")
    elif 12 <= hour < 18:
        words = _("Good afternoon, %(name)s.")
    elif 18 <= hour < 23:
        words = _("Good evening, %(name)s.")
    else:
        words = _("Hello, %(name)s.")
    return words % {"name": apart(name)}
