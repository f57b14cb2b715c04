"""A community's needs and offers as the engine's tables, straight from the database: as `sides`, for many.

Rows become numbers as they are read, some thousand at a time, so that half a million offers fit into little memory.
Sets that many rows name alike are kept once.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, time
from functools import cache, partial
from itertools import chain, count
from typing import Any

import numpy as np

from accounts.rows import Columns, Later, Rows, together
from matching import pasts, topics
from matching.between import Sets
from matching.engine.chances import answers_in_time, part_of_day, yes_in_time
from matching.engine.hours import horizon_of, outside_quiet
from matching.engine.side import Past, Quiet
from matching.engine.tables import (
    URGENCIES,
    Codes,
    Flags,
    NeedTable,
    Numbers,
    OfferTable,
    Reals,
    Tables,
    bits,
    code,
    gender_code,
    quarters_ahead,
    waited,
)
from matching.engine.weeks import horizon_words
from matching.limits import person_room
from matching.pasts import SoFar
from matching.posted import all_offers, needs_at, offers_at
from matching.relations import ask_around, neighbours, relations
from matching.times import free_of, minutes
from matching.topics import Lineages

Read = dict[str, np.ndarray[Any, Any]]
Named = dict[str, Sequence[Collection[Any]]]
NOTHING: frozenset[int] = frozenset()
LISTS = ("topics", "avoids", "kinds", "formats", "languages", "age", "ages")
SETS = (*LISTS, "gender", "area")
# The codes that sets are said in.
CODES = {name: name for name in ("topics", "kinds", "formats", "languages", "ages")}
CODES |= {"lineage": "topics", "avoids": "topics", "area": "areas", "near": "areas", "age": "ages"}


def load(
    *,
    community_id: int,
    needs: Sequence[int],
    offers: Sequence[int] | None = None,
    now: datetime,
    all_free: bool = False,
    lineages: Lineages | None = None,
) -> Tables:
    """These needs, in order of their ids, and these of the community's open offers, or all that have room.

    With `all_free` nobody is asked yet and everybody is awake: each need has one place, every open offer and helper all
    of theirs. The topics' lineages are read unless the caller has just done so.

    A constant number of statements for every `posted.CHUNK` rows; some 700 bytes of memory a row.
    """
    return ask(
        community_id=community_id, needs=needs, offers=offers, now=now, all_free=all_free, lineages=lineages
    )()


def ask(
    *,
    community_id: int,
    needs: Sequence[int],
    offers: Sequence[int] | None,
    now: datetime,
    all_free: bool = False,
    lineages: Lineages | None = None,
) -> Later[Tables]:
    """The same for `rows.together`. Whoever reads it in there sends for each answer apart."""
    with together():
        lines = topics.ask_lineages() if lineages is None else None
        asked = needs_at(needs, now=now)
        if offers is None:
            given, around = all_offers(community_id, full=all_free, now=now), None
        else:
            given = offers_at(community_id, offers, now=now)
            around = ask_around(needs, offers, now=now, all_free=all_free)

    def read() -> Tables:
        known = _Known(now, all_free, lines() if lines else lineages or {})
        asking, giving = known.read(asked, known.need), known.read(given, known.offer)
        between = around or ask_around(needs, giving["id"].tolist(), now=now, all_free=all_free)
        return _tables(known, asking, giving, between())

    return read


def _tables(known: "_Known", asking: Read, giving: Read, around: Rows) -> Tables:
    codes, in_bits = known.named(neighbours(around))
    people = asking["member"].tolist(), giving["member"].tolist()
    apart, again = relations(around, asking["id"].tolist(), *people)
    pending = pasts.pending(asking["id"][asking["today"]].tolist(), now=known.now)
    row_of = {need: row for row, need in enumerate(asking["id"].tolist())}
    return Tables(
        NeedTable(
            **_common(asking, in_bits),
            free=asking["free"] & horizon_words(asking["ahead"]),
            urgency=asking["urgency"],
            danger=asking["danger"],
            sensitive=asking["sensitive"],
            waited=asking["waited"],
            places=asking["places"],
            apart=apart,
            again=again,
            pending={row_of[need]: chances for need, chances in pending.items()},
        ),
        OfferTable(
            **_common(giving, in_bits),
            free=giving["free"],
            avoids=in_bits["avoids"][giving["avoids"]],
            takes_danger=giving["takes_danger"],
            admitted=giving["admitted"],
            awake=giving["awake"],
            room=giving["room"],
            person_room=giving["person_room"],
            load=giving["load"],
            fresh=giving["fresh"],
            likely=giving["likely"],
            yes=giving["yes"],
            price=giving["price"],
        ),
        codes,
    )


class _Known:
    """What was read so far: sets by number, and what was worked out once for many."""

    def __init__(self, now: datetime, all_free: bool, lineages: Lineages) -> None:
        self.now, self.all_free, self.lineages = now, all_free, lineages
        # Whoever names a set for the first time gives it the next number.
        self.sets: dict[str, dict[Any, int]] = {name: defaultdict(count().__next__) for name in SETS}
        self.part = cache(partial(part_of_day, now=now))
        self.awake = cache(partial(_awake, now))
        self.chances = cache(_chances)

    def read(self, chunks: Iterable[Columns], own: Callable[[Columns], Read]) -> Read:
        """All chunks, as arrays."""
        parts = [self._common(chunk) | own(chunk) for chunk in chunks]
        if len(parts) == 1:
            return parts[0]
        return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}

    def _common(self, rows: Columns) -> Read:
        return {
            **{
                name: _numbers(map(known.__getitem__, rows[name]))
                for name, known in self.sets.items()
                if name in rows
            },
            "id": _numbers(rows["id"]),
            "member": _numbers(rows["member"]),
            "community": _numbers(rows["community"]),
            "free": free_of(
                rows["member"], rows["week"], rows["zone"], goes_away=rows["goes_away"], now=self.now
            ),
            "good": _flags(rows["good"]),
            "same_gender": _flags(rows["same_gender"]),
            "shared_experience": _flags(rows["shared_experience"]),
        }

    def need(self, rows: Columns) -> Read:
        return {
            "urgency": _numbers(map(URGENCIES.index, rows["urgency"])),
            "today": _flags(urgency == "today" for urgency in rows["urgency"]),
            "danger": _flags(rows["danger"]),
            "sensitive": _flags(rows["sensitive"]),
            "waited": _numbers(waited(since, self.now) for since in rows["waiting_since"]),
            "places": _numbers(1 if self.all_free else places for places in rows["places"]),
            "ahead": _numbers(
                quarters_ahead(horizon_of(*facts, self.now), self.now)
                for facts in zip(rows["urgency"], rows["needed_by"], rows["zone"], strict=True)
            ),
        }

    def offer(self, rows: Columns) -> Read:
        theirs = rows["so_far"]
        parts = map(self.part, rows["zone"])
        chances = [self.chances(each.past, part) for each, part in zip(theirs, parts, strict=True)]
        quiet = rows["quiet_from"], rows["quiet_until"], rows["zone"]
        return {
            "takes_danger": _flags(rows["takes_danger"]),
            "admitted": _flags(rows["admitted"]),
            "awake": _flags(rows["asked_in_quiet_hours"])
            | (self.all_free or _flags(map(self.awake, *quiet))),
            "room": _numbers(rows["capacity" if self.all_free else "room"]),
            "person_room": _numbers(self._limits(rows, theirs)),
            "load": _numbers(rows["load"]),
            "fresh": _flags(not each.past.asked for each in theirs),
            "likely": _reals(likely for likely, _ in chances),
            "yes": _reals(yes for _, yes in chances),
            "price": _numbers(rows["price"]),
        }

    def _limits(self, rows: Columns, theirs: Sequence[SoFar]) -> Iterable[int]:
        """Places left in the helpers' own limits."""
        if self.all_free:
            return map(min, rows["max_people"], rows["max_asks_week"])
        names = ("load", "max_people", "max_asks_week", "since", "limits")  # as `person_room` takes them
        return map(partial(person_room, now=self.now), theirs, *(rows[name] for name in names))

    def named(self, around: Sets) -> tuple[Codes, Read]:
        """A bit for everything that was named, and in these bits all the sets; `around` are the areas around each."""
        sets = self._by_name(around)
        codes = Codes(
            topics=code(self.lineages),
            languages=code(chain.from_iterable(sets["languages"])),
            kinds=code(chain.from_iterable(sets["kinds"])),
            formats=code(chain.from_iterable(sets["formats"])),
            areas=code(chain.from_iterable(sets["near"])),
            genders=code(self.sets["gender"]),
            ages=code(chain.from_iterable((*sets["age"], *sets["ages"]))),
        )
        genders = _numbers(gender_code(gender, codes) for gender in self.sets["gender"])
        in_bits = {name: bits(each, getattr(codes, CODES[name])) for name, each in sets.items()}
        return codes, {"gender": genders, **in_bits}

    def _by_name(self, around: Sets) -> Named:
        """All sets, in the order of their numbers."""
        sets: Named = {name: [text.split(",") if text else [] for text in self.sets[name]] for name in LISTS}
        for name in ("topics", "avoids"):
            sets[name] = [[*map(int, each)] for each in sets[name]]
        sets["lineage"] = [NOTHING.union(*map(self.lineages.__getitem__, each)) for each in sets["topics"]]
        sets["area"] = [(area,) if area else () for area in self.sets["area"]]
        sets["near"] = [around[area] | {area} if area else NOTHING for area in self.sets["area"]]
        return sets


def _common(read: Read, in_bits: Read) -> dict[str, Any]:
    """What needs and offers have in common."""
    alike = ("id", "member", "community", "good", "same_gender", "shared_experience")
    sets = ("topics", "kinds", "formats", "languages", "area", "gender", "age", "ages")
    return {
        **{name: read[name] for name in alike},
        **{name: in_bits[name][read[name]] for name in sets},
        "lineage": in_bits["lineage"][read["topics"]],
        "near": in_bits["near"][read["area"]],
    }


def _awake(now: datetime, start: time, end: time, zone: str) -> bool:
    return outside_quiet(Quiet(minutes(start), minutes(end)), zone, now)


def _chances(past: Past, part: int) -> tuple[float, float]:
    return answers_in_time(past, part), yes_in_time(past, part)


def _numbers(values: Iterable[int]) -> Numbers:
    return np.fromiter(values, dtype=np.int64)


def _flags(values: Iterable[bool]) -> Flags:
    return np.fromiter(values, dtype=np.bool_)


def _reals(values: Iterable[float]) -> Reals:
    return np.fromiter(values, dtype=np.float64)
