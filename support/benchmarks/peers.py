"""Pairing as others do it, on the same edges: each takes a round's tables and edges and says which edges it chose."""

from typing import NamedTuple

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow  # type: ignore[import-untyped]

from matching.engine.gather import Edges
from matching.engine.ranking import TOP
from matching.engine.tables import Numbers, Tables

CHUNK = 1_000_000  # edges that are Python numbers at a time
UNMET = 2 * TOP  # what leaving a need alone costs: as little as makes helping always the better choice


class Paired(NamedTuple):
    """What a way of pairing came to."""

    helped: int  # needs with somebody
    total: int  # of the scores
    bound: int | None = None  # where it proves one


def paired(edges: Edges, chosen: Numbers) -> Paired:
    """The people helped and the sum of the scores of these edges."""
    return Paired(len(np.unique(edges.need[chosen])), int(edges.score[chosen].sum()))


def room(tables: Tables) -> Numbers:
    """Places in each offer; every helper has one offer."""
    return np.minimum(tables.offers.room, tables.offers.person_room)


def ortools(tables: Tables, edges: Edges) -> Numbers:
    """Min-cost flow as its own examples write it: plain arrays, one call, no proof and no prices."""
    needs, offers = len(tables.needs.id), len(tables.offers.id)
    end = needs + offers
    solver = SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        edges.need.astype(np.int32),
        (needs + edges.offer).astype(np.int32),
        np.ones(len(edges.need), dtype=np.int64),
        -edges.score,
    )
    places = room(tables)
    solver.add_arcs_with_capacity_and_unit_cost(
        np.arange(needs, end, dtype=np.int32), np.full(offers, end, dtype=np.int32), places, 0 * places
    )
    one = np.ones(needs, dtype=np.int64)
    solver.add_arcs_with_capacity_and_unit_cost(
        np.arange(needs, dtype=np.int32), np.full(needs, end, dtype=np.int32), one, UNMET * one
    )
    solver.set_nodes_supplies(np.arange(needs, dtype=np.int32), one)
    solver.set_node_supply(end, -needs)
    if solver.solve() != solver.OPTIMAL:
        raise ValueError("OR-Tools found no optimum.")
    return np.flatnonzero(solver.flows(arcs))


def greedy(tables: Tables, edges: Edges) -> Numbers:
    """The best score of all first, then the best of what is left: also what stable matching comes to."""
    return taking(tables, edges, np.argsort(-edges.score, kind="stable"))


def first_come(tables: Tables, edges: Edges) -> Numbers:
    """Whoever has waited longest takes their best offer that is left, then the next."""
    return taking(tables, edges, np.lexsort((-edges.score, -tables.needs.waited[edges.need])))


def scipy(tables: Tables, edges: Edges) -> Numbers:
    """SciPy's sparse assignment, one column a place and one more a need that stays alone. Raises ImportError."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    needs, places = len(tables.needs.id), room(tables)
    begins = np.cumsum(places) - places
    counts = places[edges.offer]
    edge = np.repeat(np.arange(len(edges.need)), counts)
    nth = np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts)
    column = begins[edges.offer[edge]] + nth
    alone = np.arange(needs)
    row = np.concatenate([edges.need[edge], alone])
    columns = np.concatenate([column, places.sum() + alone])
    cost = np.concatenate([TOP + 1 - edges.score[edge].astype(np.int64), np.full(needs, TOP + 1 + UNMET)])
    matrix = csr_array((cost.astype(np.float64), (row, columns)), shape=(needs, int(places.sum()) + needs))
    matched, taken = min_weight_full_bipartite_matching(matrix)
    offers = np.repeat(np.arange(len(places)), places)
    met = taken < len(offers)
    return _edges_of(edges, matched[met], offers[taken[met]], len(places))


def _edges_of(edges: Edges, need: Numbers, offer: Numbers, offers: int) -> Numbers:
    """Which edges these pairs are."""
    keys = edges.need.astype(np.int64) * offers + edges.offer
    order = np.argsort(keys)
    found: Numbers = order[np.searchsorted(keys[order], need * offers + offer)]
    return found


def taking(tables: Tables, edges: Edges, order: Numbers) -> Numbers:
    """One edge after another, where both still have a place."""
    left, waits = room(tables).tolist(), [True] * len(tables.needs.id)
    chosen = []
    for first in range(0, len(order), CHUNK):
        some = order[first : first + CHUNK]
        for edge, need, offer in zip(
            some.tolist(), edges.need[some].tolist(), edges.offer[some].tolist(), strict=True
        ):
            if waits[need] and left[offer]:
                waits[need] = False
                left[offer] -= 1
                chosen.append(edge)
    return np.array(chosen, dtype=np.int64)
