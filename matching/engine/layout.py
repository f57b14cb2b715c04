"""The network of a pairing, and what a flow through it means.

    need --score--> offer --price--> helper --room--> end
    need --unmet--> end

Each need sends as many units as helpers may be asked for it: over offers to their helpers, or unmet to the end. A
helper with one offer needs no point of their own. Where one helper could reach a need in several ways, a gate between
the need and these offers lets one unit through.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from matching.engine.network import Arcs, Column, Flags, Network, Numbers

AT_ONCE = 1 << 20  # pairs


class Problem(NamedTuple):
    """Who could be paired, as columns: an edge is a need's number, an offer's number and a score, by need."""

    need: Column
    offer: Column
    score: Column
    places: Numbers  # of each need
    room: Numbers  # of each offer
    helper: Numbers  # of each offer, numbered from 0
    helper_room: Numbers  # of each helper
    prices: Numbers  # of each offer: what others are expected to want it
    first: Numbers  # needs that were passed over for long, the longest waiting first


class Layout:
    """All points, all arcs but those of the pairs, and these as they are asked for."""

    def __init__(self, problem: Problem, unmet: int, certain: Column) -> None:
        self.problem, self.unmet = problem, unmet
        network = Network()
        self.needs = network.points(len(problem.places))
        self.offers = network.points(len(problem.room))
        helpers, (self.end,) = network.points(len(problem.helper_room)), network.points(1).tolist()
        self.units = problem.places
        several = np.bincount(problem.helper, minlength=len(helpers)) > 1
        alone = ~several[problem.helper]
        limited = np.minimum(problem.room, problem.helper_room[problem.helper])
        room = np.where(alone, limited, problem.room)
        self.beyond = np.where(alone, self.end, helpers[problem.helper])  # each offer
        self.beyond_offers = network.arcs(self.offers, self.beyond, room, problem.prices)
        helpers = helpers[several]
        beyond_helpers = network.arcs(helpers, np.full_like(helpers, self.end), problem.helper_room[several])
        more = np.flatnonzero(self.units > 1)  # helpers who may stay unasked
        self.further = network.arcs(self.needs[more], np.full_like(more, self.end), self.units[more] - 1)
        self.exits = np.concatenate([self.beyond_offers[alone], beyond_helpers, self.further])
        may_stay_unmet = np.minimum(self.units, 1)
        may_stay_unmet[certain] = 0
        ends = np.full_like(self.needs, self.end)
        self.left = network.arcs(self.needs, ends, may_stay_unmet, unmet)
        self.leaves = _through_gates(network, self.needs, problem, several)
        self.rest, self.size = network.all_arcs(), network.size

    def arcs(self, pairs: Numbers) -> Arcs:
        """The arcs of some of the pairs, after all that are none."""
        problem = self.problem
        count = len(pairs)
        cost = -problem.score[pairs].astype(np.int64)
        mine = Arcs(self.leaves[pairs], self.offers[problem.offer[pairs]], np.ones(count, np.int64), cost)
        return Arcs(*(np.concatenate(both) for both in zip(self.rest, mine, strict=True)))

    def balance(self, flow: Numbers, arcs: Arcs) -> Numbers:
        """How many units are too many at every point with this flow; less than 0 where some still have to start."""
        leave = np.bincount(arcs.tail, flow, self.size) - np.bincount(arcs.head, flow, self.size)
        over: Numbers = leave.astype(np.int64)
        over[self.needs] -= self.units
        over[self.end] += self.units.sum()
        return over

    def lowered(self, far: Numbers, pairs: slice) -> Numbers:
        """By how much each of these pairs would bring its offer nearer than it is; less than 0 where it would not."""
        problem = self.problem
        over = far[self.leaves[pairs]] - problem.score[pairs]
        by: Numbers = far[self.offers][problem.offer[pairs]] - over
        return by

    def chunks(self) -> Iterator[slice]:
        count = len(self.problem.need)
        return (slice(first, min(first + AT_ONCE, count)) for first in range(0, count, AT_ONCE))


def _through_gates(network: Network, needs: Numbers, problem: Problem, several: Flags) -> Column:
    """Where each edge leaves its need: at the need or, where its helper has several edges for it, at a gate."""
    leaves = problem.need
    if not several.any():
        return leaves  # each helper has one offer, and so one edge for a need: no pair comes twice
    width = len(problem.helper_room)
    ways = problem.need.astype(np.int64) * width + problem.helper[problem.offer]
    order = np.argsort(ways, kind="stable")
    same = ways[order][1:] == ways[order][:-1]
    if not same.any():
        return leaves
    several_ways = np.unique(ways[order][1:][same])
    gates = network.points(len(several_ways))
    network.arcs(needs[several_ways // width], gates, 1)
    gated = np.isin(ways, several_ways)
    leaves = leaves.astype(np.int64)
    leaves[gated] = gates[np.searchsorted(several_ways, ways[gated])]
    return leaves
