"""A community's needs and offers as the engine's tables, straight from the database: as `sides`, for many.

Rows become numbers as they are read, some thousand at a time, so that half a million offers fit into little memory.
Sets that many rows name alike are kept once.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

import numpy as np

from accounts.rows import Columns, together
from matching import pasts, topics
from matching.between import Sets
from matching.engine.chances import answers_in_time, part_of_day, yes_in_time
from matching.engine.hours import horizon_of, outside_quiet
from matching.engine.side import Past, Quiet
from matching.engine.tables import (
    URGENCIES,
    Code,
    Codes,
    Flags,
    NeedTable,
    Numbers,
    OfferTable,
    Reals,
    Tables,
    Words,
    bits,
    code,
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
NOWHERE: frozenset[int] = frozenset()
SETS = ("topics", "kinds", "formats", "languages", "ages", "avoids", "gender", "age")


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
    known = _Known(now, all_free, topics.lineages() if lineages is None else lineages)
    with together():
        asked = needs_at(needs, now=now)
        if offers is None:
            given = all_offers(community_id, full=all_free, now=now)
        else:
            given = offers_at(community_id, offers, now=now)
            around = ask_around(needs, offers, now=now, all_free=all_free)
    # Only now: whoever reads on the way there sends for each answer apart.
    asking, giving = known.read(asked, known.need), known.read(given, known.offer)
    if offers is None:
        around = ask_around(needs, giving["id"].tolist(), now=now, all_free=all_free)
    codes = known.codes(neighbours(around()))
    apart, again = relations(
        around(), asking["id"].tolist(), asking["member"].tolist(), giving["member"].tolist()
    )
    pending = pasts.pending(asking["id"][asking["today"]].tolist(), now=now)
    row_of = {need: row for row, need in enumerate(asking["id"].tolist())}
    return Tables(
        NeedTable(
            **known.common(asking, codes),
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
            **known.common(giving, codes),
            free=giving["free"],
            avoids=known.bits("avoids", giving["avoids"], codes.topics),
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
        self.sets: dict[str, dict[str, int]] = {name: {} for name in SETS}
        self.areas: dict[int, int] = {}
        self.near: dict[int, frozenset[int]] = {}
        self.parts: dict[str, int] = {}
        self.awake: dict[tuple[Any, Any, str], bool] = {}
        self.chances: dict[tuple[Past, int], tuple[float, float]] = {}

    def read(self, chunks: Iterable[Columns], own: Callable[[Columns], Read]) -> Read:
        """All chunks, as arrays."""
        parts = [self._common(chunk) | own(chunk) for chunk in chunks]
        return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}

    def _common(self, rows: Columns) -> Read:
        return {
            **{name: self._numbers(name, rows[name]) for name in SETS if name in rows},
            "id": _numbers(rows["id"]),
            "member": _numbers(rows["member"]),
            "community": _numbers(rows["community"]),
            "area": _numbers(self.areas.setdefault(area, len(self.areas)) for area in rows["area"]),
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
        chances = [self._chances(each.past, zone) for each, zone in zip(theirs, rows["zone"], strict=True)]
        quiets = zip(rows["quiet_from"], rows["quiet_until"], rows["zone"], strict=True)
        return {
            "takes_danger": _flags(rows["takes_danger"]),
            "admitted": _flags(rows["admitted"]),
            "awake": _flags(rows["asked_in_quiet_hours"])
            | _flags(self.all_free or self._awake(*quiet) for quiet in quiets),
            "room": _numbers(rows["capacity" if self.all_free else "room"]),
            "person_room": _numbers(self._limits(rows, theirs)),
            "load": _numbers(rows["load"]),
            "fresh": _flags(not each.past.asked for each in theirs),
            "likely": _reals(likely for likely, _ in chances),
            "yes": _reals(yes for _, yes in chances),
            "price": _numbers(rows["price"]),
        }

    def _limits(self, rows: Columns, theirs: Sequence[SoFar]) -> Iterator[int]:
        """Places left in the helpers' own limits."""
        names = ("load", "max_people", "max_asks_week", "since", "limits")
        people = zip(theirs, *(rows[name] for name in names), strict=True)
        for so_far, helping, most, asks, since, decided in people:
            if self.all_free:
                yield min(most, asks)
            else:
                limits = {"helping": helping, "max_people": most, "max_asks_week": asks}
                yield person_room(so_far, **limits, since=since, decided=decided, now=self.now)

    def _chances(self, past: Past, zone: str) -> tuple[float, float]:
        if zone not in self.parts:
            self.parts[zone] = part_of_day(zone, self.now)
        key = past, self.parts[zone]
        if key not in self.chances:
            self.chances[key] = answers_in_time(*key), yes_in_time(*key)
        return self.chances[key]

    def _awake(self, start: Any, end: Any, zone: str) -> bool:
        key = start, end, zone
        if key not in self.awake:
            self.awake[key] = outside_quiet(Quiet(minutes(start), minutes(end)), zone, self.now)
        return self.awake[key]

    def _numbers(self, name: str, texts: Sequence[str]) -> Numbers:
        known = self.sets[name]
        return _numbers(known.setdefault(text, len(known)) for text in texts)

    def codes(self, around: Sets) -> Codes:
        """A bit for everything that was named; `around` are the areas around each."""
        self.near = {area: around[area] | {area} if area else NOWHERE for area in self.areas}
        return Codes(
            topics=code(self.lineages),
            languages=code(chain.from_iterable(self._parsed("languages"))),
            kinds=code(chain.from_iterable(self._parsed("kinds"))),
            formats=code(chain.from_iterable(self._parsed("formats"))),
            areas=code(chain.from_iterable(self.near.values())),
            genders=code(self.sets["gender"]),
            ages=code(chain.from_iterable(self._parsed("age") + self._parsed("ages"))),
        )

    def common(self, read: Read, codes: Codes) -> dict[str, Any]:
        """What needs and offers have in common, in bits."""
        lines = [
            frozenset().union(*(self.lineages[int(topic)] for topic in each))
            for each in self._parsed("topics")
        ]
        genders = np.array(
            [codes.genders[gender] + 1 if gender else 0 for gender in self.sets["gender"]] or [0]
        )
        return {
            "id": read["id"],
            "member": read["member"],
            "community": read["community"],
            "topics": self.bits("topics", read["topics"], codes.topics),
            "lineage": _of(lines, read["topics"], codes.topics),
            "kinds": self.bits("kinds", read["kinds"], codes.kinds),
            "formats": self.bits("formats", read["formats"], codes.formats),
            "languages": self.bits("languages", read["languages"], codes.languages),
            "area": _of([{area} if area else () for area in self.areas], read["area"], codes.areas),
            "near": _of([self.near[area] for area in self.areas], read["area"], codes.areas),
            "good": read["good"],
            "gender": genders[read["gender"]],
            "age": self.bits("age", read["age"], codes.ages),
            "same_gender": read["same_gender"],
            "ages": self.bits("ages", read["ages"], codes.ages),
            "shared_experience": read["shared_experience"],
        }

    def bits(self, name: str, numbers: Numbers, code: Code) -> Words:
        """The sets that these rows name, in bits."""
        parsed: list[Collection[Any]] = list(self._parsed(name))
        if name in ("topics", "avoids"):
            parsed = [[int(topic) for topic in each] for each in parsed]
        return _of(parsed, numbers, code)

    def _parsed(self, name: str) -> list[list[str]]:
        return [text.split(",") if text else [] for text in self.sets[name]]


def _of(sets: Sequence[Collection[Any]], numbers: Numbers, code: Code) -> Words:
    return bits(sets, code)[numbers] if len(sets) else bits([()] * len(numbers), code)


def _numbers(values: Iterable[int]) -> Numbers:
    return np.fromiter(values, dtype=np.int64)


def _flags(values: Iterable[bool]) -> Flags:
    return np.fromiter(values, dtype=np.bool_)


def _reals(values: Iterable[float]) -> Reals:
    return np.fromiter(values, dtype=np.float64)
