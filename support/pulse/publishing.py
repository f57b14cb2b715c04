"""Each time is counted once, when it is over, for every community at once; what was told is never counted again.

So a figure of the past never changes: not when somebody erases their account, not when a need is closed late. There is
nothing to be learnt by comparing what was told on two days.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import Community
from accounts.rows import change, select
from support.models import Figure
from support.pulse import coarse, times
from support.pulse.measures import MEASURES, TOPICS, Measure

LOCK = 0x9015E
TOPICS_TOLD = "topics"  # stands for a time whose topics were counted; of them only what may be told is kept

Found = dict[tuple[int, date], list[tuple[Any, ...]]]
Time = tuple[int, date]


def publish(*, now: datetime) -> int:
    """Writes down what is not yet told of times that are over; returns how many figures. Idempotent."""
    return sum(_publish(measure, now) for measure in MEASURES)


def mark(measure: Measure) -> str:
    """The name of the figure that is there if the measure was told."""
    return TOPICS_TOLD if measure.by_topic else measure.names[0]


@transaction.atomic
def _publish(measure: Measure, now: datetime) -> int:
    change(
        "SELECT pg_advisory_xact_lock(%(lock)s)", lock=LOCK
    )  # two who count at once could count two things
    starts = times.over(measure.span, rests=measure.rests, now=now)
    missing = _missing(measure, starts)
    if not missing:
        return 0
    starts = sorted({times.at(day) for _community, day in missing})
    found = _found(measure, starts)
    figures = [figure for time in missing for figure in _figures(measure, time, found.get(time, []))]
    return len(Figure.objects.bulk_create(figures, batch_size=2000, ignore_conflicts=True))


def _missing(measure: Measure, starts: list[datetime]) -> list[Time]:
    """The times of which nothing is told yet, in every community that was there."""
    days = [start.date() for start in starts]
    told = Figure.objects.filter(measure=mark(measure), topic=None, begins_on__gte=days[0])
    there = set(told.values_list("community_id", "begins_on"))
    born = Community.objects.values_list("pk", "created_at")
    return [
        (pk, start.date())
        for pk, created_at in born
        for start in starts
        if created_at < start + measure.span and (pk, start.date()) not in there
    ]


def _found(measure: Measure, starts: list[datetime]) -> Found:
    given: dict[str, Any] = {"since": starts[0], "until": starts[-1] + measure.span}
    if measure.by_topic:
        given["starts"] = starts
    found: Found = {}
    for community, begins, *columns in select(measure.sql, **given):
        found.setdefault((community, begins.date()), []).append(tuple(columns))
    return found


def _figures(measure: Measure, time: Time, rows: list[tuple[Any, ...]]) -> Iterator[Figure]:
    """What is told of one time, gaps among it: that it is a gap was told, too."""
    community, day = time
    if measure is TOPICS:
        yield Figure(community_id=community, measure=TOPICS_TOLD, begins_on=day, value=coarse.UNTOLD)
        for topic, *people in rows:
            for name, value in zip(measure.names, _counts(measure, time, people, topic), strict=True):
                if value:
                    yield Figure(
                        community_id=community, measure=name, begins_on=day, topic_id=topic, value=value
                    )
        return
    columns = rows[0] if rows else ()
    for name, value in zip(measure.names, _values(measure, time, columns), strict=True):
        yield Figure(community_id=community, measure=name, begins_on=day, value=value)


def _values(measure: Measure, time: Time, columns: tuple[Any, ...]) -> list[int]:
    if not columns:
        return [coarse.UNTOLD] * len(measure.names)
    if measure.middles == "felt":
        return [coarse.halves(mean, columns[-1]) for mean in columns[:-1]]
    if measure.middles == "lasted":
        half, most, people = columns
        return [coarse.lasted(half, people), coarse.lasted(most, people, coarse.FAR_BESIDE)]
    return _counts(measure, time, columns)


def _counts(measure: Measure, time: Time, people: Iterable[int], topic: int = 0) -> list[int]:
    return [
        coarse.told(number, *time, name, topic) for name, number in zip(measure.names, people, strict=True)
    ]
