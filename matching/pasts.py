"""What helpers' matches so far tell: how they answered, and what counts towards their limits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import Case, Count, F, Func, IntegerField, Q, Value, When

from matching.engine.chances import HOURS_OF_A_PART
from matching.engine.side import PARTS_OF_DAY, Past
from matching.models import Answer, Match, MatchState

# A place taken back before its answer says nothing about the helper.
SETTLED = Q(proposed_at__isnull=False) & (~Q(helper_answer="") | Q(state=MatchState.EXPIRED))
ANSWERED = Q(proposed_at__isnull=False) & ~Q(helper_answer="")


@dataclass(frozen=True, slots=True)
class SoFar:
    """What the scores and the limits need of one helper's matches so far."""

    past: Past
    asked_this_week: int = 0
    seekers_today: int = 0
    completed: int = 0


NONE_YET = SoFar(Past())


def of(helpers: Iterable[int], *, now: datetime) -> dict[int, SoFar]:
    """These helpers' matches so far, in one query; nobody who has had none is in it."""
    rows = (
        Match.objects.filter(helper__in=helpers)
        .annotate(part=_part_of_day())
        .values("helper_id")
        .annotate(
            asked=ArrayAgg("part", filter=SETTLED, default=[]),
            answered=ArrayAgg("part", filter=ANSWERED, default=[]),
            yeses=Count("pk", filter=ANSWERED & Q(helper_answer=Answer.YES)),
            asked_this_week=Count("pk", filter=_since(now - timedelta(days=7))),
            seekers_today=Count("seeker", distinct=True, filter=_since(now - timedelta(days=1))),
            completed=Count("pk", filter=Q(state=MatchState.COMPLETED)),
        )
    )
    return {row["helper_id"]: _so_far(row) for row in rows}


def _so_far(row: Mapping[str, Any]) -> SoFar:
    return SoFar(
        past=Past(_by_part(row["asked"]), _by_part(row["answered"]), row["yeses"]),
        asked_this_week=row["asked_this_week"],
        seekers_today=row["seekers_today"],
        completed=row["completed"],
    )


def _by_part(parts: list[int]) -> tuple[int, ...]:
    return tuple(parts.count(part) for part in range(PARTS_OF_DAY))


def _since(moment: datetime) -> Q:
    """Put to the helper since then, or held for a moderator now."""
    return Q(proposed_at__gt=moment) | Q(state=MatchState.IN_REVIEW)


def _part_of_day() -> Case:
    """The part of the helper's local day in which they were asked, as `chances.part_of_day` has it."""
    local = Func(
        F("helper__time_zone"),
        F("proposed_at"),
        template=f"(extract(hour FROM timezone(%(expressions)s))::int / {HOURS_OF_A_PART})",
        output_field=IntegerField(),
    )
    return Case(When(helper__time_zone__in=_strange_zones(), then=Value(0)), default=local)


@lru_cache(maxsize=1)
def _strange_zones() -> frozenset[str]:
    """Zones that members may choose and this database does not know, which would stop every round: hardly ever any."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_timezone_names")
        return frozenset(available_timezones() - {name for (name,) in cursor.fetchall()})
