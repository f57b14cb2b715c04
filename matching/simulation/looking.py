"""A look of the matcher: what changed since the last one, which pairs that makes possible, and whom the policy asks."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from matching.engine import chances, rules
from matching.engine.hours import quarter_of
from matching.engine.pairing import PATIENCE
from matching.engine.side import NeedSide, OfferSide
from matching.simulation.choosing import Question, numbers, passed_over
from matching.simulation.pairs import Pairs, Possible
from matching.simulation.policies import Policy
from matching.simulation.standing import Giving, Waiting


class Looking:
    """Gathers what changed, and looks at it when told to.

    A pair that changed in nothing was possible before and would have been asked, so it is not looked at again; whoever
    waits is looked at with everybody now and then, because hours pass.
    """

    def __init__(
        self, policy: Policy, pairs: Pairs, searching: Mapping[int, Waiting], helpers: Mapping[int, Giving]
    ) -> None:
        self.policy, self.pairs = policy, pairs
        self.searching, self.helpers = searching, helpers
        self.needs: set[int] = set()  # for whom somebody new may be asked
        self.offers: set[int] = set()  # with a place that was taken before
        self.looks = 0  # at which anything was possible
        self.wide = (
            0  # of these, with several needs and several offers: where to choose for all at once can matter
        )

    @property
    def has_cause(self) -> bool:
        """Whether anything changed since the last look."""
        return bool(self.needs or self.offers)

    def look(self, now: datetime) -> list[tuple[int, int]]:
        """Whom to ask now, as numbers of needs and offers."""
        # Hours are kept in quarters: within one, the same people are free.
        possible = self.pairs.possible(self._changed(now), quarter_of(now))
        self.needs.clear()
        self.offers.clear()
        return [numbers(pair) for pair in self._chosen(possible, now) if self._still(pair, now)]

    def _still(self, pair: Possible, now: datetime) -> bool:
        """Asks the rules once more at the very moment, as the service does; where one does not hold, the need waits."""
        holds = rules.may_meet(pair.need, pair.offer, now)
        if not holds:
            self.needs.add(pair.need.id)
        return holds

    def _changed(self, now: datetime) -> Iterator[tuple[NeedSide, OfferSide]]:
        """Every pair of which a side changed, where both have a place, in order of their numbers."""
        opened = self._opened(now)
        freed = opened.keys() & self.offers
        for id in sorted(self.searching if freed else self.searching.keys() & self.needs):
            need = self.searching[id].side
            if need.places > 0:
                near = opened.keys() if id in self.needs else freed
                for offer in sorted(self.pairs.ever(need, now) & near):
                    yield need, opened[offer]

    def _opened(self, now: datetime) -> dict[int, OfferSide]:
        """The offers to be looked at that have a place."""
        looked_at = self.helpers if self.needs else self.offers
        sides = {id: self.helpers[id].open_at(now) for id in looked_at}
        return {id: side for id, side in sides.items() if side is not None}

    def _chosen(self, possible: list[Possible], now: datetime) -> list[Possible]:
        """What the policy chooses; whoever was passed over is counted."""
        if not possible:
            return []
        self.looks += 1
        self.wide += _several(pair.need.id for pair in possible) and _several(
            pair.offer.id for pair in possible
        )
        sides = {numbers(pair): (pair.need, pair.offer) for pair in possible}
        scores = {numbers(pair): pair.fit.total for pair in possible}
        places = chances.places(sides, scores, now)
        chosen = self.policy.choose(Question(possible, places, self._first(possible), now))
        for id in passed_over(possible, chosen):
            self.searching[id].passed_over += 1
        return chosen

    def _first(self, possible: list[Possible]) -> list[int]:
        """Who was passed over for long, the longest waiting first."""
        since = {pair.need.id: pair.need.waiting_since for pair in possible}
        long = [id for id in since if self.searching[id].passed_over >= PATIENCE]
        return sorted(long, key=lambda id: (since[id], id))


def _several(ids: Iterable[int]) -> bool:
    return len(set(ids)) > 1
