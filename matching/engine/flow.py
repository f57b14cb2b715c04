"""Pairing as a flow of least cost, solved exactly.

Each need sends as many units as helpers may be asked for it: over offers to their helpers, or unmet to the end.

    need --score--> offer --price--> helper --room--> end
    need --unmet--> end

Where one helper could reach a need in several ways, a gate between the need and these offers lets one unit through.

To leave somebody without any helper costs more than any fit: first a sum that nearly always suffices, because small
numbers are solved in half the time, and then, if that left anybody out who could be helped, one that always does.
"""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from matching.engine.network import NONE, Network, Numbers, Residual, bound, solve

TOP = 10_000  # the highest score
A_PERSON = (
    2 * TOP
)  # what it costs at first to leave somebody without any helper, and what it counts in prices


class Problem(NamedTuple):
    """Who could be paired, as columns: an edge is a need's number, an offer's number and a score."""

    need: Numbers
    offer: Numbers
    score: Numbers
    places: Numbers  # of each need
    room: Numbers  # of each offer
    helper: Numbers  # of each offer, numbered from 0
    helper_room: Numbers  # of each helper
    prices: Numbers  # of each offer: what others are expected to want it
    first: Numbers  # needs that were passed over for long, the longest waiting first


class Solution(NamedTuple):
    """The edges that are chosen, what one more place in each offer would have been worth, and the proof.

    A price is what the best pairing would gain by one place more in the offer that does not count against what its
    helper has room for: `A_PERSON` for somebody helped who else is not, and the difference in scores less prices. Where
    the helper has room to spare, a usual place would add as much. An offer without any room has none. Prices follow
    from the problem alone, however many solutions are equally good.

    `bound` is the highest total that anything could reach that helps as many; it equals the total where that is proven.
    """

    edges: Numbers
    prices: Numbers
    bound: int


def best(problem: Problem) -> Solution:
    """The pairs that help most people and, among these, have the highest total of score less price.

    A need in `first` is left without a helper only if all its helpers go to needs that stand before it there.
    """
    possible = np.flatnonzero(
        (problem.places[problem.need] > 0)
        & (problem.room[problem.offer] > 0)
        & (problem.helper_room[problem.helper[problem.offer]] > 0)
    )
    problem = problem._replace(
        **{name: getattr(problem, name)[possible] for name in ("need", "offer", "score")}
    )
    comes_alone = len(possible) > 0 and len(problem.places) == 1 and int(problem.places[0]) == 1
    found = for_one(problem) if comes_alone else by_flow(problem)
    return found._replace(edges=possible[found.edges])


def for_one(problem: Problem) -> Solution:
    """A need that comes alone takes its best: nobody else is there whom one more place could help."""
    gain = problem.score - problem.prices[problem.offer]
    chosen = np.array([gain.argmax()])
    return Solution(chosen, np.zeros_like(problem.room), int(problem.score[chosen].sum()))


def by_flow(problem: Problem) -> Solution:
    """The same for any number of needs; every edge is possible."""
    certain = _served_first(problem) if len(problem.first) else NONE
    for unmet in (A_PERSON, _always_enough(problem)):
        layout = _Layout(problem, unmet, certain)
        flow = solve(layout.arcs, layout.needs, layout.units, layout.end)
        residual = Residual(layout.arcs, flow, layout.size)
        if not layout.leaves_out(flow, residual):
            break
    return layout.solution(flow, residual)


class _Layout:
    """The network of a problem, and what a flow through it means."""

    def __init__(self, problem: Problem, unmet: int, certain: Numbers) -> None:
        self.problem, self.unmet = problem, unmet
        network = Network()
        self.needs = network.points(len(problem.places))
        self.offers = network.points(len(problem.room))
        helpers, (self.end,) = network.points(len(problem.helper_room)), network.points(1).tolist()
        self.units = problem.places
        leaves = _through_gates(network, self.needs, problem)
        self.pairs = network.arcs(leaves, self.offers[problem.offer], 1, -problem.score)
        network.arcs(self.offers, helpers[problem.helper], problem.room, problem.prices)
        ends = np.full_like(helpers, self.end)
        exits = network.arcs(helpers, ends, problem.helper_room)
        ends = np.full_like(self.needs, self.end)
        further = network.arcs(
            self.needs, ends, np.maximum(self.units - 1, 0)
        )  # helpers who may stay unasked
        self.exits = np.concatenate([exits, further])
        may_stay_unmet = np.minimum(self.units, 1)
        may_stay_unmet[certain] = 0
        self.left = network.arcs(self.needs, ends, may_stay_unmet, unmet)
        self.arcs, self.size = network.all_arcs(), network.size

    def leaves_out(self, flow: Numbers, residual: Residual) -> bool:
        """Whether somebody without a helper could be given one without taking anybody's only one."""
        unmet = self.needs[flow[self.left] > 0]
        reached = residual.reachable(unmet, but=self.end)
        free = self.exits[flow[self.exits] < self.arcs.room[self.exits]]
        return bool(reached[self.arcs.tail[free]].any())

    def solution(self, flow: Numbers, residual: Residual) -> Solution:
        far = self._distances(residual)
        least = bound(self.arcs, far, self.needs, self.units, self.end)
        chosen = np.flatnonzero(flow[self.pairs])
        helped = self.unmet * int(flow[self.left].sum())
        paid = int(self.problem.prices[self.problem.offer[chosen]].sum())
        return Solution(chosen, self._prices(far[self.offers]), paid + helped - least)

    def _distances(self, residual: Residual) -> Numbers:
        """From the end to every point; all zero, which proves nothing, where the flow is not the cheapest."""
        try:
            return residual.distances(self.end)
        except ValueError:
            return np.zeros(self.size, dtype=np.int64)

    def _prices(self, far: Numbers) -> Numbers:
        """What a unit more at each offer would be worth, beyond what is already asked for it.

        Whatever it costs here to leave somebody without a helper, in a price it counts `A_PERSON`: prices of different
        rounds mean the same, and none grows with the number of people.
        """
        worth = np.where(far < 0, -far - self.problem.prices, 0)
        people = (worth + self.unmet // 2) // max(1, self.unmet)
        prices: Numbers = np.maximum(0, worth - people * (self.unmet - A_PERSON))
        return prices


def _through_gates(network: Network, needs: Numbers, problem: Problem) -> Numbers:
    """Where each edge leaves its need: at the need or, where its helper has several edges for it, at a gate."""
    leaves = needs[problem.need]
    if np.bincount(problem.helper, minlength=1).max() <= 1:
        return leaves  # each helper has one offer, and so one edge for a need: no pair comes twice
    width = len(problem.helper_room)
    ways = problem.need * width + problem.helper[problem.offer]
    order = np.argsort(ways, kind="stable")
    same = ways[order][1:] == ways[order][:-1]
    if same.any():
        several = np.unique(ways[order][1:][same])
        gates = network.points(len(several))
        network.arcs(needs[several // width], gates, 1)
        gated = np.isin(ways, several)
        leaves[gated] = gates[np.searchsorted(several, ways[gated])]
    return leaves


def _served_first(problem: Problem) -> Numbers:
    """Those of `first` that can all have a helper at once, the longest waiting before any other.

    Sets of needs that can be served together are a matroid, so the heaviest by rank is the same for any weights in
    that order: small ones will do (Edmonds, "Matroids and the greedy algorithm", 1971).
    """
    rank = np.zeros(len(problem.places), dtype=np.int64)
    rank[problem.first] = np.arange(len(problem.first), 0, -1)
    edges = np.flatnonzero((rank > 0)[problem.need])
    few = problem._replace(
        need=problem.need[edges],
        offer=problem.offer[edges],
        score=(len(problem.first) + 1 + rank)[problem.need[edges]],
        places=np.minimum(problem.places, rank > 0),
        prices=np.zeros_like(problem.prices),
        first=NONE,
    )
    layout = _Layout(few, 0, NONE)
    flow = solve(layout.arcs, layout.needs, layout.units, layout.end)
    return np.unique(few.need[np.flatnonzero(flow[layout.pairs])])


def _always_enough(problem: Problem) -> int:
    """What it costs to leave somebody without any helper: more than all scores together can make up for."""
    dearest = int(problem.score.max(initial=0)) + int(problem.prices.max(initial=0))
    return 1 + dearest * int(min(problem.places.sum(), problem.helper_room.sum()))


def canonical(edges: Sequence[tuple[int, int, int]]) -> Numbers:
    """The edges as rows of need, offer and score, in order of the ids; of a pair given twice, its better score."""
    rows = np.fromiter(chain.from_iterable(edges), dtype=np.int64, count=3 * len(edges)).reshape(-1, 3)
    rows = rows[np.lexsort(rows.T[::-1])]
    pairs = rows[:, :2]
    last = np.ones(len(rows), dtype=np.bool_)
    last[:-1] = (pairs[1:] != pairs[:-1]).any(axis=1)
    return rows[last]


def problem(
    rows: Numbers,
    places: Mapping[int, int],
    rooms: Mapping[int, int],
    helper_of: Mapping[int, int],
    helper_rooms: Mapping[int, int],
    prices: Mapping[int, int],
    first: Sequence[int],
) -> tuple[Numbers, Numbers, Problem]:
    """The ids of the needs and offers that the canonical rows name, and the problem with these as numbers."""
    need_ids, need = np.unique(rows[:, 0], return_inverse=True)
    offer_ids, offer = np.unique(rows[:, 1], return_inverse=True)
    helper_ids, helper = np.unique([helper_of[each] for each in offer_ids.tolist()], return_inverse=True)
    number = {id: place for place, id in enumerate(need_ids.tolist())}
    return (
        need_ids,
        offer_ids,
        Problem(
            need=need,
            offer=offer,
            score=rows[:, 2],
            places=_given(places, need_ids),
            room=_given(rooms, offer_ids),
            helper=helper,
            helper_room=_given(helper_rooms, helper_ids),
            prices=np.array([prices.get(each, 0) for each in offer_ids.tolist()], dtype=np.int64),
            first=np.array([number[each] for each in first if each in number], dtype=np.int64),
        ),
    )


def _given(values: Mapping[int, int], ids: Numbers) -> Numbers:
    return np.array([max(0, values[each]) for each in ids.tolist()], dtype=np.int64)
