"""How well pairs fit: the fast form of `ranking`, about many pairs at once."""

from collections.abc import Mapping
from datetime import timedelta

import numpy as np

from matching.engine import ranking
from matching.engine.bitwise import count, gives
from matching.engine.masks import QUARTER
from matching.engine.permits import Pairs
from matching.engine.tables import URGENCIES, Flags, Numbers, Reals, Tables, Words

ZERO = np.uint64(0)
ONE = np.uint64(1)
QUARTERS_A_DAY = timedelta(days=1) // QUARTER
LONG_WAIT = ranking.LONG_WAIT // timedelta(microseconds=1)
URGENT = np.array([ranking.URGENCY[name] for name in URGENCIES])


class Points:
    """The points of `ranking`, part by part, rounded as there."""

    def __init__(self, tables: Tables, weights: Mapping[str, int]) -> None:
        self.needs, self.offers, codes = tables
        self.weights = weights
        self.of_offers = (
            self._part("likely_answer", self.offers.likely)
            + self._part("even_load", 1 / (1 + self.offers.load))
            + self._part("not_yet_asked", self.offers.fresh)
        )
        self.of_needs = self._part("waiting_time", self.needs.waited / (self.needs.waited + LONG_WAIT))
        self.of_needs += self._part("urgency", URGENT[self.needs.urgency])
        self.asked = np.maximum(1, count(self.needs.topics))
        self.lived = self._part("shared_experience", gives(self.offers, codes.kinds, ("experience",)))
        self.of_living = gives(self.needs, codes.kinds, ranking.MATTERS_OF_LIVING)

    def of(self, pairs: Pairs, starts: Words, close: Numbers) -> Numbers:
        """The scores of these pairs.

        `starts` are the quarter-hours at which they could begin, `close` their points for topics.
        """
        score: Numbers = self.of_needs[pairs.need] + self.of_offers[pairs.offer] + close + self.living(pairs)
        score += self._hours(pairs) + self._sooner(starts)
        for row, mine in pairs.of(self.needs.again):
            again = np.isin(self.offers.member[pairs.offer[mine]], self.needs.again[row])
            score[mine] += self._part("continuity", again)
        return score

    def topics(self, pairs: Pairs) -> Numbers:
        """A topic that both name counts on either side, one that is kin to it on one."""
        needs, offers = self.needs, self.offers
        kin = count(offers.lineage[pairs.offer] & needs.topics[pairs.need])
        kin += count(offers.topics[pairs.offer] & needs.lineage[pairs.need])
        return self._part("topic_closeness", np.minimum(1.0, kin / 2 / self.asked[pairs.need]))

    def living(self, pairs: Pairs) -> Numbers:
        living: Numbers = self.lived[pairs.offer] * self.of_living[pairs.need]
        return living

    def _hours(self, pairs: Pairs) -> Numbers:
        hours = count(self.offers.free[pairs.offer] & self.needs.free[pairs.need]) / 4
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
