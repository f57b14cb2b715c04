"""A week drawn to be read, not painted: my hours as stems, shared hours as broad blocks with an edge."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from accounts.customs import current, hour
from matching.engine.side import Window
from support.places import place_of
from support.web.weekgrid import (
    in_words,
    shifted,
    span_in_words,
    spans_of,
    stretch_in_words,
    tidy,
)

HOUR = 28  # units of the drawing; a quarter-hour is 7
EVENING = (17, 22)  # drawn when there is nothing else to draw


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle in a day's lane, in units of the drawing from its top."""

    kind: str  # mine or both
    top: int
    height: int


@dataclass(frozen=True, slots=True)
class Lane:
    """One day of the picture."""

    name: str
    short: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """Hours that both share, by my clock; `beside` says the same by the other's, where that clock is another one."""

    mine: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Other:
    """The other person, where their clock may be known: it is so many minutes ahead of mine."""

    name: str
    ahead: int


@dataclass(frozen=True)
class Week:
    """All that `parts/week.html` draws and says."""

    hours: range
    lanes: tuple[Lane, ...]
    mine: list[str]
    shared: list[Line]
    place: str

    @property
    def height(self) -> int:
        return len(self.hours) * HOUR

    @property
    def labels(self) -> list[str]:
        return [hour(number) for number in self.hours]


def read_only(
    *, mine: Iterable[Window], shared: Iterable[Window] = (), zone: str = "", other: Other | None = None
) -> Week:
    """The week to draw: one's own windows, and those that both share, all in one's own local time.

    Only the hours that matter are drawn, with one to spare on either side. `other` puts their times beside mine.
    """
    mine, shared = tidy(mine), tidy(shared)
    hours = _hours([*mine, *shared])
    lanes = tuple(
        Lane(
            name=str(WEEKDAYS[weekday]),
            short=str(WEEKDAYS_ABBR[weekday]),
            blocks=(*_blocks("mine", mine, weekday, hours), *_blocks("both", shared, weekday, hours)),
        )
        for weekday in current().days
    )
    return Week(hours, lanes, in_words(mine), _lines(shared, other), place_of(zone))


def _lines(shared: list[Window], other: Other | None) -> list[Line]:
    """A line a day; a line a stretch where the other's times stand beside."""
    if other is None or not other.ahead:
        return [Line(words) for words in in_words(shared)]
    return [Line(span_in_words(span), _beside(span, other)) for span in spans_of(shared)]


def _beside(span: Window, other: Other) -> str:
    theirs = shifted(span, other.ahead)
    said = stretch_in_words(theirs) if theirs.weekday == span.weekday else span_in_words(theirs)
    return _("%(times)s for %(name)s") % {"times": said, "name": other.name}


def _hours(windows: list[Window]) -> range:
    if not windows:
        return range(*EVENING)
    first = min(window.start for window in windows) // 60
    last = -(-max(window.end for window in windows) // 60)
    return range(max(first - 1, 0), min(last + 1, 24))


def _blocks(kind: str, windows: list[Window], weekday: int, hours: range) -> list[Block]:
    top = hours.start * 60
    return [
        Block(kind, (window.start - top) * HOUR // 60, (window.end - window.start) * HOUR // 60)
        for window in windows
        if window.weekday == weekday
    ]
