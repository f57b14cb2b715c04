"""The cheapest flow among very many pairs, found among few of them and proven for all.

A few likely pairs of each need, and as many more as it takes to help everybody who can be helped, are solved exactly.
What this flow leaves as prices is held against every other pair: one that would pay at these prices joins in, and so on
until none would. Then no pair could make the flow any cheaper, and the best of the few is the best of all (column
generation; Ahuja, Magnanti and Orlin, *Network Flows*, chapter 17).
"""

from typing import NamedTuple

import numpy as np

from matching.engine import likely, network
from matching.engine.layout import Layout
from matching.engine.likely import Guess, Pairs
from matching.engine.network import FAR, NONE, Arcs, Flags, Numbers, Residual

MANY = 1_000_000  # pairs: fewer are all looked at, at once
ROUNDS = 8  # then all pairs are looked at
NEARLY = 40  # points: pairs that would pay with so much more join in with those that do, to save rounds
MUCH = 1_000  # points: where that much is to be gained, only those that do pay
WORST = 3  # pairs of each need that join in at once
FURTHER = 8  # times what is to be gained, where looking so near was not enough


class Optimum(NamedTuple):
    pairs: Numbers  # that are chosen, in order
    cost: int  # of the flow
    least: int  # that any flow could cost
    far: Numbers  # from the end to every point
    leaves_out: bool  # somebody alone could be helped without taking anybody's only helper


def optimum(layout: Layout, *, must: Numbers = NONE) -> Optimum:
    """The cheapest flow of all. `must` are pairs without which there may be none."""
    guess = _guess(layout)
    search = _Search(layout, np.union1d(guess.pairs, must) if guess else np.arange(len(layout.problem.need)))
    if guess:
        search.reach_all(guess.prices)
    try:
        far = search.settled(guess.prices if guess else None)
    except network.NotCheapestError:
        far = np.zeros(layout.size, dtype=np.int64)  # which proves nothing
    return search.found(far)


def _guess(layout: Layout) -> Guess | None:
    """The likely pairs, where looking at all would take longer than looking for these."""
    need, offer, score = layout.problem[:3]
    if len(need) < max(MANY, 2 * likely.EACH * len(layout.needs)):
        return None
    begins = np.searchsorted(need, np.arange(len(layout.needs) + 1))
    worth = score - layout.problem.prices[offer] if layout.problem.prices.any() else score
    room = layout.rest.room[layout.beyond_offers]
    return likely.likely(Pairs(need, offer, worth, begins), layout.units, room)


class _Search:
    """The pairs looked at so far, the cheapest flow through them, and what it leaves free."""

    def __init__(self, layout: Layout, pairs: Numbers) -> None:
        self.layout = layout
        self.inside: Flags = np.zeros(len(layout.problem.need), dtype=np.bool_)
        self._join(pairs)

    def reach_all(self, prices: Numbers) -> None:
        """Lets pairs join until as many people can be helped as over all pairs.

        To find out later that somebody was left out would be to solve nearly everything again: whom it would put to
        another helper is anybody's guess, above all where scores decide little.
        """
        for _ in range(ROUNDS):
            self._help_most()
            if not self._leaves_out():
                break
            self._join(self._leading_on(prices))

    def _help_most(self) -> None:
        """A flow that helps as many as it can over the pairs looked at, one unit each, whatever it costs."""
        layout, arcs, people = self.layout, self.arcs, np.minimum(self.layout.units, 1)
        room = arcs.room.copy()
        room[layout.left] = room[layout.further] = 0
        self.flow = network.most(arcs._replace(room=room), layout.needs, people, layout.end)
        helped = np.bincount(arcs.tail, self.flow, layout.size)[layout.needs].astype(np.int64)
        self.flow[layout.left] = people - helped
        self.flow[layout.further] = arcs.room[layout.further]
        self.residual = Residual(arcs, self.flow, layout.size)

    def _leading_on(self, prices: Numbers) -> Numbers:
        """Of each need whose helper could be somebody else's if it had another, the likeliest pair with a new one."""
        layout, problem = self.layout, self.layout.problem
        seen = self.residual.reachable(layout.needs[self.flow[layout.left] > 0], but=layout.end)
        found = [NONE]
        for chunk in layout.chunks():
            new = seen[layout.leaves[chunk]] & ~seen[layout.offers[problem.offer[chunk]]]
            found.append(np.flatnonzero(new) + chunk.start)
        pairs = np.concatenate(found)
        offer = problem.offer[pairs]
        return self._best(pairs, problem.score[pairs] - problem.prices[offer] - prices[offer], 1)

    def _best(self, pairs: Numbers, gain: Numbers, count: int) -> Numbers:
        """So many pairs of each need, those with the highest gain."""
        need = self.layout.problem.need[pairs]
        order = np.lexsort((-gain, need))
        begins = np.searchsorted(need, need[order])
        best: Numbers = pairs[order[np.arange(len(order)) - begins < count]]
        return best

    def _join(self, pairs: Numbers) -> None:
        self.inside[pairs] = True
        self.pairs = np.flatnonzero(self.inside)
        self.arcs = self.layout.arcs(self.pairs)

    def _solve(self, arcs: Arcs) -> None:
        layout = self.layout
        self.flow = network.solve(arcs, layout.needs, layout.units, layout.end)
        self.residual = Residual(self.arcs, self.flow, layout.size)

    def settled(self, prices: Numbers | None) -> Numbers:
        """Goes on until no pair would pay; the distances from the end to every point, by ways over all pairs."""
        end = self.layout.end
        self._solve(self.arcs)
        if self.inside.all():
            return self.residual.distances(end)
        known = self._expected(self.residual.distances(end), prices)
        for _ in range(ROUNDS):
            more, most = self._paying(known)
            if not len(more):
                return self._over_all_pairs(self.residual.distances(end))
            self._join(more)
            known = self._solve_near(known, most)
        self._join(np.arange(len(self.inside)))
        self._solve(self.arcs)
        return self.residual.distances(end)

    def _solve_near(self, known: Numbers, most: int) -> Numbers:
        """Solves anew where what joined can make a difference; the distances that fit the new flow.

        Arcs that are far too dear by what is known stay empty, and those that are far cheaper stay full: so the flow
        before is still possible. Whether that was right is seen from the new distances.
        """
        layout, arcs = self.layout, self.arcs
        reduced = arcs.cost + known[arcs.tail] - known[arcs.head]
        while True:
            near = np.flatnonzero(np.abs(reduced) <= most)
            full = reduced < -most
            flow = np.where(full, arcs.room, 0)
            units = -layout.balance(flow, arcs)
            few = Arcs(arcs.tail[near], arcs.head[near], arcs.room[near], reduced[near])
            flow[near] = network.solve(few, np.arange(layout.size), units, None)
            by = Residual(few, flow[near], layout.size).nearer(
                np.zeros(layout.size, dtype=np.int64), np.arange(layout.size)
            )
            after = reduced + by[arcs.tail] - by[arcs.head]
            wrong = ((after < 0) & (flow < arcs.room)) | ((after > 0) & (flow > 0))
            if not wrong.any():
                break
            most *= FURTHER
        self.flow, self.residual = flow, Residual(arcs, flow, layout.size)
        shifted: Numbers = known + by - by[layout.end]
        return shifted

    def _expected(self, far: Numbers, prices: Numbers | None) -> Numbers:
        """Distances that fit the flow as `far` does, the greatest there are, but as near as can be to the guess.

        What fits is not unique, and what only just fits the few pairs seldom fits all. For which offers people are left
        alone, the guess does not know: that the first flow tells.
        """
        layout, reached = self.layout, far < FAR
        least = -Residual(self.arcs, self.flow, layout.size, turned=True).distances(layout.end)
        known = far.copy()
        if prices is not None:
            dear = least[layout.offers] <= -layout.unmet
            known[layout.offers] = np.where(dear, -layout.unmet - prices, far[layout.offers])
        known = np.where(reached, np.minimum(far, np.maximum(known, least)), FAR)
        known = self.residual.nearer(known, np.flatnonzero(reached))
        known[~reached] = 0
        lost = np.flatnonzero(~reached[layout.offers])
        known[layout.offers[lost]] = known[layout.beyond[lost]] - layout.problem.prices[lost]
        return known

    def _paying(self, known: Numbers) -> tuple[Numbers, int]:
        """The pairs outside that would pay, the worst few of each need, and how much the worst of all would."""
        found = [NONE]
        gains = [NONE]
        for chunk in self.layout.chunks():
            gain = self.layout.lowered(known, chunk)
            gain[self.inside[chunk]] = -FAR
            some = np.flatnonzero(gain > -NEARLY)
            found.append(some + chunk.start)
            gains.append(gain[some])
        pairs, gain = np.concatenate(found), np.concatenate(gains)
        most = int(gain.max(initial=0))
        if not most:
            return NONE, 0
        if most > MUCH:
            pairs, gain = pairs[gain > 0], gain[gain > 0]
        return self._best(pairs, gain, WORST), most

    def _over_all_pairs(self, far: Numbers) -> Numbers:
        """The distances, where ways may lead over all pairs and not only over those looked at."""
        layout = self.layout
        while True:
            before = far.copy()
            for chunk in layout.chunks():
                gain = layout.lowered(before, chunk)
                gain[self.inside[chunk]] = 0
                some = np.flatnonzero(gain > 0)
                heads = layout.offers[layout.problem.offer[some + chunk.start]]
                np.minimum.at(far, heads, before[heads] - gain[some])
            front = np.flatnonzero(far < before)
            if not len(front):
                return far
            far = self.residual.nearer(far, front)

    def found(self, far: Numbers) -> Optimum:
        layout = self.layout
        chosen = self.pairs[np.flatnonzero(self.flow[len(layout.rest.tail) :])]
        return Optimum(
            pairs=chosen,
            cost=int((self.flow * self.arcs.cost).sum()),
            least=self._least_cost(far),
            far=far,
            leaves_out=self._leaves_out(),
        )

    def _least_cost(self, far: Numbers) -> int:
        """The least that any flow can cost, by these distances: true whatever they are, tight where they are right."""
        layout, reached = self.layout, far < FAR
        beyond = np.abs(far[reached]).max() + max(
            np.abs(layout.rest.cost).max(), int(layout.problem.score.max(initial=0))
        )
        known = np.where(reached, far, beyond)
        saved = sum(int(np.maximum(layout.lowered(known, chunk), 0).sum()) for chunk in layout.chunks())
        return network.bound(layout.rest, known, layout.needs, layout.units, layout.end) - saved

    def _leaves_out(self) -> bool:
        """Whether somebody without a helper could be given one without taking anybody's only one."""
        layout, flow = self.layout, self.flow[: len(self.layout.rest.tail)]
        front = layout.needs[flow[layout.left] > 0]
        free = layout.exits[flow[layout.exits] < layout.rest.room[layout.exits]]
        seen = np.zeros(layout.size, dtype=np.bool_)
        while len(front):
            seen = self.residual.reachable(front, but=layout.end, seen=seen)
            if seen[layout.rest.tail[free]].any():
                return True
            front = self._next(seen)
        return False

    def _next(self, seen: Flags) -> Numbers:
        """Offers that are reached over pairs not looked at."""
        layout, fresh = self.layout, np.zeros(self.layout.size, dtype=np.bool_)
        for chunk in layout.chunks():
            heads = layout.offers[
                layout.problem.offer[chunk][seen[layout.leaves[chunk]] & ~self.inside[chunk]]
            ]
            fresh[heads] = True
        return np.flatnonzero(fresh & ~seen)
