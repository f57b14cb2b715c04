"""Weekly free hours as people really have them: after work, between school runs, around shifts, at night."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from random import Random

from matching.engine.side import Window

DAY = 24 * 60
WEEK = 7 * DAY
WEEKDAYS, WEEKEND, EVERY_DAY = range(5), range(5, 7), range(7)


@dataclass(frozen=True, slots=True)
class Span:
    """Hours of the clock that are free on some days; an end past 24 reaches into the next day."""

    days: range
    start: float
    end: float
    chance: float = 0.85


@dataclass(frozen=True, slots=True)
class Rhythm:
    name: str
    weight: int
    quiet: tuple[time, time]
    spans: tuple[Span, ...]


NIGHT = (time(22), time(7))
RHYTHMS: tuple[Rhythm, ...] = (
    Rhythm("after work", 30, NIGHT, (Span(WEEKDAYS, 18, 22), Span(WEEKEND, 10, 18, 0.6))),
    Rhythm("weekends", 12, NIGHT, (Span(WEEKEND, 9, 20, 1.0), Span(range(4, 5), 19, 23))),
    Rhythm("retired", 12, (time(21), time(8)), (Span(EVERY_DAY, 9, 12), Span(WEEKDAYS, 14, 18))),
    Rhythm("school hours", 12, NIGHT, (Span(WEEKDAYS, 9.5, 14), Span(EVERY_DAY, 20, 22, 0.6))),
    Rhythm("lunch and late", 8, (time(23), time(7)), (Span(WEEKDAYS, 12, 13), Span(EVERY_DAY, 20, 23, 0.7))),
    Rhythm("early shift", 8, (time(20, 30), time(4, 30)), (Span(WEEKDAYS, 14.5, 19), Span(WEEKEND, 8, 12))),
    Rhythm("late shift", 7, (time(1), time(9)), (Span(WEEKDAYS, 9.5, 13), Span(WEEKDAYS, 23, 25, 0.6))),
    Rhythm("night shift", 4, (time(8), time(15)), (Span(WEEKDAYS, 16, 21), Span(range(5, 6), 22, 27))),
    Rhythm("night owl", 7, (time(4), time(12)), (Span(EVERY_DAY, 21, 26), Span(EVERY_DAY, 14, 16, 0.4))),
)


def rhythm(rng: Random) -> Rhythm:
    return rng.choices(RHYTHMS, [each.weight for each in RHYTHMS])[0]


def week(of: Rhythm, rng: Random) -> tuple[Window, ...]:
    """One person's week: the rhythm, a little earlier or later, with some days left out but never all."""
    spans = [(day, span) for span in of.spans for day in span.days]
    kept = [pair for pair in spans if rng.random() < pair[1].chance] or spans
    return tidy(_around(day, span, rng) for day, span in kept)


def _around(day: int, span: Span, rng: Random) -> tuple[int, int]:
    begin, finish = (round(hour * 60) + rng.choice((-30, 0, 0, 30)) for hour in (span.start, span.end))
    return day * DAY + begin, day * DAY + max(finish, begin + 60)


def tidy(stretches: Iterable[tuple[int, int]]) -> tuple[Window, ...]:
    """Stretches in minutes of the week as windows: in order, merged where they touch, cut at midnight."""
    windows: list[Window] = []
    pieces = [piece for stretch in stretches for piece in _days(*stretch)]
    for piece in sorted(pieces, key=lambda piece: (piece.weekday, piece.start)):
        last = windows[-1] if windows else None
        if last and last.weekday == piece.weekday and piece.start <= last.end:
            windows[-1] = Window(last.weekday, last.start, max(last.end, piece.end))
        else:
            windows.append(piece)
    return tuple(windows)


def _days(start: int, end: int) -> list[Window]:
    """One stretch cut at every midnight; what reaches past Sunday goes on at Monday."""
    pieces = []
    while start < end:
        stop = min(end, (start // DAY + 1) * DAY)
        pieces.append(Window(start % WEEK // DAY, start % DAY, (stop - 1) % DAY + 1))
        start = stop
    return pieces
