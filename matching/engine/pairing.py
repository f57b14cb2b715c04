"""The best set of pairs for a whole community at once: most people helped, and then the finest fits.

Exact, and the same for the same input in whatever order it arrives.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Edge(NamedTuple):
    """A need and an offer that may meet, and how well they fit."""

    need_id: int
    offer_id: int
    score: int  # 0..10,000


class Pairing(NamedTuple):
    """Which offers are asked for which needs, in order of their ids, and the sum of their scores."""

    pairs: tuple[tuple[int, int], ...]
    total: int


def pair(
    edges: Sequence[Edge],
    *,
    places: Mapping[int, int],
    rooms: Mapping[int, int],
    helper_of: Mapping[int, int],
    helper_rooms: Mapping[int, int],
) -> Pairing:
    """The pairs that help most people and, among these, have the highest total score.

    No need gets more than its places, no offer more than its room, no helper more than their own room over
    all their offers, and no helper is asked twice for one need. A second helper for one need, however fine
    the fit, never takes the place of somebody else's first.
    """
    if not edges:
        return Pairing((), 0)
    # Imported here: NumPy and the solver take 0.2 s and 36 MB that only a round needs, and no web page.
    from matching.engine.flow import best, canonical

    chosen = best(
        canonical(edges), places=places, rooms=rooms, helper_of=helper_of, helper_rooms=helper_rooms
    )
    return Pairing(tuple((need, offer) for need, offer, _ in chosen.tolist()), int(chosen[:, 2].sum()))
