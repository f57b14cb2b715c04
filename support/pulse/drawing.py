"""Charts as SVG, in the colours of the page: lines over time, and bars side by side.

360 units wide, so that words keep their size on a phone. Where people read from the right, time goes to the left.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

from support.pulse.chart import MARKS, Chart, Series, too_few

WIDE, HIGH = 360, 190
START, END, TOP, FLOOR = 34, 10, 12, 162
BAR, BETWEEN, LINE = 11, 4, 20
ROOM = 290  # for the longest bar; its number stands beside it

Shape = SafeString


def draw(chart: Chart) -> SafeString:
    """The picture alone; its words for who cannot see it are inside."""
    shapes, high = (_lines(chart), HIGH) if chart.over_time else (_bars(chart), _height_of_bars(chart))
    return format_html(
        '<svg class="drawn" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-title {}-told">'
        '<title id="{}-title">{}</title><desc id="{}-told">{}</desc>{}</svg>',
        *(WIDE, high, chart.key, chart.key, chart.key, chart.title, chart.key, chart.told),
        format_html_join("", "{}", ((shape,) for shape in shapes)),
    )


def _lines(chart: Chart) -> Iterator[Shape]:
    ticks = chart.ticks or _ticks(max(value for series in chart.series for value in series.values))
    for tick in ticks:
        y = _up(tick, ticks)
        yield _line("grid", START, y, WIDE - END, y)
        yield _text(START - 6, y + 4, _short(chart, tick), "end")
    for number, anchor in _named(len(chart.labels)):
        yield _text(_across(number, len(chart.labels)), HIGH - 8, chart.labels[number], anchor)
    for mark, series in reversed(list(zip(MARKS, chart.series, strict=False))):
        yield from _series(mark, series, ticks)


def _series(mark: str, series: Series, ticks: tuple[int, ...]) -> Iterator[Shape]:
    """A line through what is told, broken where there is a gap, with a dot for each value."""
    count = len(series.values)
    dots = [
        (_across(number, count), _up(value, ticks)) if value else None
        for number, value in enumerate(series.values)
    ]
    for before, after in pairwise(dots):
        if before and after:
            yield _line(mark, *before, *after)
    for dot in filter(None, dots):
        yield dot_of(mark, *dot)


def _bars(chart: Chart) -> Iterator[Shape]:
    most = max(value for series in chart.series for value in series.values)
    y = 0.0
    for number, label in enumerate(chart.labels):
        yield _text(0, y + 14, label, "start", "label")
        y += LINE
        for mark, series in zip(MARKS, chart.series, strict=False):
            value = series.values[number]
            length = ROOM * value / most if value else 3
            yield format_html(
                '<rect class="{}{}" x="{}" y="{}" width="{}" height="{}" rx="2"/>',
                *(mark, "" if value else " gap", _place(0, length), f"{y:.1f}", f"{length:.1f}", BAR),
            )
            yield _text(length + 6, y + BAR - 1, chart.reads(value) if value else too_few(), "start")
            y += BAR + BETWEEN
        y += LINE / 2


def _height_of_bars(chart: Chart) -> int:
    return round(len(chart.labels) * (LINE * 1.5 + len(chart.series) * (BAR + BETWEEN)) - LINE / 2)


def dot_of(mark: str, x: float, y: float, size: float = 3.6) -> Shape:
    """A round, a square or a three-cornered dot: colour is not all that tells them apart."""
    if mark == MARKS[0]:
        return format_html('<circle class="{}" cx="{}" cy="{}" r="{}"/>', mark, _x(x), f"{y:.1f}", size)
    if mark == MARKS[1]:
        side = 2 * size - 0.6
        return format_html(
            '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>',
            *(mark, _place(x - side / 2, side), f"{y - side / 2:.1f}", side, side),
        )
    points = " ".join(
        f"{_x(x + dx)},{y + dy:.1f}" for dx, dy in ((-size, size * 0.8), (size, size * 0.8), (0, -size))
    )
    return format_html('<polygon class="{}" points="{}"/>', mark, points)


def key_of(mark: str) -> SafeString:
    """The sign beside a series' name."""
    shapes = (_line(mark, 0, 6, WIDE, 6), dot_of(mark, WIDE / 2, 6, 4))
    frame = (WIDE / 2 - 11, 0, 22, 12)
    return format_html(
        '<svg class="drawn key" viewBox="{} {} {} {}" aria-hidden="true">{}{}</svg>', *frame, *shapes
    )


def _ticks(most: int) -> tuple[int, ...]:
    """Nought, the half and the top of a scale, in steps that are easy to read."""
    step = next(step for step in (5, 10, 20, 25, 50, 100, 250, 500, 1000, 5000, 10**9) if 2 * step >= most)
    return (0, step, 2 * step)


def _named(count: int) -> list[tuple[int, str]]:
    """Which labels have room below, and how each hangs on its place."""
    if count == 1:
        return [(0, "middle")]
    ends = [(0, "start"), (count - 1, "end")]
    return ends if count < 5 else [ends[0], ((count - 1) // 2, "middle"), ends[1]]


def _short(chart: Chart, tick: int) -> str:
    return chart.reads(tick) if tick or not chart.ticks else ""


def _across(number: int, count: int) -> float:
    room = WIDE - START - END - 16
    return START + 8 + (room * number / (count - 1) if count > 1 else room / 2)


def _up(value: float, ticks: tuple[int, ...]) -> float:
    low, high = ticks[0], ticks[-1]
    return FLOOR - (FLOOR - TOP) * (value - low) / (high - low)


def _x(x: float) -> str:
    return f"{WIDE - x if get_language_bidi() else x:.1f}"


def _place(x: float, wide: float) -> str:
    """Where something as wide as this begins on the left."""
    return f"{WIDE - x - wide if get_language_bidi() else x:.1f}"


def _line(mark: str, x1: float, y1: float, x2: float, y2: float) -> Shape:
    ends = (_x(x1), f"{y1:.1f}", _x(x2), f"{y2:.1f}")
    return format_html('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>', mark, *ends)


def _text(x: float, y: float, words: str, anchor: str, kind: str = "") -> Shape:
    place = (kind, _x(x), f"{y:.1f}", anchor)
    return format_html('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>', *place, words)


class Drawn(NamedTuple):
    """A chart with its picture, and the sign of each of its series, where there are several."""

    chart: Chart
    picture: SafeString
    keys: list[tuple[SafeString, str]]


def drawn(charts: Iterable[Chart]) -> list[Drawn]:
    """Charts that have something to show, ready for a page."""
    return [Drawn(chart, draw(chart), _keys(chart)) for chart in charts]


def _keys(chart: Chart) -> list[tuple[SafeString, str]]:
    several = chart.series if len(chart.series) > 1 else ()
    return [(key_of(mark), series.name) for mark, series in zip(MARKS, several, strict=False)]
