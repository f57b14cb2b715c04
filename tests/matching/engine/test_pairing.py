"""Pairing is the best there is, the same every time, and never beyond anybody's limits."""

import random
import subprocess
import sys
from collections.abc import Mapping
from itertools import pairwise
from typing import TypedDict

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.pairing import Edge, Pairing, pair
from tests.matching.engine.oracles import brute_force, greedy, keeps_every_limit


class Limits(TypedDict):
    """The places there are, as `pair` takes them."""

    places: Mapping[int, int]
    rooms: Mapping[int, int]
    helper_of: Mapping[int, int]
    helper_rooms: Mapping[int, int]


@st.composite
def communities(draw: st.DrawFn, most: int = 4, edges: int = 10) -> tuple[list[Edge], Limits]:
    """A few needs and offers, several offers of one helper among them, and tight limits."""
    ids = st.integers(1, most)
    scores = st.integers(0, 3) | st.integers(0, 10_000)
    drawn = draw(st.lists(st.builds(Edge, ids, ids, scores), max_size=edges, unique_by=lambda edge: edge[:2]))
    few, all_ids = st.integers(0, 2), range(1, most + 1)
    helper_of = {offer: 100 + draw(st.integers(1, 3)) for offer in all_ids}
    return drawn, {
        "places": {need: draw(few) for need in all_ids},
        "rooms": {offer: draw(few) for offer in all_ids},
        "helper_of": helper_of,
        "helper_rooms": {helper: draw(st.integers(0, 3)) for helper in helper_of.values()},
    }


def roomy(edges: list[Edge], *, places: int = 1, rooms: int = 1) -> Limits:
    """Everybody has the same limits, and each offer its own helper."""
    offers = {edge.offer_id for edge in edges}
    return {
        "places": {edge.need_id: places for edge in edges},
        "rooms": dict.fromkeys(offers, rooms),
        "helper_of": {offer: -offer for offer in offers},
        "helper_rooms": {-offer: rooms for offer in offers},
    }


def _backwards(limit: Mapping[int, int]) -> Mapping[int, int]:
    return dict(reversed(list(limit.items())))


def helped(found: Pairing) -> int:
    return len({need for need, _ in found.pairs})


@settings(deadline=None, max_examples=150)
@given(community=communities())
def test_nothing_better_is_found_by_trying_everything(community: tuple[list[Edge], Limits]) -> None:
    edges, limits = community
    found = pair(edges, **limits)
    assert (helped(found), found.total) == brute_force(edges, **limits)
    assert found.bound == found.total, "proven by its own prices"


@settings(deadline=None)
@given(community=communities(most=12, edges=80))
def test_no_limit_is_exceeded_and_the_total_is_true(community: tuple[list[Edge], Limits]) -> None:
    edges, limits = community
    found = pair(edges, **limits)
    scores = {edge[:2]: edge.score for edge in edges}
    assert keeps_every_limit(found.pairs, **limits)
    assert found.total == sum(scores[each] for each in found.pairs)


@settings(deadline=None)
@given(community=communities(most=12, edges=80), seed=st.integers())
def test_the_order_of_the_input_does_not_matter(community: tuple[list[Edge], Limits], seed: int) -> None:
    edges, limits = community
    shuffled = random.Random(seed).sample(edges, len(edges))
    backwards = Limits(
        places=_backwards(limits["places"]),
        rooms=_backwards(limits["rooms"]),
        helper_of=_backwards(limits["helper_of"]),
        helper_rooms=_backwards(limits["helper_rooms"]),
    )
    assert pair(shuffled, **backwards) == pair(edges, **limits)


@settings(deadline=None, max_examples=50)
@given(community=communities(most=12, edges=80))
def test_never_worse_than_taking_the_finest_fit_each_time(community: tuple[list[Edge], Limits]) -> None:
    edges, limits = community
    found = pair(edges, **limits)
    assert (helped(found), found.total) >= greedy(edges, **limits)


def test_among_equals_the_choice_is_always_the_same() -> None:
    edges = [Edge(need, offer, 5_000) for need in range(30) for offer in range(20)]
    limits = roomy(edges)
    assert {pair(random.sample(edges, len(edges)), **limits).pairs for _ in range(5)} == {
        pair(edges, **limits).pairs
    }


def test_one_more_person_helped_outweighs_any_fit_of_all_the_others() -> None:
    """The last need fits only where its neighbour fits perfectly, and so on along a line of forty."""
    poor = [Edge(number, number, 0) for number in range(41)]
    fine = [Edge(this, following, 10_000) for this, following in pairwise(range(41))]
    found = pair([*poor, *fine], **roomy([*poor, *fine]))
    assert helped(found) == 41
    assert found.total == 0


def test_a_second_helper_never_takes_the_place_of_somebodys_first() -> None:
    edges = [Edge(1, 1, 10_000), Edge(1, 2, 10_000), Edge(2, 2, 1)]
    assert pair(edges, **roomy(edges, places=2)).pairs == ((1, 1), (2, 2))


def test_a_second_helper_is_asked_where_nobody_else_is_waiting() -> None:
    edges = [Edge(1, 1, 10), Edge(1, 2, 10), Edge(1, 3, 5)]
    assert pair(edges, **roomy(edges, places=2)).pairs == ((1, 1), (1, 2))


def test_a_helper_with_two_offers_is_asked_once_for_one_need() -> None:
    edges = [Edge(1, 1, 9_000), Edge(1, 2, 8_000), Edge(2, 1, 7_000)]
    limits = roomy(edges, places=2) | {"helper_of": {1: 50, 2: 50}, "helper_rooms": {50: 2}}
    assert pair(edges, **limits)[:2] == (((1, 2), (2, 1)), 15_000)


def test_a_pair_given_twice_counts_once_with_its_better_score() -> None:
    edges = [Edge(1, 1, 10), Edge(1, 1, 30), Edge(1, 1, 20)]
    assert pair(edges, **roomy(edges, places=3, rooms=3))[:2] == (((1, 1),), 30)


def test_a_helper_beyond_their_limits_is_not_asked() -> None:
    edges = [Edge(1, 1, 10)]
    assert pair(edges, **roomy(edges) | {"helper_rooms": {-1: -2}}).pairs == ()


def test_no_edges_no_pairs() -> None:
    assert pair([], places={}, rooms={}, helper_of={}, helper_rooms={}) == Pairing((), 0)


def test_the_solver_is_not_loaded_before_somebody_is_paired() -> None:
    """A web page that knows about matching must not carry NumPy and the solver along."""
    program = "import sys, matching.engine.pairing; print({'numpy', 'ortools'} & set(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "set()"
