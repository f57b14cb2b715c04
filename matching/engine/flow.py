"""Pairing as a flow of least cost, solved exactly.

Each need sends as many units as helpers may be asked for it (`layout`).

To leave somebody without any helper costs more than any fit: first a sum that nearly always suffices, because small
numbers are solved in half the time, and then, if that left anybody out who could be helped, one that always does.
"""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from matching.engine.layout import Layout, Problem
from matching.engine.network import NONE, Numbers
from matching.engine.optimum import Optimum, optimum

TOP = 10_000  # the highest score
A_PERSON = (
    2 * TOP
)  # what it costs at first to leave somebody without any helper, and what it counts in prices


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
    helped = problem.helper_room[problem.helper] > 0
    possible = (problem.places > 0)[problem.need] & ((problem.room > 0) & helped)[problem.offer]
    kept = None if possible.all() else np.flatnonzero(possible)
    if kept is not None:
        problem = problem._replace(
            need=problem.need[kept], offer=problem.offer[kept], score=problem.score[kept]
        )
    comes_alone = len(problem.need) > 0 and len(problem.places) == 1 and int(problem.places[0]) == 1
    found = for_one(problem) if comes_alone else by_flow(problem)
    return found if kept is None else found._replace(edges=kept[found.edges])


def for_one(problem: Problem) -> Solution:
    """A need that comes alone takes its best: nobody else is there whom one more place could help."""
    gain = problem.score - problem.prices[problem.offer]
    chosen = np.array([gain.argmax()])
    return Solution(chosen, np.zeros_like(problem.room), int(problem.score[chosen].sum()))


def by_flow(problem: Problem) -> Solution:
    """The same for any number of needs; every edge is possible."""
    certain = _served_first(problem) if len(problem.first) else NONE
    for unmet in (A_PERSON, _always_enough(problem)):
        layout = Layout(problem, unmet, problem.need[certain])
        found = optimum(layout, must=certain)
        if not found.leaves_out:
            break
    return _solution(layout, found)


def _solution(layout: Layout, found: Optimum) -> Solution:
    problem, far = layout.problem, found.far[layout.offers]
    scores = int(problem.score[found.pairs].sum())
    # What it cost beyond the least is what the scores could have been higher.
    return Solution(found.pairs, _prices(problem, layout.unmet, far), scores + found.cost - found.least)


def _prices(problem: Problem, unmet: int, far: Numbers) -> Numbers:
    """What a unit more at each offer would be worth, beyond what is already asked for it.

    Whatever it costs here to leave somebody without a helper, in a price it counts `A_PERSON`: prices of different
    rounds mean the same, and none grows with the number of people.
    """
    worth = np.where(far < 0, -far - problem.prices, 0)
    people = (worth + unmet // 2) // max(1, unmet)
    prices: Numbers = np.maximum(0, worth - people * (unmet - A_PERSON))
    return prices


def _served_first(problem: Problem) -> Numbers:
    """Edges that serve those of `first` who can all have a helper at once, the longest waiting before any other.

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
    found = optimum(Layout(few, 0, NONE)).pairs
    _, once = np.unique(few.need[found], return_index=True)
    return edges[found[once]]


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
