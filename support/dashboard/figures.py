"""Figures as moderators read them. Where too few people stand behind one, it says so."""

from datetime import datetime, timedelta

from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from matching.crowds import FEW
from matching.engine.hours import EPOCH

MINUTE = timedelta(minutes=1)


def in_percent(share: float | None) -> str:
    """ "73 %"."""
    return too_few() if share is None else _("%(share)s %%") % {"share": round(100 * share)}


def fives(share: float) -> int:
    """A share in steps of five per cent: one of twenty people is not seen in it."""
    return 5 * round(20 * share)


def in_fives(people: int) -> str:
    """ "at least 15", for 17."""
    return _("at least %(people)s") % {"people": people // FEW * FEW} if people >= FEW else too_few()


def part_of(part: int, whole: int) -> str:
    """ "12 of 20"."""
    return _("%(part)s of %(whole)s") % {"part": part, "whole": whole}


def lasting(span: timedelta) -> str:
    """ "2 days, 3 hours"; what took less than a minute was at once."""
    begins: datetime = EPOCH
    return timesince(begins, begins + span, depth=2) if span >= MINUTE else _("at once")


def uneven(gini: float | None, digits: int = 2) -> str:
    return too_few() if gini is None else f"{gini:.{digits}f}"


def utc(minutes: int) -> str:
    """ "UTC+5:45", from how many minutes clocks are ahead."""
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def too_few() -> str:
    return _("too few to tell")
