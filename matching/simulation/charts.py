"""The charts of a comparison: how each way of matching differs from first come, first served, and how sure that is."""

from collections.abc import Iterable, Sequence
from math import isfinite
from typing import NamedTuple

from matching.simulation.comparing import Comparison
from matching.simulation.confidence import Estimate
from matching.simulation.policies import BASELINE, OURS, POLICIES
from matching.simulation.svg import SERIES, Drawing, ticks

WIDTH = 760
LEFT, RIGHT, TOP, ROW = 300, 30, 74, 34
ROOM = 0.08  # of the span, left free at both ends


class Row(NamedTuple):
    """A line of a chart: its name, and a difference for each series."""

    name: str
    differences: tuple[Estimate, ...]


class Scale:
    """Turns numbers into places between two pixels, with nought always among them."""

    def __init__(self, values: Iterable[float], begin: float, end: float) -> None:
        known = [0.0, *(value for value in values if isfinite(value))]
        low, high = min(known), max(known)
        spare = ((high - low) or 1.0) * ROOM
        self.low, self.high, self.begin, self.end = low - spare, high + spare, begin, end

    def __call__(self, value: float) -> float:
        return self.begin + (value - self.low) / (self.high - self.low) * (self.end - self.begin)

    @property
    def ticks(self) -> list[float]:
        """Round numbers to name."""
        return ticks(self.low, self.high)


def whiskers(rows: Sequence[Row], *, title: str, axis: str, series: Sequence[str], scale: float = 1) -> str:
    """A line for each row, with a dot and its 95 % interval for each series; nought is first come, first served."""
    height = TOP + ROW * len(rows) + 56
    told = "; ".join(f"{row.name}: {_told(row.differences, series, scale)}" for row in rows)
    drawing = Drawing(WIDTH, height, title=title, told=f"{axis}. {told}.")
    edges = [edge * scale for row in rows for each in row.differences for edge in (each.low, each.high)]
    across = Scale(edges, LEFT, WIDTH - RIGHT)
    drawing.text(16, 28, title, kind="heading")
    _legend(drawing, series)
    _upright(drawing, across, TOP, height - 44)
    drawing.text((LEFT + WIDTH - RIGHT) / 2, height - 8, axis, kind="small", anchor="middle")
    for number, row in enumerate(rows):
        middle = TOP + ROW * (number + 0.5)
        drawing.text(LEFT - 12, middle + 4, row.name, anchor="end")
        for place, (kind, each) in enumerate(zip(SERIES, row.differences, strict=False)):
            y = middle + 10 * (place - (len(row.differences) - 1) / 2)
            drawing.line(across(each.low * scale), y, across(each.high * scale), y, kind)
            drawing.dot(across(each.mean * scale), y, kind)
    return str(drawing)


def matched_and_waiting(comparison: Comparison) -> str:
    """Each way of matching as a numbered dot: more matched is to the right, longer waiting is above."""
    names = _others(comparison)
    x = [_points(comparison.difference(name, "everybody", "matched")) for name in names]
    y = [comparison.difference(name, "everybody", "waited") for name in names]
    told = "; ".join(
        f"{number}, {POLICIES[name].title}: matched {one.mean:+.1f} points, waiting {two.mean:+.1f} hours"
        for number, (name, one, two) in enumerate(zip(names, x, y, strict=True), start=1)
    )
    title = "Share matched and waiting, compared with first come, first served"
    drawing = Drawing(WIDTH, 460, title=title, told=f"Down and to the right is better. {told}.")
    across = Scale([edge for each in x for edge in (each.low, each.high)], 60, 470)
    up = Scale([edge for each in y for edge in (each.low, each.high)], 400, 66)
    drawing.text(16, 28, title, kind="heading")
    _upright(drawing, across, 66, 400)
    _level(drawing, up, 60, 470)
    drawing.text(265, 448, "points more matched; lines are 95 % intervals", kind="small", anchor="middle")
    drawing.text(16, 54, "hours longer waited, by everybody; down and to the right is better", kind="small")
    dots = list(enumerate(zip(names, x, y, strict=True), start=1))
    for number, (name, one, two) in sorted(dots, key=lambda dot: dot[1][0] == OURS):  # ours on top
        kind = SERIES[1] if name.startswith(OURS) else SERIES[0]
        drawing.line(across(one.low), up(two.mean), across(one.high), up(two.mean), kind)
        drawing.line(across(one.mean), up(two.low), across(one.mean), up(two.high), kind)
        drawing.dot(across(one.mean), up(two.mean), kind, 8)
        drawing.text(across(one.mean), up(two.mean) + 4, str(number), kind="inside", anchor="middle")
        drawing.text(490, 60 + 24 * number, f"{number}  {POLICIES[name].title}", kind="small")
    return str(drawing)


def ratings(comparison: Comparison) -> str:
    """How much better or worse conversations are rated, for everybody and for vulnerable people."""
    rows = [
        Row(
            POLICIES[name].title,
            tuple(comparison.difference(name, group, "rating") for group in ("everybody", "vulnerable")),
        )
        for name in _others(comparison)
    ]
    return whiskers(
        rows,
        title="Ratings, compared with first come, first served",
        axis="stars of five more; lines are 95 % intervals",
        series=("everybody", "vulnerable people"),
    )


def scenarios(comparisons: Sequence[Comparison]) -> str:
    """Ours against first come, first served, in each scenario: the share matched."""
    rows = [
        Row(
            each.scenario.replace("-", " "),
            tuple(each.difference(OURS, group, "matched") for group in ("everybody", "vulnerable")),
        )
        for each in comparisons
    ]
    return whiskers(
        rows,
        title="Ours in other communities, compared with first come, first served",
        axis="points more matched; lines are 95 % intervals",
        series=("everybody", "vulnerable people"),
        scale=100,
    )


def _others(comparison: Comparison) -> list[str]:
    return [name for name in comparison.policies if name != BASELINE]


def _points(share: Estimate) -> Estimate:
    return Estimate(*(100 * each for each in share))


def _told(differences: Sequence[Estimate], series: Sequence[str], scale: float) -> str:
    return ", ".join(
        f"{name} {each.mean * scale:+.2f} ({each.low * scale:+.2f} to {each.high * scale:+.2f})"
        for name, each in zip(series, differences, strict=True)
    )


def _legend(drawing: Drawing, series: Sequence[str]) -> None:
    for number, name in enumerate(series):
        drawing.dot(LEFT + 6 + 130 * number, 50, SERIES[number])
        drawing.text(LEFT + 18 + 130 * number, 54, name, kind="small")


def _upright(drawing: Drawing, scale: Scale, top: float, bottom: float) -> None:
    for tick in scale.ticks:
        drawing.line(scale(tick), top, scale(tick), bottom, _kind(tick))
        drawing.text(scale(tick), bottom + 18, _named(tick), kind="small", anchor="middle")


def _level(drawing: Drawing, scale: Scale, left: float, right: float) -> None:
    for tick in scale.ticks:
        drawing.line(left, scale(tick), right, scale(tick), _kind(tick))
        drawing.text(left - 6, scale(tick) + 4, _named(tick), kind="small", anchor="end")


def _kind(tick: float) -> str:
    return "nought" if abs(tick) < 1e-9 else "faint"


def _named(tick: float) -> str:
    return "0" if abs(tick) < 1e-9 else f"{tick:+.3g}"
