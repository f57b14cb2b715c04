"""An hour as two people read it: by the reader's clock, and by the other's beside it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.customs import time_of_day
from accounts.models import Member
from support.web.directions import apart
from support.web.moments import day_in_words


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose clock comes first, and whose stands beside."""

    zone: ZoneInfo
    other_zone: ZoneInfo
    other_name: str
    now: datetime


@dataclass(frozen=True, slots=True)
class SaidHour:
    """`mine` is "Tuesday, 18:30 to 19:00"; `theirs` "19:30 to 20:00 for Omar"; `value` names the hour in a form."""

    mine: str
    theirs: str
    value: str
    begins: datetime

    @property
    def both(self) -> str:
        return _("%(mine)s; %(theirs)s") % {"mine": self.mine, "theirs": self.theirs}


def reader(me: Member, other: Member, name: str, now: datetime) -> Reader:
    return Reader(ZoneInfo(me.time_zone), ZoneInfo(other.time_zone), name, now)


def said(hour: tuple[datetime, datetime], to: Reader) -> SaidHour:
    begins, ends = hour
    value = begins.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
    return SaidHour(_with_day(begins, ends, to.zone, to.now), _beside(begins, ends, to), value, begins)


def _beside(begins: datetime, ends: datetime, to: Reader) -> str:
    mine, theirs = begins.astimezone(to.zone), begins.astimezone(to.other_zone)
    if mine.replace(tzinfo=None) == theirs.replace(tzinfo=None):
        return _("the same time for %(name)s") % {"name": apart(to.other_name)}
    same_day = mine.date() == theirs.date()
    times = (
        _stretch(begins, ends, to.other_zone)
        if same_day
        else _with_day(begins, ends, to.other_zone, to.now, words=False)
    )
    return _("%(times)s for %(name)s") % {"times": times, "name": apart(to.other_name)}


def _with_day(begins: datetime, ends: datetime, zone: ZoneInfo, now: datetime, *, words: bool = True) -> str:
    """With the day; "today" and "tomorrow" are the reader's own, so for the other it is the name of the day."""
    local, today = begins.astimezone(zone), now.astimezone(zone).date()
    day = day_in_words(local.date(), today if words else today - timedelta(days=400))
    return _("%(day)s, %(times)s") % {"day": capfirst(day), "times": _stretch(begins, ends, zone)}


def _stretch(begins: datetime, ends: datetime, zone: ZoneInfo) -> str:
    times = {"start": _clock(begins, zone), "end": time_of_day(ends.astimezone(zone))}
    return _("%(start)s to %(end)s") % times


def _clock(moment: datetime, zone: ZoneInfo) -> str:
    """The time; where the clock reads it twice that day, also which of the two it is."""
    local = moment.astimezone(zone)
    if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
        return f"{time_of_day(local)} (UTC{local:%z})"
    return time_of_day(local)
