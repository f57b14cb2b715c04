"""Many people's coming two weeks at once: the same bits as `hours.free_quarters`, for a whole community in NumPy.

Bit k of a person is the k-th whole quarter-hour of UTC, kept in word k // 64. The arrays of booleans in between take
sixty times as much room as the words, so they are made for some thousand people at a time.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.engine.hours import foreseen, free_quarters, quarter_of
from matching.engine.masks import A_DAY, HORIZON, QUARTER, QUARTERS
from matching.engine.side import Hours, Window
from matching.engine.zones import regimes

Flags = NDArray[np.bool_]
Words = NDArray[np.uint64]
Numbers = NDArray[np.int64]
Away = Mapping[int, Sequence[tuple[date, date]]]

AHEAD = HORIZON // QUARTER  # 1,344 quarter-hours
WORDS = AHEAD // 64  # 21, with no bit left over
WORD = 64
CHUNK = 8192
MANY = 16  # people whose hours are sooner looked at together
MONDAY = datetime(1970, 1, 5, tzinfo=UTC)
ONE = np.uint64(1)
BEGINS = WORD * np.arange(WORDS)  # the first quarter-hour of each word
FIRST = np.array([(1 << bits) - 1 for bits in range(WORD + 1)], dtype=np.uint64)  # so many bits of a word
BLOCKS = -(-np.arange(WORD) * QUARTERS // WORD)  # 64 blocks of ten or eleven quarter-hours


class Calendar(NamedTuple):
    """What a zone's clock reads in the coming quarter-hours."""

    runs: tuple[slice, ...]  # stretches of the local week, one after the other
    days: Numbers  # of each quarter-hour, as `date.toordinal` counts them


def local_weeks(windows: Sequence[Sequence[Window]]) -> Flags:
    """Each person's local week as 672 quarter-hours, Monday 00:00 first. Windows may overlap."""
    parts = [_drawn(windows[first : first + CHUNK]) for first in range(0, len(windows), CHUNK)]
    return np.concatenate([np.zeros((0, QUARTERS), dtype=np.bool_), *parts])


def weeks_of(bits: Sequence[int]) -> Flags:
    """The same from weeks kept as one number each, as `masks.local_week` makes them."""
    packed = np.frombuffer(b"".join(week.to_bytes(QUARTERS // 8, "little") for week in bits), dtype=np.uint8)
    return np.unpackbits(packed.reshape(-1, QUARTERS // 8), axis=1, bitorder="little").view(np.bool_)


def free_words(weeks: Flags, zones: Sequence[str], now: datetime, away: Away | None = None) -> Words:
    """Everybody's free quarter-hours of the coming two weeks, one row of WORDS words a person.

    `zones` names each row's zone, `away` the local days, both ends included, on which a row is not free.
    """
    words = np.zeros((len(weeks), WORDS), dtype=np.uint64)
    absent, quarter = away or {}, quarter_of(now)
    for zone, rows in _by_zone(zones):
        calendar = _calendar(zone, quarter)
        for some in _chunks(rows):
            if calendar is None:
                words[some] = _one_by_one(weeks, zone, now, absent, some)
            else:
                words[some] = _at_once(weeks, calendar, absent, some)
    if now > quarter:  # it has begun
        words[:, 0] &= ~ONE
    return words


def foresee(people: Collection[Hours], now: datetime) -> None:
    """Lets `free_quarters` at this moment know these beforehand: many at once take a tenth of the time.

    What was foreseen before is forgotten.
    """
    foreseen.clear()
    if len(people) < MANY:
        return
    each = list(people)
    away = {row: hours.away for row, hours in enumerate(each) if hours.away}
    words = free_words(
        local_weeks([hours.windows for hours in each]), [hours.zone for hours in each], now, away
    )
    foreseen.update(
        ((hours, now), int.from_bytes(row.tobytes(), "little"))
        for hours, row in zip(each, words, strict=True)
    )


def horizon_words(ahead: Numbers) -> Words:
    """For each row, as many first bits as quarter-hours are still ahead: what a need's horizon leaves."""
    left: Words = FIRST[np.minimum(np.maximum(ahead[:, None] - BEGINS, 0), WORD)]
    return left


def coarse(words: Words) -> Words:
    """One generous word a person: two whose words have no bit in common share no quarter-hour.

    Both weeks are laid over one another, because they are nearly always alike, and cut into 64 blocks.
    """
    parts = [_blocks(words[first : first + CHUNK]) for first in range(0, len(words), CHUNK)]
    return np.concatenate([np.zeros(0, dtype=np.uint64), *parts])


def _drawn(windows: Sequence[Sequence[Window]]) -> Flags:
    """Where windows begin counts one up, where they end one down: what is above nought is free."""
    counts = [len(each) for each in windows]
    flat = list(chain.from_iterable(windows))
    row = np.repeat(np.arange(len(windows)), counts) * (QUARTERS + 1)
    midnight = row + np.fromiter((window.weekday for window in flat), np.int64, len(flat)) * A_DAY
    first = midnight + np.fromiter((window.start for window in flat), np.int64, len(flat)) // 15
    last = midnight + np.fromiter((window.end for window in flat), np.int64, len(flat)) // 15
    steps = np.zeros(len(windows) * (QUARTERS + 1), dtype=np.int16)
    np.add.at(steps, first, 1)
    np.add.at(steps, last, -1)
    return np.cumsum(steps.reshape(-1, QUARTERS + 1), axis=1, dtype=np.int16)[:, :QUARTERS] > 0


def _by_zone(zones: Sequence[str]) -> Iterator[tuple[str, Numbers]]:
    """Each zone with the rows that are in it."""
    found: dict[str, list[int]] = defaultdict(list)
    for row, zone in enumerate(zones):
        found[zone].append(row)
    return ((zone, np.array(rows)) for zone, rows in found.items())


def _chunks(rows: Numbers) -> Iterator[Numbers]:
    return (rows[first : first + CHUNK] for first in range(0, len(rows), CHUNK))


@lru_cache(maxsize=128)
def _calendar(zone: str, quarter: datetime) -> Calendar | None:
    """What the zone's clock reads from this quarter-hour on; None where it changes within one, or to an odd offset."""
    spans = regimes(zone, quarter, quarter + HORIZON)
    if any(span.offset % QUARTER or (span.begins - MONDAY) % QUARTER for span in spans):
        return None
    readings = [
        ((span.begins + span.offset - MONDAY) // QUARTER, (span.ends + span.offset - MONDAY) // QUARTER)
        for span in spans
    ]
    quarters = np.concatenate([np.arange(*reading) for reading in readings])
    runs = chain.from_iterable(_runs(*reading) for reading in readings)
    return Calendar(tuple(runs), quarters // A_DAY + MONDAY.toordinal())


def _runs(first: int, last: int) -> Iterator[slice]:
    """These quarter-hours, counted from some Monday on, as stretches of a week."""
    while first < last:
        begins = first % QUARTERS
        ends = min(begins + last - first, QUARTERS)
        yield slice(begins, ends)
        first += ends - begins


def _at_once(weeks: Flags, calendar: Calendar, away: Away, rows: Numbers) -> Words:
    """The local weeks of these rows, read in the order in which the zone's clock reads them."""
    local = weeks[rows]
    free = np.concatenate([local[:, run] for run in calendar.runs], axis=1)
    if away:
        for place, row in enumerate(rows.tolist()):
            for first, last in away.get(row, ()):
                free[place, _between(calendar.days, first, last)] = False
    return np.packbits(free, axis=1, bitorder="little").view(np.uint64)


def _between(days: Numbers, first: date, last: date) -> Flags:
    return (days >= first.toordinal()) & (days <= last.toordinal())


def _one_by_one(weeks: Flags, zone: str, now: datetime, away: Away, rows: Numbers) -> Words:
    """The same by the definition, for a zone of which no whole quarter-hours can be read off."""
    quarters = [
        free_quarters(Hours(zone, _windows(weeks[row]), tuple(away.get(row, ()))), now)
        for row in rows.tolist()
    ]
    packed = b"".join(each.to_bytes(AHEAD // 8, "little") for each in quarters)
    return np.frombuffer(packed, dtype="<u8").reshape(-1, WORDS)


def _windows(week: Flags) -> tuple[Window, ...]:
    return tuple(
        Window(quarter // A_DAY, first := quarter % A_DAY * 15, first + 15)
        for quarter in np.flatnonzero(week).tolist()
    )


def _blocks(words: Words) -> Words:
    bits = np.unpackbits(np.ascontiguousarray(words).view(np.uint8), axis=1, bitorder="little")
    folded = bits[:, :QUARTERS] | bits[:, QUARTERS:]
    busy = np.bitwise_or.reduceat(folded, BLOCKS, axis=1)
    return np.packbits(busy, axis=1, bitorder="little").view(np.uint64)[:, 0]
