"""The best set of pairs for a whole community at once: most people helped, and then the finest fits.

Exact, proven by its own prices, and the same for the same input in whatever order it arrives.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

PATIENCE = 3  # rounds in which somebody who came later may be preferred; then nobody any more


class Edge(NamedTuple):
    """A need and an offer that may meet, and how well they fit."""

    need_id: int
    offer_id: int
    score: int  # 0..10,000


class Pairing(NamedTuple):
    """Which offers are asked for which needs, in order of their ids, and what that is worth."""

    pairs: tuple[tuple[int, int], ...]
    total: int  # the sum of the scores
    bound: int = 0  # the highest sum that anything could reach that helps as many people (scores less prices)
    prices: Mapping[
        int, int
    ] = {}  # by offer: what one more place in it would have been worth, where anything


def pair(
    edges: Sequence[Edge],
    *,
    places: Mapping[int, int],
    rooms: Mapping[int, int],
    helper_of: Mapping[int, int],
    helper_rooms: Mapping[int, int],
    prices: Mapping[int, int] | None = None,
    first: Sequence[int] = (),
) -> Pairing:
    """The pairs that help most people and, among these, have the highest total of score less price.

    No need gets more than its places, no offer more than its room, no helper more than their own room over
    all their offers, and no helper is asked twice for one need. A second helper for one need, however fine
    the fit, never takes the place of somebody else's first.

    `prices` are what others are expected to want an offer. `first` are needs that were passed over for long, the
    longest waiting first: one of them stays without a helper only where needs before it take all its helpers.
    """
    if not edges:
        return Pairing((), 0)
    # Imported here: NumPy and the solver take 0.2 s and 36 MB that only a round needs, and no web page.
    from matching.engine import flow

    rows = flow.canonical(edges)
    _, offer_ids, problem = flow.problem(rows, places, rooms, helper_of, helper_rooms, prices or {}, first)
    found = flow.best(problem)
    chosen = rows[found.edges]
    worth = zip(offer_ids.tolist(), found.prices.tolist(), strict=True)
    return Pairing(
        pairs=tuple((need, offer) for need, offer, _ in chosen.tolist()),
        total=int(chosen[:, 2].sum()),
        bound=found.bound,
        prices={offer: price for offer, price in worth if price},
    )
