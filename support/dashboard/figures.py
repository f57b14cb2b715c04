"""Figures as moderators read them. Where too few people stand behind one, it says so."""

from datetime import datetime, timedelta

from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from matching.engine.hours import EPOCH

MINUTE = timedelta(minutes=1)


def in_percent(share: float | None) -> str:
    """ "73 %"."""
    return too_few() if share is None else _("%(share)s %%") % {"share": round(100 * share)}


def at_least(people: int | None) -> str:
    """ "at least 15"."""
    return _("at least %(people)s") % {"people": people} if people else too_few()


def part_of(part: int, whole: int) -> str:
    """ "12 of 20"."""
    return _("%(part)s of %(whole)s") % {"part": part, "whole": whole}


def lasting(span: timedelta) -> str:
    """ "2 days, 3 hours"; what took less than a minute was at once."""
    begins: datetime = EPOCH
    return timesince(begins, begins + span, depth=2) if span >= MINUTE else _("at once")


def uneven(gini: float | None, digits: int = 2) -> str:
    return too_few() if gini is None else f"{gini:.{digits}f}"


def too_few() -> str:
    return _("too few to tell")
