"""What is derived from weekly hours, and which of it is no longer what it should be."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from accounts.models import Member
from matching.engine.masks import HORIZON, QUARTER, QUARTERS, local_week, mask_holds_until, week_mask
from matching.engine.side import Hours, Window
from matching.engine.zones import regimes
from matching.models import Availability, WeekMask

# What a mask holds from the day it is written: two weeks, and two days in which masks are renewed at leisure.
SPAN = HORIZON + timedelta(days=2)

# A mask is the local week turned by the offset of now, or-ed with that of the days to come where it is another.
# Whatever else it is, is stale: a change of clocks draws near or lies behind, the zone was given other rules, or
# somebody wrote the one column without the other.
STALE = """
SELECT member.id
FROM accounts_member member
LEFT JOIN matching_weekmask kept ON kept.member_id = member.id
JOIN unnest(%(zones)s::text[], %(now)s::int[], %(soon)s::int[]) AS ahead(zone, now, soon)
    ON ahead.zone = member.time_zone
WHERE CASE
    WHEN kept.member_id IS NULL
        THEN EXISTS (SELECT FROM matching_availability hours WHERE hours.member_id = member.id)
    ELSE kept.local IS NULL
        OR kept.good_until < %(needed)s
        OR kept.mask <> ((kept.local << ahead.now) | (kept.local >> 672 - ahead.now)
                        | (kept.local << ahead.soon) | (kept.local >> 672 - ahead.soon))
    END
ORDER BY member.id
"""


def derived(member_ids: Collection[int], *, now: datetime) -> list[WeekMask]:
    """These members' weeks as they should be from now on, not yet written."""
    windows: dict[int, list[Window]] = defaultdict(list)
    rows = Availability.objects.filter(member__in=member_ids).values_list(
        "member_id", "weekday", "start", "end"
    )
    for member_id, weekday, start, end in rows:
        windows[member_id].append(Window(weekday, start, end))
    zones = Member.objects.filter(pk__in=member_ids).order_by("pk").values_list("pk", "time_zone")
    return [_week(pk, Hours(zone, tuple(windows[pk])), now) for pk, zone in zones]


def stale(*, now: datetime) -> list[int]:
    """The members whose week is missing, or is not what their hours and their clock make it."""
    zones = Member.objects.order_by().values_list("time_zone", flat=True).distinct()
    ahead = {zone: _quarters_ahead(zone, now) for zone in zones}
    asked: dict[str, Any] = {
        "zones": list(ahead),
        "now": [each[0] for each in ahead.values()],
        "soon": [each[-1] for each in ahead.values()],
        "needed": now + SPAN,
    }
    with connection.cursor() as cursor:
        cursor.execute(STALE, asked)
        return [pk for (pk,) in cursor.fetchall()]


def _week(member_id: int, hours: Hours, now: datetime) -> WeekMask:
    span = {"start": now, "end": now + SPAN}
    return WeekMask(
        member_id=member_id,
        mask=week_mask(hours, **span),
        good_until=mask_holds_until(hours, **span),
        local=local_week(hours.windows),
    )


def _quarters_ahead(zone: str, now: datetime) -> list[int]:
    """By how much the zone's clock is ahead of UTC, in quarter-hours of a week, in each regime that is coming."""
    return [regime.offset // QUARTER % QUARTERS for regime in regimes(zone, now, now + SPAN)]
