"""Which pairs may meet and how well they fit, for a whole community: the fast form of `rules` and `ranking`.

The functions there are the definition. Here the same is said about many offers at once, for one need after another;
the tests hold the two against each other, pair by pair and point by point.

Where hundreds of offers could serve a need, the most promising are looked at closely and the best are kept: those with
the highest score less the offer's price (how much others want it), so that the best pairs for everybody survive.
"""

from collections.abc import Mapping
from datetime import timedelta
from itertools import chain
from typing import NamedTuple

import numpy as np

from matching.engine import ranking
from matching.engine.masks import QUARTER
from matching.engine.tables import NOBODY, URGENCIES, Code, Flags, NeedTable, Numbers, OfferTable, Tables, Words
from matching.engine.weeks import coarse

LOOK = 256  # offers looked at closely for one need
KEEP = 60  # pairs kept for one need
NO_LIMIT = 1 << 40
ZERO = np.uint64(0)
ONE = np.uint64(1)
TODAY = URGENCIES.index("today")
QUARTERS_A_DAY = timedelta(days=1) // QUARTER
LONG_WAIT = ranking.LONG_WAIT // timedelta(microseconds=1)


class Edges(NamedTuple):
    """Pairs that may meet, as rows of the two tables, with their scores; each need's together, the best first."""

    need: Numbers
    offer: Numbers
    score: Numbers


def gather(
    tables: Tables,
    *,
    weights: Mapping[str, int] = ranking.WEIGHTS,
    prices: Numbers | None = None,
    look: int = LOOK,
    keep: int = KEEP,
) -> Edges:
    """The best permitted pairs of every need: at most `keep` a need, of at most `look` offers looked at closely.

    `prices` has one for each row of offers. With `NO_LIMIT` for both, all pairs that may meet. The cost follows the
    needs times the offers that share a topic, a language and a kind with them.
    """
    search = _Search(tables, weights, prices, look, keep)
    found = [search.best(row) for row in range(len(tables.needs.id))]
    offers = np.concatenate([NOBODY, *(each[0] for each in found)])
    scores = np.concatenate([NOBODY, *(each[1] for each in found)])
    needs = np.repeat(np.arange(len(found)), [len(each[0]) for each in found])
    return Edges(needs, offers, scores)


class _Search:
    """Looks for one need after another among the same offers."""

    def __init__(
        self, tables: Tables, weights: Mapping[str, int], prices: Numbers | None, look: int, keep: int
    ) -> None:
        self.needs, self.offers, codes = tables
        self.weights, self.look, self.keep = weights, look, keep
        self.prices = np.zeros(len(self.offers.id), dtype=np.int64) if prices is None else prices
        self.shelves = _Shelves(self.offers)
        self.rules = _Rules(tables)
        self.points = _Points(tables, weights)
        self.halves = halves(self.offers.free)
        self.coarse = coarse(self.offers.free)
        self.need_halves = halves(self.needs.free)
        self.need_coarse = coarse(self.needs.free)
        self.promise = self.points.of_offers - self.prices

    def best(self, row: int) -> tuple[Numbers, Numbers]:
        """The offers for one need, and their scores."""
        rows = self.shelves.about(self.needs, row)
        rows = rows[(self.coarse[rows] & self.need_coarse[row]) != ZERO]
        rows = rows[self.rules.hold(row, rows)]
        if len(rows) > self.look:
            rows = self._promising(row, rows)
        starts = self.halves[rows] & self.need_halves[row]
        meet = starts.any(axis=1)
        rows, starts = rows[meet], starts[meet]
        scores = self.points.of(row, rows, starts)
        order = np.lexsort((self.offers.id[rows], self.prices[rows] - scores))[: self.keep]
        return rows[order], scores[order]

    def _promising(self, row: int, rows: Numbers) -> Numbers:
        """Those that will most likely score best, by what is cheap to know: an estimate, which only prunes."""
        together = np.bitwise_count(self.coarse[rows] & self.need_coarse[row]).astype(np.float64)
        hours = self.weights["shared_hours"] * together / (together + ranking.EASY_HOURS)
        estimate = self.promise[rows] + hours + self.points.topics(row, rows) + self.points.living(row, rows)
        return rows[np.sort(np.argpartition(-estimate, self.look - 1)[: self.look])]


class _Shelves:
    """The open offers by what they are about, the language and the kind: whoever cannot be on a shelf is not looked at."""

    def __init__(self, offers: OfferTable) -> None:
        self.offers = offers
        self.open = (offers.room > 0) & (offers.person_room > 0) & offers.good
        self.spoken: dict[bytes, Numbers] = {}
        self.shelves: dict[tuple[bytes, bool, int], Numbers] = {}
        self.seen = np.zeros(len(offers.id), dtype=np.int64)

    def about(self, needs: NeedTable, row: int) -> Numbers:
        """The offers that share a topic with the need: its own at or below theirs, or theirs at or below its own."""
        key = needs.kinds[row].tobytes() + needs.languages[row].tobytes()
        if key not in self.spoken:
            self.spoken[key] = self._speaking(needs.kinds[row], needs.languages[row])
        above = needs.lineage[row] & ~needs.topics[row]
        wanted = [(True, bit) for bit in _bits_of(needs.topics[row])] + [(False, bit) for bit in _bits_of(above)]
        shelves = [self._shelf(key, covers, bit) for covers, bit in wanted]
        return shelves[0] if len(shelves) == 1 else self._once(np.concatenate([NOBODY, *shelves]))

    def _speaking(self, kinds: Words, languages: Words) -> Numbers:
        offers = self.offers
        return np.flatnonzero(
            self.open & (offers.kinds & kinds).any(axis=1) & (offers.languages & languages).any(axis=1)
        )

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
        return rows[self.seen[rows] == places]


class _Rules:
    """Every rule that is about more than topics, languages, kinds, room and hours."""

    def __init__(self, tables: Tables) -> None:
        self.needs, self.offers, codes = tables
        self.in_person = _bit(codes.formats, "in_person")
        self.experienced = _gives(self.offers, codes.kinds, ("experience",))
        offers = self.offers
        self.avoiding = bool(offers.avoids.any())
        self.picky = bool(offers.same_gender.any() or offers.ages.any() or offers.shared_experience.any())
        self.away = bool((self.needs.formats & self.in_person).any())

    def hold(self, row: int, rows: Numbers) -> Flags:
        needs, offers = self.needs, self.offers
        common = offers.formats[rows] & needs.formats[row]
        holds = common.any(axis=1) & (offers.member[rows] != needs.member[row])
        holds &= offers.community[rows] == needs.community[row]
        if not needs.good[row]:
            holds[:] = False
        if self.avoiding:
            holds &= ~(offers.avoids[rows] & needs.lineage[row]).any(axis=1)
        if needs.danger[row]:
            holds &= offers.takes_danger[rows]
        if needs.urgency[row] == TODAY:
            holds &= offers.awake[rows]
        if self.away:
            holds &= self._near(row, rows) | (common != self.in_person).any(axis=1)
        if row in needs.apart:
            holds &= ~np.isin(offers.member[rows], needs.apart[row])
        return holds & self._wished(row, rows) & (self._welcome(row, rows) if self.picky else True)

    def _near(self, row: int, rows: Numbers) -> Flags:
        needs, offers = self.needs, self.offers
        there, here = needs.area[row] & offers.near[rows], offers.area[rows] & needs.near[row]
        near: Flags = there.any(axis=1) | here.any(axis=1)
        return near

    def _wished(self, row: int, rows: Numbers) -> Flags:
        """The helper is what the seeker wished for."""
        needs, offers = self.needs, self.offers
        holds = np.ones(len(rows), dtype=np.bool_)
        if needs.same_gender[row]:
            holds &= (offers.gender[rows] == needs.gender[row]) & (needs.gender[row] > 0)
        if needs.ages[row].any():
            holds &= (offers.age[rows] & needs.ages[row]).any(axis=1)
        if needs.shared_experience[row]:
            holds &= self.experienced[rows]
        return holds

    def _welcome(self, row: int, rows: Numbers) -> Flags:
        """The seeker is what the helper wished for."""
        needs, offers = self.needs, self.offers
        same = (offers.gender[rows] == needs.gender[row]) & (needs.gender[row] > 0)
        ages = (offers.ages[rows] & needs.age[row]).any(axis=1) | ~offers.ages[rows].any(axis=1)
        return (
            (same | ~offers.same_gender[rows])
            & ages
            & (self.experienced[rows] | ~offers.shared_experience[rows])
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

    def of(self, row: int, rows: Numbers, starts: Words) -> Numbers:
        """The scores of these offers for one need; `starts` are the quarter-hours at which they could begin."""
        score = self.of_needs[row] + self.of_offers[rows] + self.topics(row, rows) + self.living(row, rows)
        score += self._hours(row, rows) + self._sooner(starts)
        if row in self.needs.again:
            again = np.isin(self.offers.member[rows], self.needs.again[row])
            score += self._part("continuity", again)
        return score

    def topics(self, row: int, rows: Numbers) -> Numbers:
        needs, offers = self.needs, self.offers
        same = _count(offers.topics[rows] & needs.topics[row])
        kin = _count(offers.lineage[rows] & needs.topics[row]) + _count(offers.topics[rows] & needs.lineage[row])
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

    def _part(self, name: str, value: "np.ndarray[tuple[int], np.dtype[np.generic]]") -> Numbers:
        return np.rint(value * np.float64(self.weights[name])).astype(np.int64)


def halves(free: Words) -> Words:
    """Where a half hour can begin: a quarter-hour with its next, as `hours.half_hours` has it."""
    following = free >> ONE
    following[:, :-1] |= free[:, 1:] << np.uint64(63)
    return free & following


def _count(words: Words) -> Numbers:
    return np.bitwise_count(words).sum(axis=1, dtype=np.int64)


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
    gives: Flags = (table.kinds & _bit(kinds, *wanted)).any(axis=1)
    return gives
