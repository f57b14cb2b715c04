"""Pairing as a flow of least cost, solved exactly by OR-Tools.

Each need sends as many units as helpers may be asked for it: over offers to their helpers, or unmet to the
end.

    need --score--> offer --room--> helper --room--> end
    need --unmet--> end

Where one helper could reach a need in several ways, a gate between the need and these offers lets only one
unit through.
"""

from collections.abc import Mapping, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow  # type: ignore[import-untyped]

Numbers = NDArray[np.int64]


class Network:
    """Points and arcs as they are added, and the flow of least cost through them."""

    def __init__(self) -> None:
        self._solver = SimpleMinCostFlow()
        self._size = 0

    def points(self, count: int) -> Numbers:
        """So many new points."""
        self._size += count
        return np.arange(self._size - count, self._size)

    def arcs(
        self, tails: Numbers, heads: Numbers, capacity: Numbers | int, cost: Numbers | int = 0
    ) -> Numbers:
        """An arc from each tail to its head; what is given once counts for all."""
        ends = (each.astype(np.int32) for each in np.broadcast_arrays(tails, heads))
        bounds = (np.broadcast_to(each, tails.shape).astype(np.int64) for each in (capacity, cost))
        return np.asarray(self._solver.add_arcs_with_capacity_and_unit_cost(*ends, *bounds))

    def send(self, points: Numbers, units: Numbers, end: Numbers) -> None:
        """Units that start at each point, all bound for the end."""
        self._solver.set_nodes_supplies(points.astype(np.int32), units)
        self._solver.set_node_supply(int(end[0]), -int(units.sum()))

    def flows(self, arcs: Numbers) -> Numbers:
        """How much runs over each of the arcs at the least cost."""
        if self._solver.solve() != SimpleMinCostFlow.OPTIMAL:
            raise RuntimeError("The solver found no best set of pairs.")
        return np.asarray(self._solver.flows(arcs))


def canonical(edges: Sequence[tuple[int, int, int]]) -> Numbers:
    """The edges as rows of need, offer and score, in order of the ids."""
    rows = np.fromiter(chain.from_iterable(edges), dtype=np.int64, count=3 * len(edges)).reshape(-1, 3)
    return rows[np.lexsort(rows.T[::-1])]


def best(
    rows: Numbers,
    *,
    places: Mapping[int, int],
    rooms: Mapping[int, int],
    helper_of: Mapping[int, int],
    helper_rooms: Mapping[int, int],
) -> Numbers:
    """Those of the canonical rows that are the best set of pairs."""
    need_ids, need = np.unique(rows[:, 0], return_inverse=True)
    offer_ids, offer = np.unique(rows[:, 1], return_inverse=True)
    helper_ids, helper = np.unique([helper_of[each] for each in offer_ids.tolist()], return_inverse=True)
    asks, helper_room = _capacities(places, need_ids), _capacities(helper_rooms, helper_ids)

    network = Network()
    needs, offers = network.points(len(need_ids)), network.points(len(offer_ids))
    helpers, end = network.points(len(helper_ids)), network.points(1)
    leaves = _through_gates(network, needs, need, helper[offer])
    pairs = network.arcs(leaves, offers[offer], 1, -rows[:, 2])
    network.arcs(offers, helpers[helper], _capacities(rooms, offer_ids))
    network.arcs(helpers, end, helper_room)
    network.arcs(needs, end, np.maximum(asks - 1, 0))  # a further helper may stay unasked at no cost
    network.arcs(needs, end, np.minimum(asks, 1), _first_place(rows, asks, helper_room))
    network.send(needs, asks, end)
    return rows[network.flows(pairs) > 0]


def _through_gates(network: Network, needs: Numbers, need: Numbers, helper: Numbers) -> Numbers:
    """Where each row leaves its need: at the need or, where its helper has several rows for it, at a gate."""
    width = helper.max() + 1
    ways = need * width + helper
    several, counts = np.unique(ways, return_counts=True)
    several = several[counts > 1]
    gates = network.points(len(several))
    network.arcs(needs[several // width], gates, 1)
    leaves, gated = needs[need], np.isin(ways, several)
    leaves[gated] = gates[np.searchsorted(several, ways[gated])]
    return leaves


def _first_place(rows: Numbers, asks: Numbers, helper_room: Numbers) -> int:
    """What it costs to leave somebody without any helper: more than all scores together can make up for."""
    return 1 + int(rows[:, 2].max()) * int(min(asks.sum(), helper_room.sum()))


def _capacities(given: Mapping[int, int], ids: Numbers) -> Numbers:
    return np.array([max(0, given[each]) for each in ids.tolist()], dtype=np.int64)
