"""Weekly windows between people and programs: rows as they are typed, windows as they are kept, sentences to read.

Everything is local wall-clock time in quarter-hours; Monday is 0; a window ends at 1440 (midnight) at the latest.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from matching.engine.side import Window

QUARTER = 15
DAY = 24 * 60
TIME = re.compile(r"([01]?\d|2[0-4])[:.h]([0-5]\d)(?::00)?", re.ASCII)


class NotAStretch(ValidationError):
    """What was typed is no stretch of a day."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list, exactly as it was typed: from, to."""

    start: str = ""
    end: str = ""

    def __bool__(self) -> bool:
        return bool(self.start or self.end)

    def windows(self, weekday: int) -> list[Window]:
        """What the row means on that weekday; two windows when it goes over midnight. Raises NotAStretch, kindly."""
        if not self:
            return []
        day = WEEKDAYS[weekday]
        if not self.start or not self.end:
            raise NotAStretch(_("%(day)s: please give both a beginning and an end.") % {"day": day})
        start, end = _minutes(self.start, day) % DAY, _minutes(self.end, day) % DAY
        if start == end != 0:
            raise NotAStretch(_("%(day)s: this time begins and ends at once.") % {"day": day})
        return over_midnight(weekday, start, end)


def _minutes(typed: str, day: object) -> int:
    match = TIME.fullmatch(typed.strip())
    minutes = int(match[1]) * 60 + int(match[2]) if match else DAY + 1
    if minutes > DAY:
        raise NotAStretch(_("%(day)s: please write times like 18:30.") % {"day": day})
    if minutes % QUARTER:
        raise NotAStretch(_("%(day)s: please use quarter-hours, such as 18:15.") % {"day": day})
    return minutes


def over_midnight(weekday: int, start: int, end: int) -> list[Window]:
    """From start to the next time the clock reads end, cut at midnight. The same time twice is a whole day."""
    if end > start:
        return [Window(weekday, start, end)]
    morning = [Window((weekday + 1) % 7, 0, end)] if 0 < end <= start else []
    return [Window(weekday, start, DAY), *morning]


def tidy(windows: Iterable[Window]) -> list[Window]:
    """In order, joined where they touch or overlap within a day."""
    joined: list[Window] = []
    for window in sorted(windows, key=lambda window: (window.weekday, window.start, window.end)):
        last = joined[-1] if joined else None
        if last and last.weekday == window.weekday and window.start <= last.end:
            joined[-1] = Window(last.weekday, last.start, max(last.end, window.end))
        else:
            joined.append(window)
    return joined


def rows_of(windows: Iterable[Window]) -> list[list[Row]]:
    """The seven days' rows, as they stand in the list."""
    days: list[list[Row]] = [[] for _weekday in range(7)]
    for window in tidy(windows):
        days[window.weekday].append(Row(clock(window.start), clock(window.end % DAY)))
    return days


def clock(minutes: int) -> str:
    """18:00 for 1080; the end of a day is 24:00."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def in_words(windows: Iterable[Window]) -> list[str]:
    """One sentence a day: "Tuesday 18:00 to 20:00, 21:00 to 22:00"."""
    days: dict[int, list[str]] = {}
    for window in tidy(windows):
        stretch = _("%(start)s to %(end)s") % {"start": clock(window.start), "end": clock(window.end)}
        days.setdefault(window.weekday, []).append(stretch)
    return [f"{WEEKDAYS[weekday]} {', '.join(stretches)}" for weekday, stretches in days.items()]


def place_of(zone: str) -> str:
    """The place that a time zone is named after, as people write it: "New York" for America/New_York."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")
