"""A network of points and arcs, the flow of least cost through it (OR-Tools), and what its prices certify.

The prices are ours, worked out from the flow alone: the shortest ways through what the flow leaves free (Ahuja,
Magnanti and Orlin, *Network Flows*, 1993, section 9.3). By weak duality any prices bound the cost from below; these
reach it exactly where the flow is the best, so that the solver need not be believed.
"""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.max_flow import SimpleMaxFlow  # type: ignore[import-untyped]
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow  # type: ignore[import-untyped]

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Column = NDArray[np.signedinteger[Any]]  # of very many: the narrower, the better

FAR = np.int64(1) << 60
NONE: Numbers = np.zeros(0, dtype=np.int64)


class NotCheapestError(ValueError):
    """A flow is not the cheapest."""


class Arcs(NamedTuple):
    """Arcs as columns."""

    tail: Numbers
    head: Numbers
    room: Numbers
    cost: Numbers


@dataclass
class Network:
    """Points and arcs as they are added, and the flow of least cost through them."""

    size: int = 0
    supply: dict[int, int] = field(default_factory=dict)
    parts: list[Arcs] = field(default_factory=list)
    count: int = 0

    def points(self, count: int) -> Numbers:
        """So many new points."""
        self.size += count
        return np.arange(self.size - count, self.size)

    def arcs(self, tail: Numbers, head: Numbers, room: Numbers | int, cost: Numbers | int = 0) -> Numbers:
        """An arc from each tail to its head, and their numbers; what is given once counts for all."""
        columns = (np.broadcast_to(each, tail.shape).astype(np.int64) for each in (tail, head, room, cost))
        self.parts.append(Arcs(*columns))
        self.count += len(tail)
        return np.arange(self.count - len(tail), self.count)

    def all_arcs(self) -> Arcs:
        if len(self.parts) > 1:
            self.parts = [Arcs(*(np.concatenate(each) for each in zip(*self.parts, strict=True)))]
        return self.parts[0]


def solve(arcs: Arcs, points: Numbers, units: Numbers, end: int | None) -> Numbers:
    """How much runs over each arc at the least cost when the units start at their points, all bound for the end.

    Without an end, fewer than no units end at their point. Raises ValueError where no flow carries them all.
    """
    solver = SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(
        arcs.tail.astype(np.int32), arcs.head.astype(np.int32), arcs.room, arcs.cost
    )
    solver.set_nodes_supplies(points.astype(np.int32), units)
    if end is not None:
        solver.set_node_supply(end, -int(units.sum()))
    if solver.solve() != SimpleMinCostFlow.OPTIMAL:
        raise ValueError("No flow carries all the units to the end.")
    return np.asarray(solver.flows(np.arange(len(arcs.tail))))


def most(arcs: Arcs, points: Numbers, units: Numbers, end: int) -> Numbers:
    """How much runs over each arc when as many as can of the units at their points reach the end, whatever it costs."""
    solver = SimpleMaxFlow()
    start = int(max(arcs.tail.max(), arcs.head.max())) + 1
    solver.add_arcs_with_capacity(arcs.tail.astype(np.int32), arcs.head.astype(np.int32), arcs.room)
    solver.add_arcs_with_capacity(np.full(len(points), start, np.int32), points.astype(np.int32), units)
    if solver.solve(start, end) != SimpleMaxFlow.OPTIMAL:
        raise ValueError("It was not found out how much can reach the end.")
    return np.asarray(solver.flows(np.arange(len(arcs.tail))))


class Residual:
    """What a flow leaves free: forwards where there is room, backwards where something runs."""

    def __init__(self, arcs: Arcs, flow: Numbers, size: int, *, turned: bool = False) -> None:
        """`turned` has every arc the other way round, for the distances to a point instead of from it."""
        there, back = flow < arcs.room, flow > 0
        tail = np.concatenate([arcs.tail[there], arcs.head[back]])
        head = np.concatenate([arcs.head[there], arcs.tail[back]])
        if turned:
            tail, head = head, tail
        order = np.argsort(tail, kind="stable")
        self.head = head[order]
        self.cost = np.concatenate([arcs.cost[there], -arcs.cost[back]])[order]
        self.begins = np.searchsorted(tail[order], np.arange(size + 1))
        self.size = size

    def distances(self, start: int) -> Numbers:
        """The cost of the cheapest way from the start to every point; FAR where there is none.

        Raises NotCheapestError where a way round lowers the cost for ever: then there is a cheaper flow.
        """
        far = np.full(self.size, FAR)
        far[start] = 0
        return self.nearer(far, np.array([start]))

    def nearer(self, far: Numbers, front: Numbers) -> Numbers:
        """Lowers these distances wherever a way from the front is cheaper. Raises like `distances`."""
        for _ in range(self.size + 1):
            arcs, tail = self._from(front)
            if not len(arcs):
                return far
            heads = self.head[arcs]
            before = far[heads]
            np.minimum.at(far, heads, far[tail] + self.cost[arcs])
            front = self._once(heads[far[heads] < before])
        raise NotCheapestError("There is a cheaper flow.")

    def reachable(self, start: Numbers, *, but: int, seen: Flags | None = None) -> Flags:
        """Which points can be reached from these, whatever it costs, on ways that do not pass a certain one."""
        seen = np.zeros(self.size, dtype=np.bool_) if seen is None else seen.copy()
        seen[but] = True
        front = start
        while len(front):
            seen[front] = True
            arcs, _ = self._from(front)
            heads = self.head[arcs]
            front = self._once(heads[~seen[heads]])
        seen[but] = False
        return seen

    def _once(self, points: Numbers) -> Numbers:
        """Each of these once, in order; a tenth of what `np.unique` takes."""
        if len(points) < self.size >> 3:
            points = np.sort(points)
            return points[np.diff(points, prepend=-1) > 0]
        marked = np.zeros(self.size, dtype=np.bool_)
        marked[points] = True
        return np.flatnonzero(marked)

    def _from(self, front: Numbers) -> tuple[Numbers, Numbers]:
        """The arcs that leave these points, and the point that each of them leaves."""
        counts = self.begins[front + 1] - self.begins[front]
        first = np.cumsum(counts) - counts
        arcs = np.arange(int(counts.sum())) + np.repeat(self.begins[front] - first, counts)
        return arcs, np.repeat(front, counts)


def bound(arcs: Arcs, known: Numbers, points: Numbers, units: Numbers, end: int) -> int:
    """The least that any flow can cost, by these distances: true whatever they are, tight where they are right."""
    reduced = arcs.cost + known[arcs.tail] - known[arcs.head]
    saved = (arcs.room * np.minimum(reduced, 0)).sum()
    return int(saved - (units * known[points]).sum() + units.sum() * known[end])
