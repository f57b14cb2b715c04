"""Which pairs may meet and how well they fit, for a whole community: the fast form of `rules` and `ranking`.

The functions there are the definition. Here the same is said about many pairs at once, those of some needs together;
the tests hold the two against each other, pair by pair and point by point.

Where thousands of offers could serve a need, some are glanced at, each need's another part of the circle of all; the
most promising of these are looked at closely, and the best are kept: those with the highest score less the offer's
price (how much others want it), so that the best pairs for everybody survive. Where that leaves few, all are looked at.
Where there are few to begin with, each need is put to each offer.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.engine import ranking
from matching.engine.bitwise import halves
from matching.engine.permits import Pairs, Permits, among
from matching.engine.points import Points
from matching.engine.shelves import Shelves, are_open
from matching.engine.tables import Flags, NeedTable, Numbers, OfferTable, Tables, Words, rows_of
from matching.engine.weeks import coarse

Singles = NDArray[np.float32]
Small = NDArray[np.int32]
Column = NDArray[np.signedinteger[Any]]  # of edges: there are very many, so the narrower the better

NO_LIMIT = 1 << 40
FEW = 8  # with fewer offers than these found at a glance, all are looked at
AT_ONCE = 1 << 15  # pairs
CROSSED = AT_ONCE  # pairs; so many are sooner looked at than looked for
ZERO = np.uint64(0)


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
    worth = np.zeros(len(tables.offers.id), dtype=np.int64) if prices is None else prices
    needs, offers = len(tables.needs.id), len(tables.offers.id)
    if offers <= min(effort) and needs * offers <= CROSSED:
        return _each_with_each(tables, weights, worth)
    return _looked_for(tables, weights, worth, effort, thorough)


def _each_with_each(tables: Tables, weights: Mapping[str, int], prices: Numbers) -> Edges:
    """Of few, every need is put to every offer: whatever spares looks at many costs more than that."""
    needs, offers, _ = tables
    permits, points = Permits(tables), Points(tables, weights)
    asking, giving = np.flatnonzero(needs.good), np.flatnonzero(are_open(offers))
    nth = np.repeat(np.arange(len(asking)), len(giving))
    pairs = Pairs(nth, asking[nth], np.tile(giving, len(asking)))
    for rule in (permits.about, permits.may_talk, permits.hold):
        pairs = pairs.where(rule(pairs))
    starts = halves(offers.free[pairs.offer] & needs.free[pairs.need])
    meet = _not_empty(starts)
    pairs = pairs.where(meet)
    scores = points.of(pairs, starts[meet], points.topics(pairs))
    order = np.lexsort((offers.id[pairs.offer], prices[pairs.offer] - scores, pairs.nth))
    return Edges(*(column[order].astype(np.int32) for column in (pairs.need, pairs.offer, scores)))


def _looked_for(
    tables: Tables,
    weights: Mapping[str, int],
    prices: Numbers,
    effort: Effort,
    thorough: Collection[int],
) -> Edges:
    """Of many, the best pairs of every need that are found with this effort."""
    order = by_topic(tables.offers)  # neighbours in memory are looked at together
    search = _Search(tables._replace(offers=rows_of(tables.offers, order)), weights, prices[order])
    narrow = order.astype(np.int32)
    nobody = np.zeros(0, dtype=np.int32)
    found: list[tuple[Small, Small]] = [(nobody, nobody)] * len(tables.needs.id)
    needs = by_topic(tables.needs)
    needs = needs[tables.needs.good[needs]]
    far = among(needs, thorough)
    for some, how in ((needs[~far], effort), (needs[far], THOROUGH)):
        for row, rows, scores in search.best(some, how):
            found[row] = narrow[rows], scores.astype(np.int32)
    offering = np.repeat(np.arange(len(found), dtype=np.int32), [len(rows) for rows, _ in found])
    offers = np.concatenate([nobody, *(rows for rows, _ in found)])
    return Edges(offering, offers, np.concatenate([nobody, *(scores for _, scores in found)]))


class _Search:
    """Looks for many needs among the same offers, for some needs at a time."""

    def __init__(self, tables: Tables, weights: Mapping[str, int], prices: Numbers) -> None:
        self.needs, self.offers, _ = tables
        self.weights, self.prices = weights, prices
        self.shelves = Shelves(self.offers)
        self.permits = Permits(tables)
        self.points = Points(tables, weights)
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
        fits: Flags = (together != ZERO) & self.permits.may_talk(pairs)
        pairs, together = pairs.where(fits), together[fits]
        fits = self.permits.hold(pairs)
        pairs, together = pairs.where(fits), together[fits]
        close = self.points.topics(pairs)
        counts = np.bincount(pairs.nth, minlength=len(needs))
        if counts.max(initial=0) > effort.look:
            chosen = _most_promising(self._promise(pairs, together, close), counts, effort.look)
            pairs, close = pairs.where(chosen), close[chosen]
        starts = self.halves[pairs.offer] & self.need_halves[pairs.need]
        meet = _not_empty(starts)
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


def _not_empty(words: Words) -> Numbers:
    """Where these are."""
    return np.flatnonzero(np.bitwise_or.reduce(words, axis=1))


def by_topic(table: NeedTable | OfferTable) -> Numbers:
    """An order in which those about the same topics stand together."""
    return np.lexsort((table.id, *table.topics.T))
