"""One round on tables: how many each need may ask, the best pairs for everybody, and who was passed over.

`pairing.pair` says the same in ids, for a few.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from matching.engine import flow
from matching.engine.chances import wanted
from matching.engine.gather import Edges
from matching.engine.layout import Problem
from matching.engine.tables import NOBODY, URGENCIES, Numbers, Tables

TODAY = URGENCIES.index("today")
AT_ONCE = 1 << 20  # edges
NO_LIMIT = np.iinfo(np.int64).max


class Chosen(NamedTuple):
    """What a round decides, as rows of its tables."""

    need: Numbers
    offer: Numbers
    score: Numbers
    bound: (
        int  # the highest total that anything could reach that helps as many; equal to the total where proven
    )
    prices: Numbers  # for each offer, what one more place in it would have been worth: `flow.Solution`
    passed_over: (
        Numbers  # needs left without anybody while a permitted helper was asked for one that came later
    )

    @property
    def total(self) -> int:
        """The sum of the scores."""
        return int(self.score.sum())


def choose(
    tables: Tables, edges: Edges, *, prices: Numbers | None = None, first: Sequence[int] = ()
) -> Chosen:
    """The pairs that help most people and, among these, have the highest total of score less price.

    `prices` has one for each row of offers; `first` are rows of needs that were passed over for long, the longest
    waiting first.
    """
    needs, offers = tables.needs, tables.offers
    helper = _numbered(offers.member)
    room = np.full(int(helper.max(initial=-1)) + 1, NO_LIMIT)
    np.minimum.at(room, helper, np.maximum(offers.person_room, 0))
    found = flow.best(
        Problem(
            need=edges.need,
            offer=edges.offer,
            score=edges.score,
            places=np.maximum(places(tables, edges), 0),
            room=np.maximum(offers.room, 0),
            helper=helper,
            helper_room=room,
            prices=np.zeros(len(offers.id), dtype=np.int64) if prices is None else prices,
            first=np.array(first, dtype=np.int64),
        )
    )
    need, offer, score = (column[found.edges].astype(np.int64) for column in edges)
    return Chosen(
        need,
        offer,
        score,
        found.bound,
        found.prices,
        _passed_over(needs.waited, edges, helper, need, offer),
    )


def _numbered(values: Numbers) -> Numbers:
    """Each value's number in their order: what `np.unique` says, at half its cost for few."""
    order = values.argsort(kind="stable")
    ordered = values[order]
    numbers = np.zeros(len(values), dtype=np.int64)
    numbers[order[1:]] = (ordered[1:] != ordered[:-1]).cumsum()
    return numbers


def places(tables: Tables, edges: Edges) -> Numbers:
    """How many helpers each need may have asked now; a need for today as many as make a yes likely."""
    needs, offers = tables.needs, tables.offers
    found = needs.places.copy()
    today = np.flatnonzero((needs.urgency == TODAY) & (needs.places > 0)).tolist()
    if not today:
        return found
    begins = np.searchsorted(edges.need, np.arange(len(needs.id) + 1))
    several = len(np.unique(offers.member)) < len(offers.member)
    for row in today:
        mine = slice(begins[row], begins[row + 1])
        best_first = np.lexsort((offers.id[edges.offer[mine]], -edges.score[mine]))
        asked = edges.offer[mine][best_first]
        if several:  # a helper counts once, with their best offer
            _, once = np.unique(offers.member[asked], return_index=True)
            asked = asked[np.sort(once)]
        chances = offers.yes[asked].tolist()
        found[row] = wanted(needs.pending.get(row, ()), chances, int(needs.places[row]))
    return found


def _passed_over(waited: Numbers, edges: Edges, helper: Numbers, need: Numbers, offer: Numbers) -> Numbers:
    """The needs left without anybody that waited longer than somebody whom one of their helpers was asked for."""
    left = np.ones(len(waited), dtype=np.bool_)
    left[need] = False
    if not left.any():
        return NOBODY
    newest = np.full(int(helper.max(initial=-1)) + 1, NO_LIMIT)
    np.minimum.at(newest, helper[offer], waited[need])
    newest = newest[helper]  # for each offer
    jumped = np.zeros(len(waited), dtype=np.bool_)
    for first in range(0, len(edges.need), AT_ONCE):
        needs, offers = (column[first : first + AT_ONCE] for column in (edges.need, edges.offer))
        jumped[needs[newest[offers] < waited[needs]]] = True
    return np.flatnonzero(jumped & left)
