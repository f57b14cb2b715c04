"""A whole round in the database, and its writing beside the same rows written by plain batched SQL."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from django.db import connection

from accounts.clock import database_now
from matching import matcher
from support.benchmarks import filling, plain
from support.benchmarks import writing_sql as sql
from support.benchmarks.filling import Filled
from support.benchmarks.hosting import Hosting
from support.benchmarks.report import Findings, Row, Table
from support.benchmarks.wanted import Wanted

NEEDS = 0.1  # for each offer
MOST_OFFERS = 100_000
TIMES = ("gather_ms", "solve_ms", "write_ms", "total_ms", "database_ms")
NOTE = (
    "Milliseconds by the clock. Gathering reads both tables from the database. The bare form writes the very pairs "
    "that the round chose, in the same batches, with the same locks and outbox rows; it asks no rule again, words no "
    "reasons and rings no doorbell."
)


def run(wanted: Wanted, findings: Findings, hosting: Hosting | None = None) -> None:
    """A round over all that wait, as often as wanted, each from the same beginning."""
    rows: list[Row] = []
    sizes = [offers for offers in wanted.offers() if offers <= MOST_OFFERS]
    with plain.connect() as bare:
        for offers in sizes:
            filled = filling.community(
                bare, needs=round(offers * NEEDS), offers=offers, seed=offers, now=database_now()
            )
            filling.tidy(bare)
            rows += _measured(bare, filled, wanted.repeats)
    if not rows:
        findings.notes.append(
            f"No round was held: with more than {MOST_OFFERS:,} offers each takes too long."
        )
        return
    findings.tables.append(Table("database", "A whole round, in the database", rows, NOTE))
    for ours in rows[::2]:
        at = f"{ours['offers']:,} offers"
        findings.at_most("G4", f"writing as a multiple of bare batched SQL, {at}", ours["write_times"], 1.5)


def _measured(bare: plain.Plain, filled: Filled, repeats: int) -> list[Row]:
    ours, theirs = [], []
    for _ in range(repeats):
        ours.append(_our_round(filled))
        pairs = bare.execute(sql.PAIRS, {"community": filled.community}).fetchall()
        filling.as_before(bare, [filled.community])
        theirs.append(_written(bare, pairs))
        filling.as_before(bare, [filled.community])
    return [_row(filled, "our round", ours, theirs), _row(filled, "bare batched SQL", theirs, theirs)]


def _our_round(filled: Filled) -> Row:
    asked: list[float] = []
    with _counting(asked):
        held = matcher.run(community_id=filled.community, now=database_now)
    return {
        "proposals": sum(round.proposals for round in held),
        "helped": sum(round.matched for round in held),
        "gather_ms": sum(round.gather_ms for round in held),
        "solve_ms": sum(round.solve_ms for round in held),
        "write_ms": sum(round.write_ms for round in held),
        "total_ms": sum(round.gather_ms + round.solve_ms + round.write_ms for round in held),
        "database_ms": round(sum(asked) * 1000),
    }


@contextmanager
def _counting(seconds: list[float]) -> Iterator[None]:
    """Notes how long each statement took, as this process sees it."""

    def wrapper(execute: Callable[..., Any], *given: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(*given)
        finally:
            seconds.append(time.perf_counter() - begun)

    with connection.execute_wrapper(wrapper):
        yield


def _written(bare: plain.Plain, pairs: list[tuple[Any, ...]]) -> Row:
    begun = time.perf_counter()
    for first in range(0, len(pairs), matcher.BATCH):
        _write(bare, pairs[first : first + matcher.BATCH])
    bare.execute(sql.LOOKED, {"needs": [need for need, *_ in pairs]})
    taken = round((time.perf_counter() - begun) * 1000)
    nothing = dict.fromkeys(TIMES)
    return {"proposals": len(pairs), "helped": None} | nothing | {"write_ms": taken, "total_ms": taken}


def _write(bare: plain.Plain, pairs: list[tuple[Any, ...]]) -> None:
    """One batch in one transaction: locks in the house's order, then the matches, their needs, and what both hear."""
    need, offer, seeker, helper, score, reasons = (list(each) for each in zip(*pairs, strict=True))
    given = {
        "need": need,
        "offer": offer,
        "seeker": seeker,
        "helper": helper,
        "score": score,
        "reasons": reasons,
    }
    with bare.transaction():
        bare.execute(sql.HOLD_MEMBERS, {"members": [*seeker, *helper]})
        bare.execute(sql.HOLD_NEEDS, {"needs": need})
        bare.execute(sql.HOLD_OFFERS, {"offers": offer})
        made = [match for (match,) in bare.execute(sql.MATCHES, given).fetchall()]
        bare.execute(sql.MATCHED, {"needs": need})
        told = [notification for (notification,) in bare.execute(sql.TELL, {"matches": made}).fetchall()]
        bare.execute(sql.DELIVER, {"notifications": told})


def _row(filled: Filled, way: str, taken: list[Row], bare: list[Row]) -> Row:
    row: Row = {"offers": len(filled.offers), "needs": len(filled.needs), "way": way}
    row |= {name: taken[-1][name] for name in ("proposals", "helped")}
    for name in TIMES:
        values = [each[name] for each in taken]
        row[name] = None if None in values else round(median(values))
    of_bare = median(each["write_ms"] for each in bare)
    return row | {"write_times": round(median(each["write_ms"] for each in taken) / max(1, of_bare), 2)}
