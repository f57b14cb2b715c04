"""Which pairs may meet and how well they fit, for a whole community: the fast form of `rules` and `ranking`.

The functions there are the definition. Here the same is said about many pairs at once, those of some needs together;
the tests hold the two against each other, pair by pair and point by point.

Where thousands of offers could serve a need, some are glanced at, each need's another part of the circle of all; the
most promising of these are looked at closely, and the best are kept: those with the highest score less the offer's
price (how much others want it), so that the best pairs for everybody survive. Where that leaves few, all are looked at.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.engine import ranking
from matching.engine.masks import QUARTER
from matching.engine.shelves import Shelves, meets
from matching.engine.tables import (
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
AT_ONCE = 1 << 15  # pairs
A_FEW_WORDS = 4
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
    narrow = order.astype(np.int32)
    nobody = np.zeros(0, dtype=np.int32)
    found: list[tuple[Small, Small]] = [(nobody, nobody)] * len(tables.needs.id)
    needs = by_topic(tables.needs)
    needs = needs[tables.needs.good[needs]]
    far = np.isin(needs, list(thorough))
    for some, how in ((needs[~far], effort), (needs[far], THOROUGH)):
        for row, rows, scores in search.best(some, how):
            found[row] = narrow[rows], scores.astype(np.int32)
    offering = np.repeat(np.arange(len(found), dtype=np.int32), [len(rows) for rows, _ in found])
    offers = np.concatenate([nobody, *(rows for rows, _ in found)])
    return Edges(offering, offers, np.concatenate([nobody, *(scores for _, scores in found)]))


class Pairs(NamedTuple):
    """Needs and offers that are put to each other, as rows of the two tables; each need's together."""

    nth: Numbers  # which of the needs that are looked at together
    need: Numbers
    offer: Numbers

    def where(self, chosen: Flags | Numbers) -> "Pairs":
        return Pairs(self.nth[chosen], self.need[chosen], self.offer[chosen])

    def of(self, rows: Collection[int]) -> Iterator[tuple[int, slice]]:
        """Those of the needs that are among these rows, and where their pairs are."""
        if rows and len(self.need):
            begins = np.flatnonzero(np.diff(self.nth, prepend=-1))
            ends = np.append(begins[1:], len(self.nth))
            for row, first, last in zip(
                self.need[begins].tolist(), begins.tolist(), ends.tolist(), strict=True
            ):
                if row in rows:
                    yield row, slice(first, last)


class _Search:
    """Looks for many needs among the same offers, for some needs at a time."""

    def __init__(self, tables: Tables, weights: Mapping[str, int], prices: Numbers) -> None:
        self.needs, self.offers, _ = tables
        self.weights, self.prices = weights, prices
        self.shelves = Shelves(self.offers)
        self.rules = _Rules(tables)
        self.points = _Points(tables, weights)
        self.halves, self.coarse = halves(self.offers.free), coarse(self.offers.free)
        self.need_halves, self.need_coarse = halves(self.needs.free), coarse(self.needs.free)
        self.promise = (self.points.of_offers - self.prices).astype(np.float32)
        self.rank = np.empty(len(self.offers.id), dtype=np.int64)
        self.rank[np.argsort(self.offers.id, kind="stable")] = np.arange(len(self.offers.id))

    def best(self, needs: Numbers, effort: Effort) -> Iterator[tuple[int, Numbers, Numbers]]:
        """Each need with the offers for it and their scores."""
        more: list[int] = []
        for some, glanced, whole in self._batches(needs, effort.glance):
            for row, rows, scores in self._closely(some, glanced, effort):
                if len(rows) < FEW and row not in whole:
                    more.append(row)
                else:
                    yield row, rows, scores
        for some, glanced, _ in self._batches(np.array(more, dtype=np.int64), NO_LIMIT):
            yield from self._closely(some, glanced, effort)

    def _batches(self, needs: Numbers, most: int) -> Iterator[tuple[Numbers, list[Numbers], set[int]]]:
        """Some needs at a time, the offers to look at for each, and those for which these are all."""
        begun, glanced, whole, count = 0, list[Numbers](), set[int](), 0
        for place, (rows, all_of_them) in enumerate(self.shelves.about(self.needs, needs, most)):
            glanced.append(rows)
            count += len(rows)
            if all_of_them:
                whole.add(int(needs[place]))
            if count >= AT_ONCE:
                yield needs[begun : place + 1], glanced, whole
                begun, glanced, whole, count = place + 1, [], set(), 0
        if glanced:
            yield needs[begun:], glanced, whole

    def _closely(
        self, needs: Numbers, glanced: list[Numbers], effort: Effort
    ) -> Iterator[tuple[int, Numbers, Numbers]]:
        nth = np.repeat(np.arange(len(needs)), [len(rows) for rows in glanced])
        pairs = Pairs(nth, needs[nth], np.concatenate(glanced))
        together = self.coarse[pairs.offer] & self.need_coarse[pairs.need]
        fits: Flags = (together != ZERO) & self.rules.may_talk(pairs)
        pairs, together = pairs.where(fits), together[fits]
        fits = self.rules.hold(pairs)
        pairs, together = pairs.where(fits), together[fits]
        close = self.points.topics(pairs)
        counts = np.bincount(pairs.nth, minlength=len(needs))
        if counts.max(initial=0) > effort.look:
            chosen = _most_promising(self._promise(pairs, together, close), counts, effort.look)
            pairs, close = pairs.where(chosen), close[chosen]
        starts = self.halves[pairs.offer] & self.need_halves[pairs.need]
        meet = np.flatnonzero(starts.any(axis=1))
        pairs = pairs.where(meet)
        scores = self.points.of(pairs, starts[meet], close[meet])
        return self._kept(needs, pairs, scores, effort.keep)

    def _promise(self, pairs: Pairs, together: Words, close: Numbers) -> Singles:
        """How well each will most likely do, by what is cheap to know: an estimate, which only prunes."""
        hours = np.bitwise_count(together).astype(np.float32)
        hours /= hours + np.float32(ranking.EASY_HOURS)
        estimate: Singles = (
            self.promise[pairs.offer] + close + hours * np.float32(self.weights["shared_hours"])
        )
        return estimate + self.points.living(pairs)

    def _kept(
        self, needs: Numbers, pairs: Pairs, scores: Numbers, keep: int
    ) -> Iterator[tuple[int, Numbers, Numbers]]:
        """Each need with its best offers, and their scores."""
        order = np.lexsort((self.rank[pairs.offer], self.prices[pairs.offer] - scores, pairs.nth))
        rows, scores = pairs.offer[order], scores[order]
        ends = np.cumsum(np.bincount(pairs.nth, minlength=len(needs)))
        first = 0
        for row, last in zip(needs.tolist(), ends.tolist(), strict=True):
            kept = slice(first, min(last, first + keep))
            yield row, rows[kept], scores[kept]
            first = last


def _most_promising(promise: Singles, counts: Numbers, look: int) -> Numbers:
    """Where these are: of each need's so many pairs at most `look`."""
    chosen, first = [], 0
    for count in counts.tolist():
        places = np.arange(first, first + count)
        if count > look:
            places = first + np.argpartition(-promise[first : first + count], look - 1)[:look]
        chosen.append(places)
        first += count
    return np.concatenate(chosen)


class _Rules:
    """Every rule that is about more than topics, languages, kinds, room and hours."""

    def __init__(self, tables: Tables) -> None:
        self.needs, self.offers, codes = tables
        needs, offers = self.needs, self.offers
        self.in_person = _bit(codes.formats, "in_person")
        self.experienced = _gives(offers, codes.kinds, ("experience",))
        self.avoiding = meets(offers.avoids, offers.avoids)
        self.picky = offers.same_gender | offers.ages.any(axis=1) | offers.shared_experience
        self.wishing = needs.same_gender | needs.ages.any(axis=1) | needs.shared_experience
        self.asking = np.isin(needs.member, offers.member)
        self.today = needs.urgency == TODAY
        self.several = len(np.unique(np.concatenate([offers.community, needs.community]))) > 1

    def may_talk(self, pairs: Pairs) -> Flags:
        """They share a way to talk; to meet in person, their areas are the same or neighbours."""
        needs, offers = self.needs, self.offers
        common = offers.formats[pairs.offer] & needs.formats[pairs.need]
        talk: Flags = meets(common, ~self.in_person)
        meet = np.flatnonzero(~talk & meets(common, self.in_person))
        need, offer = pairs.need[meet], pairs.offer[meet]
        talk[meet] = meets(offers.near[offer], needs.area[need]) | meets(offers.area[offer], needs.near[need])
        return talk

    def hold(self, pairs: Pairs) -> Flags:
        needs, offers = self.needs, self.offers
        need, offer = pairs.need, pairs.offer
        holds: Flags = ~self.today[need] | offers.awake[offer]
        holds &= ~needs.danger[need] | offers.takes_danger[offer]
        holds &= ~needs.sensitive[need] | offers.admitted[offer]
        if self.several:
            holds &= offers.community[offer] == needs.community[need]
        _only(holds, self.asking[need], lambda some: needs.member[need[some]] != offers.member[offer[some]])
        _only(
            holds,
            self.avoiding[offer],
            lambda some: ~meets(offers.avoids[offer[some]], needs.lineage[need[some]]),
        )
        for row, mine in pairs.of(needs.apart):
            holds[mine] &= ~np.isin(offers.member[offer[mine]], needs.apart[row])
        _only(holds, self.wishing[need], lambda some: self._wished(need[some], offer[some]))
        _only(holds, self.picky[offer], lambda some: self._welcome(need[some], offer[some]))
        return holds

    def _wished(self, need: Numbers, offer: Numbers) -> Flags:
        """The helper is what the seeker wished for."""
        needs, offers = self.needs, self.offers
        ages = ~needs.ages[need].any(axis=1) | meets(offers.age[offer], needs.ages[need])
        experience = ~needs.shared_experience[need] | self.experienced[offer]
        wished: Flags = (~needs.same_gender[need] | self._alike(need, offer)) & ages & experience
        return wished

    def _welcome(self, need: Numbers, offer: Numbers) -> Flags:
        """The seeker is what the helper wished for."""
        needs, offers = self.needs, self.offers
        ages = ~offers.ages[offer].any(axis=1) | meets(offers.ages[offer], needs.age[need])
        experience = ~offers.shared_experience[offer] | self.experienced[offer]
        welcome: Flags = (~offers.same_gender[offer] | self._alike(need, offer)) & ages & experience
        return welcome

    def _alike(self, need: Numbers, offer: Numbers) -> Flags:
        gender = self.needs.gender[need]
        alike: Flags = (self.offers.gender[offer] == gender) & (gender > 0)
        return alike


def _only(holds: Flags, asked: Flags, rule: Callable[[Numbers], Flags]) -> None:
    """Asks a rule only about those pairs that it concerns and that may still meet."""
    some = np.flatnonzero(asked & holds)
    if len(some):
        holds[some] = rule(some)


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

    def of(self, pairs: Pairs, starts: Words, close: Numbers) -> Numbers:
        """The scores of these pairs; `starts` are the quarter-hours at which they could begin."""
        score: Numbers = self.of_needs[pairs.need] + self.of_offers[pairs.offer] + close + self.living(pairs)
        score += self._hours(pairs) + self._sooner(starts)
        for row, mine in pairs.of(self.needs.again):
            again = np.isin(self.offers.member[pairs.offer[mine]], self.needs.again[row])
            score[mine] += self._part("continuity", again)
        return score

    def topics(self, pairs: Pairs) -> Numbers:
        needs, offers = self.needs, self.offers
        topics, lineage = offers.topics[pairs.offer], offers.lineage[pairs.offer]
        asked = needs.topics[pairs.need]
        same = _count(topics & asked)
        kin = _count(lineage & asked) + _count(topics & needs.lineage[pairs.need])
        share = (same + (kin - 2 * same) / 2) / self.asked[pairs.need]
        return self._part("topic_closeness", np.minimum(1.0, share))

    def living(self, pairs: Pairs) -> Numbers:
        living: Numbers = self.lived[pairs.offer] * self.of_living[pairs.need]
        return living

    def _hours(self, pairs: Pairs) -> Numbers:
        hours = _count(self.offers.free[pairs.offer] & self.needs.free[pairs.need]) / 4
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


def _count(words: Words) -> Numbers:
    counts = np.bitwise_count(words)
    if counts.shape[1] > A_FEW_WORDS:
        total: Numbers = counts.sum(axis=1, dtype=np.int64)
        return total
    total = counts[:, 0].astype(np.int64)
    for column in range(1, counts.shape[1]):
        total += counts[:, column]
    return total


def _bit(code: Code, *values: str) -> Words:
    """The bits of some values, none for one that nobody names."""
    width = max(1, -(-len(code) // 64))
    words = np.zeros(width, dtype=np.uint64)
    for bit in (code[value] for value in values if value in code):
        words[bit >> 6] |= ONE << np.uint64(bit & 63)
    return words


def _gives(table: NeedTable | OfferTable, kinds: Code, wanted: "frozenset[str] | tuple[str, ...]") -> Flags:
    return meets(table.kinds, _bit(kinds, *wanted))
