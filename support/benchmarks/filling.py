"""A made-up community of any size written straight into the database: the same people as in `town`, in the real tables.

Rows come in by COPY and INSERT ... SELECT with triggers off; the listings are then made as the migration makes them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

import numpy as np

from accounts.fields import encrypt
from matching.engine.masks import A_DAY, QUARTERS, local_week, mask_holds_until, week_mask
from matching.engine.side import Hours, Window
from matching.engine.tables import NeedTable, Numbers, OfferTable, Words
from matching.fields import as_bits
from matching.models import Topic
from matching.week_masks import SPAN
from support.benchmarks import filling_sql as sql
from support.benchmarks import town
from support.benchmarks.plain import Plain

PATTERNS = 400  # different weeks; each member has one of them


@dataclass(frozen=True, slots=True)
class Filled:
    """A community and its first and last ids."""

    community: int
    needs: range
    offers: range


def community(plain: Plain, *, needs: int, offers: int, seed: int, now: datetime) -> Filled:
    """A new community with so many needs, all waiting and never looked at, and so many open offers; `tidy` it."""
    postings = round(max(needs / town.NEEDS, offers / (1 - town.NEEDS))) + 2
    tables = town.town(postings, seed=seed)
    with plain.transaction():
        plain.execute("SET LOCAL session_replication_role = replica")
        (place,) = plain.execute(sql.COMMUNITY, {"now": now}).fetchone() or (0,)
        plain.execute(sql.TEMPORARY)
        _weeks(plain, now)
        firsts = [plain.execute(query).fetchone() or (0,) for query in sql.FIRSTS]
        member, need, offer = (int(first) for (first,) in firsts)
        topics = _topic_ids()
        asking = _postings(tables.needs, needs, need, member, topics, seed)
        giving = _postings(tables.offers, offers, offer, member + needs, topics, seed + 1)
        asked = [
            f"{line}\t{urgency}\t1" for line, urgency in zip(asking, _urgencies(tables.needs), strict=False)
        ]
        given = [f"{line}\t\t{room}" for line, room in zip(giving, tables.offers.room.tolist(), strict=False)]
        for kind, lines in (("need", asked), ("offer", given)):
            with plain.cursor().copy("COPY posting FROM STDIN") as copy:
                copy.write("".join(f"{kind}\t{line}\n" for line in lines))
        words = encrypt("Somebody to talk to about the first year.")
        for statement in sql.INTO_TABLES:
            plain.execute(statement, {"community": place, "now": now, "words": words})
    filled = Filled(place, range(need, need + needs), range(offer, offer + offers))
    plain.execute(sql.LISTINGS, {"community": place})
    return filled


def as_before(plain: Plain, communities: Sequence[int]) -> None:
    """Takes away all that rounds in these communities did."""
    for statement in sql.AS_BEFORE:
        plain.execute(statement, {"communities": list(communities)})
    tidy(plain)


def tidy(plain: Plain) -> None:
    """What autovacuum does in time: indexes are read alone again, and plans know how much there is."""
    plain.execute("VACUUM (ANALYZE)")


def _topic_ids() -> list[int]:
    """For each topic of `town`, one of ours in the same place of the tree."""
    groups = list(Topic.objects.filter(parent=None, current=True).order_by("position"))
    found = []
    for nth in range(town.GROUPS):
        group = groups[nth % len(groups)]
        leaves = list(group.children.filter(current=True).order_by("position").values_list("pk", flat=True))
        found += [group.pk, *(leaves[leaf % len(leaves)] for leaf in range(town.LEAVES))]
    return found


def _postings(
    table: NeedTable | OfferTable, count: int, first: int, member: int, topics: Sequence[int], seed: int
) -> Iterator[str]:
    """Lines for COPY: id, member, week, zone, topics, languages, kinds, formats."""
    chance = np.random.default_rng([seed, 3])
    weeks = chance.integers(0, PATTERNS, count).tolist()
    zones = chance.choice(len(town.ZONES), count, p=town.ZONE_SHARES).tolist()
    columns = zip(
        weeks,
        zones,
        _sets(table.topics[:count], topics),
        _sets(table.languages[:count], town.LANGUAGES),
        _sets(table.kinds[:count], town.KINDS),
        _sets(table.formats[:count], town.FORMATS),
        strict=True,
    )
    for nth, (week, zone, *sets) in enumerate(columns):
        yield "\t".join([str(first + nth), str(member + nth), str(week), town.ZONES[zone], *sets])


def _urgencies(needs: NeedTable) -> list[str]:
    return [("today", "this_week", "whenever")[urgency] for urgency in needs.urgency.tolist()]


def _sets(words: Words, names: Sequence[object]) -> list[str]:
    """Each row of bits as PostgreSQL writes an array of the names."""
    different, row = np.unique(words, axis=0, return_inverse=True)
    bits = np.unpackbits(np.ascontiguousarray(different).view(np.uint8), axis=1, bitorder="little")
    texts = [
        "{" + ",".join(sorted({str(names[bit]) for bit in np.flatnonzero(each).tolist()})) + "}"
        for each in bits
    ]
    rows: Numbers = row.reshape(-1)
    return [texts[each] for each in rows.tolist()]


def _weeks(plain: Plain, now: datetime) -> None:
    """The weeks that members have, as windows and, in each zone, as masks."""
    all_windows = [_windows(week.tolist()) for week in town.weeks(np.random.default_rng(5), PATTERNS)]
    with plain.cursor().copy("COPY free_window FROM STDIN") as copy:
        for week, windows in enumerate(all_windows):
            for window in windows:
                copy.write_row((week, window.weekday, window.start, window.end))
    with plain.cursor().copy("COPY week FROM STDIN") as copy:
        for week, windows in enumerate(all_windows):
            for zone in town.ZONES:
                copy.write_row((week, zone, *_masks(Hours(zone, windows), now)))


def _masks(hours: Hours, now: datetime) -> tuple[str, str, datetime]:
    span = {"start": now, "end": now + SPAN}
    mask, local = week_mask(hours, **span), local_week(hours.windows)
    return as_bits(mask), as_bits(local), mask_holds_until(hours, **span)


def _windows(week: list[bool]) -> tuple[Window, ...]:
    """The stretches of a week, each within a day."""
    windows = []
    free = [quarter for quarter in range(QUARTERS) if week[quarter]]
    for _, run in groupby(enumerate(free), lambda each: (each[1] - each[0], each[1] // A_DAY)):
        quarters = [quarter for _, quarter in run]
        weekday, start = divmod(quarters[0], A_DAY)
        windows.append(Window(weekday, start * 15, (start + len(quarters)) * 15))
    return tuple(windows)
