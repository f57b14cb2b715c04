"""Weekly windows between people and programs: rows as they are typed, windows as they are kept, sentences to read.

Everything is local wall-clock time in quarter-hours; Monday is 0; a window ends at 1440 (midnight) at the latest.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from accounts.customs import DAY, clock, current
from matching.engine.side import Window

QUARTER = 15
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


def spans_of(windows: Iterable[Window]) -> list[Window]:
    """The stretches as people think of them: one over midnight is one, and ends after 1440."""
    pieces = tidy(windows)
    mornings = {piece.weekday: piece for piece in pieces if piece.start == 0}
    spans, taken = [], set()
    for piece in pieces:
        morning = mornings.get((piece.weekday + 1) % 7)
        if piece.end == DAY and morning and morning.end <= piece.start:
            taken.add(morning)
            piece = Window(piece.weekday, piece.start, DAY + morning.end)
        spans.append(piece)
    return [span for span in spans if span not in taken]


def rows_of(windows: Iterable[Window]) -> list[list[Row]]:
    """The rows of the seven days, Monday first, as they stand in the list."""
    days: list[list[Row]] = [[] for _weekday in range(7)]
    for span in spans_of(windows):
        days[span.weekday].append(Row(typed(span.start), typed(span.end % DAY)))
    return days


def typed(minutes: int) -> str:
    """18:00 for 1080, as a field for a time wants it."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def in_words(windows: Iterable[Window]) -> list[str]:
    """One sentence a day, in the order of the reader's week: "Tuesday 18:00 to 20:00, 21:00 to 22:00"."""
    days: dict[int, list[str]] = {weekday: [] for weekday in current().days}
    for span in spans_of(windows):
        days[span.weekday].append(stretch_in_words(span))
    return [
        _("%(day)s %(times)s") % {"day": WEEKDAYS[weekday], "times": _(", ").join(stretches)}
        for weekday, stretches in days.items()
        if stretches
    ]


def span_in_words(span: Window) -> str:
    """ "Tuesday 18:00 to 20:00"."""
    return _("%(day)s %(times)s") % {"day": WEEKDAYS[span.weekday], "times": stretch_in_words(span)}


def stretch_in_words(span: Window) -> str:
    """ "18:00 to 20:00", or over midnight "22:00 to Wednesday 01:00"."""
    if span.end <= DAY:
        return _("%(start)s to %(end)s") % {"start": clock(span.start), "end": clock(span.end)}
    day, end = WEEKDAYS[(span.weekday + 1) % 7], clock(span.end - DAY)
    return _("%(start)s to %(day)s %(end)s") % {"start": clock(span.start), "day": day, "end": end}


def shifted(span: Window, minutes: int) -> Window:
    """The same stretch by a clock that is so many minutes ahead."""
    days, start = divmod(span.start + minutes, DAY)
    return Window((span.weekday + days) % 7, start, start + span.end - span.start)
