"""What helpers' matches so far tell: how they answered, and what counts towards their limits."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import available_timezones

from django.db import connection

from accounts.rows import Later, ask, select
from matching.engine.chances import HOURS_OF_A_PART, part_of_day, yes_in_time
from matching.engine.side import PARTS_OF_DAY, Past
from matching.models import LIVE

# A place taken back before its answer says nothing about the helper. What is held for a moderator now counts towards
# the limits like what was put to the helper.
SO_FAR = """
WITH history AS (
    SELECT match.*, match.proposed_at IS NOT NULL AND match.helper_answer <> '' AS answered,
        match.proposed_at IS NOT NULL AND (match.helper_answer <> '' OR match.state = 'expired') AS settled,
        CASE WHEN helper.time_zone = ANY(%(strange)s) THEN 0
            ELSE extract(hour FROM timezone(helper.time_zone, match.proposed_at))::int / %(part)s END AS part
    FROM matching_match match JOIN accounts_member helper ON helper.id = match.helper_id
    WHERE match.helper_id = ANY({who})
)
SELECT helper_id,
    ARRAY[count(*) FILTER (WHERE settled AND part = 0),
        count(*) FILTER (WHERE settled AND part = 1),
        count(*) FILTER (WHERE settled AND part = 2),
        count(*) FILTER (WHERE settled AND part = 3),
        count(*) FILTER (WHERE answered AND part = 0),
        count(*) FILTER (WHERE answered AND part = 1),
        count(*) FILTER (WHERE answered AND part = 2),
        count(*) FILTER (WHERE answered AND part = 3),
        count(*) FILTER (WHERE answered AND helper_answer = 'yes')],
    count(*) FILTER (WHERE proposed_at > %(week)s OR state = 'in_review'),
    count(DISTINCT seeker_id) FILTER (WHERE proposed_at > %(day)s OR state = 'in_review'),
    count(*) FILTER (WHERE state = 'completed')
FROM history GROUP BY helper_id
"""
THESE = SO_FAR.format(who="%(ids)s")
OF_OFFERS = SO_FAR.format(who="ARRAY(SELECT member_id FROM matching_offer WHERE id = ANY(%(ids)s))")
ASKED_NOW = """
SELECT match.need_id, match.helper_id, helper.time_zone, match.proposed_at
FROM matching_match match JOIN accounts_member helper ON helper.id = match.helper_id
WHERE match.need_id = ANY(%(needs)s) AND match.state = ANY(%(live)s) AND match.helper_answer = ''
ORDER BY match.id
"""


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
    return ask_for(THESE, helpers, now=now)()


def ask_for(sql: str, ids: Iterable[int], *, now: datetime) -> Later[dict[int, SoFar]]:
    """The same for `rows.together`: with `THESE`, of these helpers; with `OF_OFFERS`, of who wrote these offers."""
    since = {"week": now - timedelta(days=7), "day": now - timedelta(days=1), "part": HOURS_OF_A_PART}
    rows = ask(sql, ids=list(ids), strange=list(strange_zones()), **since)
    return lambda: {
        helper: SoFar(Past(tuple(counts[:PARTS_OF_DAY]), tuple(counts[PARTS_OF_DAY:-1]), counts[-1]), *limits)
        for helper, counts, *limits in rows()
    }


def pending(needs: Collection[int], *, now: datetime) -> dict[int, tuple[float, ...]]:
    """For needs for today: how likely each of those who are being asked about them says yes."""
    found: dict[int, tuple[float, ...]] = defaultdict(tuple)
    if not needs:
        return found
    open_now = select(ASKED_NOW, needs=list(needs), live=list(LIVE))
    so_far = of({helper for _, helper, *_ in open_now}, now=now)
    for need, helper, zone, asked_at in open_now:
        past = so_far.get(helper, NONE_YET).past
        found[need] += (yes_in_time(past, part_of_day(zone, asked_at or now)),)
    return found


@lru_cache(maxsize=1)
def strange_zones() -> frozenset[str]:
    """Zones that members may choose and this database does not know, which would stop every round: hardly ever any."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_timezone_names")
        return frozenset(available_timezones() - {name for (name,) in cursor.fetchall()})
