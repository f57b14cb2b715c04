"""A week drawn to be read, not painted: my hours as stems, shared hours as broad blocks with an edge."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR

from matching.engine.side import Window
from support.web.weekgrid import in_words, place_of, tidy

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


@dataclass(frozen=True)
class Week:
    """All that `parts/week.html` draws and says."""

    hours: range
    lanes: tuple[Lane, ...]
    mine: list[str]
    shared: list[str]
    place: str

    @property
    def height(self) -> int:
        return len(self.hours) * HOUR


def read_only(*, mine: Iterable[Window], shared: Iterable[Window] = (), zone: str = "") -> Week:
    """The week to draw: one's own windows, and those that both share, all in one's own local time.

    Only the hours that matter are drawn, with one to spare on either side.
    """
    mine, shared = tidy(mine), tidy(shared)
    hours = _hours([*mine, *shared])
    lanes = tuple(
        Lane(
            name=str(WEEKDAYS[weekday]),
            short=str(WEEKDAYS_ABBR[weekday]),
            blocks=(*_blocks("mine", mine, weekday, hours), *_blocks("both", shared, weekday, hours)),
        )
        for weekday in range(7)
    )
    return Week(hours, lanes, in_words(mine), in_words(shared), place_of(zone))


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
