"""Which pairs may meet and how well they fit, for a whole community: the fast form of `rules` and `ranking`.

The functions there are the definition. Here the same is said about many offers at once, for one need after another;
the tests hold the two against each other, pair by pair and point by point.

Where thousands of offers could serve a need, some are glanced at, each need's another part of the circle of all; the
most promising of these are looked at closely, and the best are kept: those with the highest score less the offer's
price (how much others want it), so that the best pairs for everybody survive. Where that leaves few, all are looked at.
"""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.engine import ranking
from matching.engine.masks import QUARTER
from matching.engine.tables import (
    NOBODY,
    URGENCIES,
    Code,
    Flags,
    NeedTable,
    Numbers,
    OfferTable,
    Reals,
    Tables,
    Words,
    rows_of,
)
from matching.engine.weeks import coarse

Singles = NDArray[np.float32]
Small = NDArray[np.int32]
Column = NDArray[np.signedinteger[Any]]  # of edges: there are very many, so the narrower the better

NO_LIMIT = 1 << 40
FEW = 8  # with fewer offers than these found at a glance, all are looked at
ZERO = np.uint64(0)
ONE = np.uint64(1)
TODAY = URGENCIES.index("today")
QUARTERS_A_DAY = timedelta(days=1) // QUARTER
LONG_WAIT = ranking.LONG_WAIT // timedelta(microseconds=1)


class Effort(NamedTuple):
    """How many offers are looked at for one need."""

    glance: int = 1_024
    look: int = 256  # closely
    keep: int = 100


USUAL = Effort()
EVERYTHING = Effort(NO_LIMIT, NO_LIMIT, NO_LIMIT)
THOROUGH = Effort(NO_LIMIT, 4_096, 1_024)


class Edges(NamedTuple):
    """Pairs that may meet, as rows of the two tables, with their scores; each need's together, the best first."""

    need: Column
    offer: Column
    score: Column


def gather(
    tables: Tables,
    *,
    weights: Mapping[str, int] = ranking.WEIGHTS,
    prices: Numbers | None = None,
    effort: Effort = USUAL,
    thorough: Collection[int] = (),
) -> Edges:
    """The best permitted pairs of every need; with `EVERYTHING` for effort, all that may meet.

    `prices` has one for each row of offers; for needs in the rows `thorough` far more offers are kept. The cost of a
    need is bounded by the effort, however many offers there are; before the first, each offer costs a little.
    """
    order = by_topic(tables.offers)  # neighbours in memory are looked at together
    search = _Search(
        tables._replace(offers=rows_of(tables.offers, order)),
        weights,
        np.zeros(len(order), dtype=np.int64) if prices is None else prices[order],
    )
    nobody = np.zeros(0, dtype=np.int32)
    found: list[tuple[Small, Small]] = [(nobody, nobody)] * len(tables.needs.id)
    for row in by_topic(tables.needs).tolist():
        rows, scores = search.best(row, THOROUGH if row in thorough else effort)
        found[row] = order[rows].astype(np.int32), scores.astype(np.int32)
    needs = np.repeat(np.arange(len(found), dtype=np.int32), [len(rows) for rows, _ in found])
    offers = np.concatenate([nobody, *(rows for rows, _ in found)])
    return Edges(needs, offers, np.concatenate([nobody, *(scores for _, scores in found)]))


class _Search:
    """Looks for one need after another among the same offers."""

    def __init__(self, tables: Tables, weights: Mapping[str, int], prices: Numbers) -> None:
        self.needs, self.offers, _ = tables
        self.weights, self.prices = weights, prices
        self.shelves = _Shelves(self.offers)
        self.rules = _Rules(tables)
        self.points = _Points(tables, weights)
        self.halves, self.coarse = halves(self.offers.free), coarse(self.offers.free)
        self.need_halves, self.need_coarse = halves(self.needs.free), coarse(self.needs.free)
        self.promise = (self.points.of_offers - self.prices).astype(np.float32)

    def best(self, row: int, effort: Effort) -> tuple[Numbers, Numbers]:
        """The offers for one need, and their scores."""
        if not self.needs.good[row]:
            return NOBODY, NOBODY
        rows, whole = self.shelves.about(self.needs, row, effort.glance)
        found = self._closely(row, rows, effort)
        if len(found[0]) < FEW and not whole:
            rows, _ = self.shelves.about(self.needs, row, NO_LIMIT)
            found = self._closely(row, rows, effort)
        return found

    def _closely(self, row: int, rows: Numbers, effort: Effort) -> tuple[Numbers, Numbers]:
        together = self.coarse[rows] & self.need_coarse[row]
        holds = self.rules.hold(row, rows) & (together != ZERO)
        rows = rows[holds]
        close = self.points.topics(row, rows)
        if len(rows) > effort.look:
            promise = self._promising(row, rows, together[holds], close)
            chosen = np.argpartition(-promise, effort.look - 1)[: effort.look]
            rows, close = rows[chosen], close[chosen]
        starts = self.halves[rows] & self.need_halves[row]
        meet = starts.any(axis=1)
        rows, starts = rows[meet], starts[meet]
        scores = self.points.of(row, rows, starts, close[meet])
        order = np.lexsort((self.offers.id[rows], self.prices[rows] - scores))[: effort.keep]
        return rows[order], scores[order]

    def _promising(self, row: int, rows: Numbers, together: Words, close: Numbers) -> Singles:
        """How well each will most likely do, by what is cheap to know: an estimate, which only prunes."""
        hours = np.bitwise_count(together).astype(np.float32)
        hours /= hours + np.float32(ranking.EASY_HOURS)
        estimate: Singles = self.promise[rows] + close + hours * np.float32(self.weights["shared_hours"])
        return estimate + self.points.living(row, rows)


class _Shelves:
    """The open offers by topic, language and kind: whoever is on no shelf of a need is not looked at."""

    def __init__(self, offers: OfferTable) -> None:
        self.offers = offers
        self.open = (offers.room > 0) & (offers.person_room > 0) & offers.good
        self.spoken: dict[bytes, Numbers] = {}
        self.shelves: dict[tuple[bytes, bool, int], Numbers] = {}
        self.seen = np.zeros(len(offers.id), dtype=np.int64)
        self.shuffled = np.argsort(_scattered(offers.id), kind="stable")

    def about(self, needs: NeedTable, row: int, most: int) -> tuple[Numbers, bool]:
        """The offers that share a topic with the need, and whether these are all: no more than about `most`.

        A topic of its own may be at or above theirs; what lies above its own, theirs must name.
        """
        key = needs.kinds[row].tobytes() + needs.languages[row].tobytes()
        if key not in self.spoken:
            self.spoken[key] = self._speaking(needs.kinds[row], needs.languages[row])
        above = needs.lineage[row] & ~needs.topics[row]
        wanted = [(True, bit) for bit in _bits_of(needs.topics[row])] + [
            (False, bit) for bit in _bits_of(above)
        ]
        shelves = [self._shelf(key, covers, bit) for covers, bit in wanted]
        each = max(1, most // max(1, len(shelves)))
        parts = [_turned(shelf, int(needs.id[row]), each) for shelf in shelves]
        whole = all(len(shelf) <= each for shelf in shelves)
        return (parts[0] if len(parts) == 1 else self._once(np.concatenate([NOBODY, *parts]))), whole

    def _speaking(self, kinds: Words, languages: Words) -> Numbers:
        offers = self.offers
        fits = self.open & meets(offers.kinds, kinds) & meets(offers.languages, languages)
        return self.shuffled[fits[self.shuffled]]

    def _shelf(self, key: bytes, covers: bool, bit: int) -> Numbers:
        """Offers at or below the topic (`covers`), or exactly about it."""
        if (key, covers, bit) not in self.shelves:
            rows = self.spoken[key]
            column = (self.offers.lineage if covers else self.offers.topics)[rows, bit >> 6]
            self.shelves[key, covers, bit] = rows[(column >> np.uint64(bit & 63) & ONE) == ONE]
        return self.shelves[key, covers, bit]

    def _once(self, rows: Numbers) -> Numbers:
        """Each row once: the last to leave its mark stays."""
        places = np.arange(len(rows))
        self.seen[rows] = places
        once: Numbers = rows[self.seen[rows] == places]
        return once


class _Rules:
    """Every rule that is about more than topics, languages, kinds, room and hours."""

    def __init__(self, tables: Tables) -> None:
        self.needs, self.offers, codes = tables
        self.in_person = _bit(codes.formats, "in_person")
        self.experienced = _gives(self.offers, codes.kinds, ("experience",))
        offers = self.offers
        self.avoiding = bool(offers.avoids.any())
        self.wishes = offers.same_gender | offers.ages.any(axis=1) | offers.shared_experience
        self.picky = bool(self.wishes.any())
        self.helpers = frozenset(offers.member.tolist())
        self.several = len(np.unique(np.concatenate([offers.community, self.needs.community]))) > 1
        self.away = bool((self.needs.formats & self.in_person).any())

    def hold(self, row: int, rows: Numbers) -> Flags:
        needs, offers = self.needs, self.offers
        holds = meets(offers.formats[rows], needs.formats[row])
        if self.several:
            holds &= offers.community[rows] == needs.community[row]
        if needs.member[row] in self.helpers:
            holds &= offers.member[rows] != needs.member[row]
        if self.avoiding:
            holds &= ~meets(offers.avoids[rows], needs.lineage[row])
        if needs.danger[row]:
            holds &= offers.takes_danger[rows]
        if needs.sensitive[row]:
            holds &= offers.admitted[rows]
        if needs.urgency[row] == TODAY:
            holds &= offers.awake[rows]
        if self.away:
            common = offers.formats[rows] & needs.formats[row]
            holds &= self._near(row, rows) | (common != self.in_person).any(axis=1)
        if row in needs.apart:
            holds &= ~np.isin(offers.member[rows], needs.apart[row])
        self._wished(holds, row, rows)
        if self.picky:
            self._welcome(holds, row, rows)
        return holds

    def _near(self, row: int, rows: Numbers) -> Flags:
        needs, offers = self.needs, self.offers
        return meets(offers.near[rows], needs.area[row]) | meets(offers.area[rows], needs.near[row])

    def _wished(self, holds: Flags, row: int, rows: Numbers) -> None:
        """The helper is what the seeker wished for."""
        needs, offers = self.needs, self.offers
        if needs.same_gender[row]:
            holds &= (offers.gender[rows] == needs.gender[row]) & (needs.gender[row] > 0)
        if needs.ages[row].any():
            holds &= meets(offers.age[rows], needs.ages[row])
        if needs.shared_experience[row]:
            holds &= self.experienced[rows]

    def _welcome(self, holds: Flags, row: int, rows: Numbers) -> None:
        """The seeker is what the helper wished for."""
        picky = np.flatnonzero(self.wishes[rows] & holds)
        some = rows[picky]
        needs, offers = self.needs, self.offers
        same = (offers.gender[some] == needs.gender[row]) & (needs.gender[row] > 0)
        ages = meets(offers.ages[some], needs.age[row]) | ~offers.ages[some].any(axis=1)
        holds[picky] = (
            (same | ~offers.same_gender[some])
            & ages
            & (self.experienced[some] | ~offers.shared_experience[some])
        )


class _Points:
    """The points of `ranking`, part by part, rounded as there."""

    def __init__(self, tables: Tables, weights: Mapping[str, int]) -> None:
        self.needs, self.offers, codes = tables
        self.weights = weights
        self.of_offers = (
            self._part("likely_answer", self.offers.likely)
            + self._part("even_load", 1 / (1 + self.offers.load))
            + self._part("not_yet_asked", self.offers.fresh)
        )
        urgent = np.array([ranking.URGENCY[name] for name in URGENCIES])[self.needs.urgency]
        self.of_needs = self._part("waiting_time", self.needs.waited / (self.needs.waited + LONG_WAIT))
        self.of_needs += self._part("urgency", urgent)
        self.asked = np.maximum(1, np.bitwise_count(self.needs.topics).sum(axis=1, dtype=np.int64))
        self.lived = self._part("shared_experience", _gives(self.offers, codes.kinds, ("experience",)))
        self.of_living = _gives(self.needs, codes.kinds, ranking.MATTERS_OF_LIVING)

    def of(self, row: int, rows: Numbers, starts: Words, close: Numbers) -> Numbers:
        """The scores of these offers for one need; `starts` are the quarter-hours at which they could begin."""
        score: Numbers = self.of_needs[row] + self.of_offers[rows] + close + self.living(row, rows)
        score += self._hours(row, rows) + self._sooner(starts)
        if row in self.needs.again:
            again = np.isin(self.offers.member[rows], self.needs.again[row])
            score += self._part("continuity", again)
        return score

    def topics(self, row: int, rows: Numbers) -> Numbers:
        needs, offers = self.needs, self.offers
        same = _count(offers.topics[rows] & needs.topics[row])
        kin = _count(offers.lineage[rows] & needs.topics[row]) + _count(
            offers.topics[rows] & needs.lineage[row]
        )
        return self._part("topic_closeness", np.minimum(1.0, (same + (kin - 2 * same) / 2) / self.asked[row]))

    def living(self, row: int, rows: Numbers) -> Numbers | int:
        return self.lived[rows] if self.of_living[row] else 0

    def _hours(self, row: int, rows: Numbers) -> Numbers:
        hours = _count(self.offers.free[rows] & self.needs.free[row]) / 4
        return self._part("shared_hours", hours / (hours + ranking.EASY_HOURS))

    def _sooner(self, starts: Words) -> Numbers:
        """By the first bit that is set; there always is one."""
        word = (starts != ZERO).argmax(axis=1)
        first = starts[np.arange(len(starts)), word]
        quarter = 64 * word + np.bitwise_count((first & (~first + ONE)) - ONE)
        return self._part("sooner", QUARTERS_A_DAY / (QUARTERS_A_DAY + quarter))

    def _part(self, name: str, value: Numbers | Flags | Reals) -> Numbers:
        points: Numbers = np.rint(value * np.float64(self.weights[name])).astype(np.int64)
        return points


def by_topic(table: NeedTable | OfferTable) -> Numbers:
    """An order in which those about the same topics stand together."""
    return np.lexsort((table.id, *table.topics.T))


def halves(free: Words) -> Words:
    """Where a half hour can begin: a quarter-hour with its next, as `hours.half_hours` has it."""
    following = free >> ONE
    following[:, :-1] |= free[:, 1:] << np.uint64(63)
    return free & following


def meets(sets: Words, one: Words) -> Flags:
    """Which of the sets have a bit in common with the one."""
    common: Words = sets & one
    if common.shape[1] == 1:
        return common[:, 0].astype(np.bool_)
    found: Flags = np.count_nonzero(common, axis=1) > 0
    return found


def _scattered(ids: Numbers) -> Words:
    """Numbers in an order that has nothing to do with when they were given, the same every time."""
    return ids.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)


def _turned(shelf: Numbers, by: int, most: int) -> Numbers:
    """At most so many of the shelf, from a place that differs from need to need, round the end to the beginning."""
    if len(shelf) <= most:
        return shelf
    first = by * 7919 % len(shelf)
    return np.concatenate([shelf[first : first + most], shelf[: max(0, first + most - len(shelf))]])


def _count(words: Words) -> Numbers:
    counts = np.bitwise_count(words)
    return counts[:, 0].astype(np.int64) if counts.shape[1] == 1 else counts.sum(axis=1, dtype=np.int64)


def _bits_of(words: Words) -> list[int]:
    return [
        64 * place + bit
        for place, word in enumerate(words.tolist())
        for bit in range(word.bit_length())
        if word >> bit & 1
    ]


def _bit(code: Code, *values: str) -> Words:
    """The bits of some values, none for one that nobody names."""
    width = max(1, -(-len(code) // 64))
    words = np.zeros(width, dtype=np.uint64)
    for bit in (code[value] for value in values if value in code):
        words[bit >> 6] |= ONE << np.uint64(bit & 63)
    return words


def _gives(table: NeedTable | OfferTable, kinds: Code, wanted: "frozenset[str] | tuple[str, ...]") -> Flags:
    return meets(table.kinds, _bit(kinds, *wanted))
