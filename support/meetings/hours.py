"""The hours at which two people could meet: what both calendars say, less the meetings that either has already.

That somebody has a meeting then is never said: the hour is just not among those that are put forward.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import product
from typing import NamedTuple
from zoneinfo import ZoneInfo

from matching import availability
from matching.engine.hours import HORIZON, horizon_of, quarter_from, shared_time
from matching.engine.zones import Span, merged
from matching.models import Match, Urgency
from support.models import Attending, Meeting

MINUTE, HALF_HOUR = timedelta(minutes=1), timedelta(minutes=30)
A_WHILE = timedelta(hours=2)  # so that both hear of it before
AT_ONCE = timedelta(minutes=15)
# Two of one day: a morning and an evening, or closer together where there is not enough else.
FAR, NEAR = timedelta(hours=6), timedelta(minutes=90)
MOST, MOST_A_DAY = 6, 2
WAKING = range(8, 22)  # by both clocks, where there is a choice


class Hour(NamedTuple):
    """From when until when, in UTC."""

    begins: datetime
    ends: datetime


def shared(match: Match, *, now: datetime, until: datetime) -> list[Span]:
    """When both have said that they are free."""
    seeker, helper = (availability.hours_of(member) for member in (match.seeker, match.helper))
    return shared_time(seeker, helper, start=now, end=until)


def is_shared(match: Match, begins: datetime, ends: datetime) -> bool:
    """Whether both have said that they are free for all of this time. Meetings are not looked at, see above."""
    return (begins, ends) in shared(match, now=begins, until=ends)


def good(match: Match, *, zone: str, minutes: int, now: datetime, but: Meeting | None = None) -> list[Hour]:
    """A short list of hours for so many minutes, the soonest first; `zone` is the reader's.

    Before the day by which help is needed, as long as there is such an hour; by day rather than by night. The meeting
    that is to be moved (`but`) is in nobody's way, and its own hour is not put forward again.
    """
    need = match.need
    soon = horizon_of(need.urgency, need.needed_by, match.seeker.time_zone, now)
    later = now + HORIZON
    lead = AT_ONCE if need.urgency == Urgency.TODAY else A_WHILE
    for begins, ends in ((now + lead, soon), (now + lead, later), (now + AT_ONCE, later)):
        free = without(shared(match, now=begins, until=max(begins, ends)), _taken(match, but))
        if found := _chosen(match, free, minutes * MINUTE, ZoneInfo(zone), but.begins_at if but else None):
            return found
    return []


def without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """What is left of the spans, in order."""
    left = list(spans)
    for first, last in merged(taken):
        left = [
            piece
            for begins, ends in left
            for piece in ((begins, min(ends, first)), (max(begins, last), ends))
            if piece[0] < piece[1]
        ]
    return left


def _taken(match: Match, but: Meeting | None) -> list[Span]:
    rows = Attending.objects.filter(member__in=(match.seeker_id, match.helper_id))
    rows = rows.exclude(meeting=but) if but else rows
    return [(during.lower, during.upper) for during in rows.values_list("during", flat=True)]


def _chosen(
    match: Match, free: list[Span], length: timedelta, zone: ZoneInfo, agreed: datetime | None = None
) -> list[Hour]:
    """A few, spread over the days of the reader; another than the one they have agreed to already."""
    clocks = [ZoneInfo(member.time_zone) for member in (match.seeker, match.helper)]
    every = [Hour(at, at + length) for span in free for at in _starts(span, length, zone) if at != agreed]
    by_day = sorted(every, key=lambda hour: (_is_night(hour, clocks), hour.begins))
    chosen: list[Hour] = []
    a_day: Counter[object] = Counter()
    for apart, hour in product((FAR, max(NEAR, length)), by_day):
        day = hour.begins.astimezone(zone).date()
        near = any(abs(hour.begins - other.begins) < apart for other in chosen)
        if len(chosen) < MOST and a_day[day] < MOST_A_DAY and not near:
            chosen.append(hour)
            a_day[day] += 1
    return sorted(chosen)


def _starts(span: Span, length: timedelta, zone: ZoneInfo) -> Iterator[datetime]:
    """Where an hour can begin: at the halves of the reader's clock; in a stretch too short for that, where it can."""
    first = quarter_from(span[0])
    on_the_half = first if first.astimezone(zone).minute % 30 == 0 else first + timedelta(minutes=15)
    if on_the_half + length > span[1]:
        on_the_half = first
    while on_the_half + length <= span[1]:
        yield on_the_half
        on_the_half += HALF_HOUR


def _is_night(hour: Hour, clocks: list[ZoneInfo]) -> bool:
    return any(hour.begins.astimezone(clock).hour not in WAKING for clock in clocks)
