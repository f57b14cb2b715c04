"""Who could meet one need: the service's call beside the bare statement, on the same rows."""

import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from statistics import median
from typing import Any, NamedTuple

from accounts.clock import database_now
from matching import candidates, topics
from matching.engine.masks import HORIZON
from matching.matcher import NEAR
from matching.models import Format, Kind, Need, WeekMask
from support.benchmarks import filling, plain
from support.benchmarks.hosting import Hosting
from support.benchmarks.measure import percentile
from support.benchmarks.report import Findings, Row, Table
from support.benchmarks.wanted import Wanted

NEEDS = 200
MOST_TIMES = 10  # slower at the 95th percentile with the most offers than with the fewest

# One need's facts are known; all that is left is to read the index.
BARE = """
SELECT offer_id FROM matching_listing
WHERE community_id = %(community)s AND topic_id = ANY(%(reach)s) AND language = ANY(%(languages)s)
  AND kinds & %(kind)s <> 0 AND formats & %(formats)s <> 0 AND member_id <> %(member)s
  AND (mask IS NULL OR good_until < %(until)s OR bit_count(mask & %(mask)s::bit(672)) >= 2)
GROUP BY offer_id
ORDER BY count(*) DESC, max(bit_count(mask & %(mask)s::bit(672))) DESC NULLS LAST, offer_id
LIMIT %(limit)s
"""
NOTE = (
    "Milliseconds by the clock, each need in turn by both; of several calls for a need the middle one counts. The "
    "service reads the need as well; the bare statement is given it."
)


class Timed(NamedTuple):
    """What a call found for one need, and how long it took."""

    found: list[int]
    ms: float


def run(wanted: Wanted, findings: Findings, hosting: Hosting | None = None) -> None:
    """One community for each number of offers; all in one database."""
    rows: list[Row] = []
    with plain.connect() as bare:
        for offers in wanted.offers():
            now = database_now()
            filled = filling.community(bare, needs=NEEDS, offers=offers, seed=offers, now=now)
            filling.tidy(bare)
            rows += _measured(bare, filled, offers, wanted.repeats, now)
    findings.tables.append(Table("candidates", f"The nearest {NEAR} offers for one need", rows, NOTE))
    _goals(findings, rows)


def _measured(
    bare: plain.Plain, filled: filling.Filled, offers: int, repeats: int, now: datetime
) -> list[Row]:
    reach = topics.reaches()
    asked = {need.pk: facts_of(need, reach, now) for need in Need.objects.filter(pk__in=filled.needs)}
    ours: dict[int, list[Timed]] = {need: [] for need in asked}
    theirs: dict[int, list[Timed]] = {need: [] for need in asked}
    for _ in range(repeats + 1):
        for need, facts in asked.items():
            ours[need].append(_timed(partial(_near, need, now)))
            theirs[need].append(_timed(partial(_bare, bare, facts)))
    differ = sum(sorted(ours[need][0].found) != sorted(theirs[need][0].found) for need in asked)
    if differ:
        raise AssertionError(f"For {differ} of {len(asked)} needs the two found different offers.")
    return [
        _row(offers, way, timed, theirs)
        for way, timed in (("candidates.near", ours), ("bare statement", theirs))
    ]


def _near(need: int, now: datetime) -> list[int]:
    return [pair.offer for pair in candidates.near([need], now=now, limit=NEAR)]


def _bare(bare: plain.Plain, facts: dict[str, Any]) -> list[int]:
    return [offer for (offer,) in bare.execute(BARE, facts).fetchall()]


def _timed(call: Callable[[], list[int]]) -> Timed:
    begun = time.perf_counter()
    found = call()
    return Timed(found, (time.perf_counter() - begun) * 1000)


def facts_of(need: Need, reach: dict[int, frozenset[int]], now: datetime) -> dict[str, Any]:
    """All that the bare statement has to be told about one need."""
    week = WeekMask.objects.get(pk=need.member_id)
    chosen = need.topics.values_list("pk", flat=True)
    return {
        "community": need.community_id,
        "reach": sorted(frozenset().union(*(reach[topic] for topic in chosen))),
        "languages": need.languages,
        "kind": 1 << Kind.values.index(need.kind),
        "formats": sum(1 << Format.values.index(format) for format in need.formats),
        "member": need.member_id,
        "until": now + HORIZON,
        "mask": WeekMask._meta.get_field("mask").get_prep_value(week.mask),
        "limit": NEAR,
    }


def _row(offers: int, way: str, timed: dict[int, list[Timed]], bare: dict[int, list[Timed]]) -> Row:
    ms, of_bare = _middles(timed), _middles(bare)
    return {
        "offers": offers,
        "way": way,
        "found": round(sum(len(each[0].found) for each in timed.values()) / len(timed), 1),
        "p50_ms": round(percentile(ms, 50), 3),
        "p95_ms": round(percentile(ms, 95), 3),
        "p50_times": round(percentile(ms, 50) / percentile(of_bare, 50), 2),
        "p95_times": round(percentile(ms, 95) / percentile(of_bare, 95), 2),
    }


def _middles(timed: dict[int, list[Timed]]) -> list[float]:
    """For each need the middle of its calls but the first, which found the cache cold."""
    return [median(call.ms for call in calls[1:]) for calls in timed.values()]


def _goals(findings: Findings, rows: list[Row]) -> None:
    ours = [row for row in rows if row["way"] == "candidates.near"]
    for row in ours:
        at = f"{row['offers']:,} offers"
        findings.at_most("G1", f"p50 as a multiple of the bare statement, {at}", row["p50_times"], 1.5)
    if len(ours) > 1:
        grown = round(ours[-1]["p95_ms"] / ours[0]["p95_ms"], 2)
        words = f"p95 with {ours[-1]['offers']:,} offers as a multiple of {ours[0]['offers']:,}"
        findings.at_most("G1", words, grown, MOST_TIMES)
