"""Slow and plain ways to say the same, to hold the engine against."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

from matching.engine.pairing import Edge
from matching.engine.side import Hours, Quiet

QUARTER = timedelta(minutes=15)
MINUTE = timedelta(minutes=1)

Span = tuple[datetime, datetime]


def steps(start: datetime, end: datetime, step: timedelta) -> Iterator[datetime]:
    while start < end:
        yield start
        start += step


def is_free(hours: Hours, instant: datetime) -> bool:
    """Ask the zone's clock what it reads, and look whether that lies in a window."""
    clock = instant.astimezone(ZoneInfo(hours.zone))
    minute = clock.hour * 60 + clock.minute
    if any(first <= clock.date() <= last for first, last in hours.away):
        return False
    return any(
        window.weekday == clock.weekday() and window.start <= minute < window.end for window in hours.windows
    )


def free_quarter_hours(hours: Hours, start: datetime, end: datetime) -> list[datetime]:
    """Each free quarter-hour from start to end, asked one by one."""
    return [quarter for quarter in steps(start, end, QUARTER) if is_free(hours, quarter)]


def in_quarter_hours(spans: Iterable[Span]) -> list[datetime]:
    return [quarter for begins, ends in spans for quarter in steps(begins, ends, QUARTER)]


def is_quiet(quiet: Quiet, zone: str, instant: datetime) -> bool:
    clock = instant.astimezone(ZoneInfo(zone))
    minute = clock.hour * 60 + clock.minute
    if quiet.start <= quiet.end:
        return quiet.start <= minute < quiet.end
    return minute >= quiet.start or minute < quiet.end


def keeps_every_limit(
    pairs: Sequence[tuple[int, int]],
    places: Mapping[int, int],
    rooms: Mapping[int, int],
    helper_of: Mapping[int, int],
    helper_rooms: Mapping[int, int],
) -> bool:
    by_need = Counter(need for need, _ in pairs)
    by_offer = Counter(offer for _, offer in pairs)
    by_helper = Counter(helper_of[offer] for _, offer in pairs)
    once = Counter((need, helper_of[offer]) for need, offer in pairs)
    return (
        all(count <= places[need] for need, count in by_need.items())
        and all(count <= rooms[offer] for offer, count in by_offer.items())
        and all(count <= helper_rooms[helper] for helper, count in by_helper.items())
        and all(count == 1 for count in once.values())
    )


def brute_force(edges: Sequence[Edge], **limits: Mapping[int, int]) -> tuple[int, int]:
    """The most people helped and the highest total score with that, by trying every set of pairs."""
    return max(
        (len({edge.need_id for edge in kept}), sum(edge.score for edge in kept))
        for size in range(len(edges) + 1)
        for kept in combinations(edges, size)
        if keeps_every_limit([edge[:2] for edge in kept], **limits)
    )


def greedy(edges: Sequence[Edge], **limits: Mapping[int, int]) -> tuple[int, int]:
    """People helped and total score when the finest fit that is still possible is always taken next."""
    kept: list[Edge] = []
    for edge in sorted(edges, key=lambda edge: (-edge.score, edge)):
        if keeps_every_limit([other[:2] for other in [*kept, edge]], **limits):
            kept.append(edge)
    return len({edge.need_id for edge in kept}), sum(edge.score for edge in kept)
