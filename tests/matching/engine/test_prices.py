"""A price is what room for one more person would have been worth: found by trying everything with that room."""

from collections.abc import Mapping
from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.flow import A_PERSON, TOP
from matching.engine.pairing import Edge, pair
from tests.matching.engine.oracles import brute_force, keeps_every_limit
from tests.matching.engine.test_pairing import Limits, communities, roomy

# Among four needs, losses in fit of up to this much can never outweigh a person helped.
MILD = A_PERSON // 5


@st.composite
def priced(draw: st.DrawFn) -> tuple[list[Edge], Limits, dict[int, int]]:
    edges, limits = draw(communities())
    mild = [Edge(need, offer, score % MILD) for need, offer, score in edges]
    prices = {offer: draw(st.sampled_from([0, 0, 300])) for offer in limits["rooms"]}
    return mild, limits, prices


def worth(edges: list[Edge], limits: Limits, prices: Mapping[int, int]) -> int:
    """What the best pairs are worth: people, then scores less prices."""
    dearer = [Edge(need, offer, score - prices[offer]) for need, offer, score in edges]
    helped, total = brute_force(dearer, **limits)
    return A_PERSON * helped + total


def worth_with_a_place(edges: list[Edge], limits: Limits, prices: Mapping[int, int], offer: int) -> int:
    """The same with one place more in this offer, that does not count against what its helper has room for."""
    helper = limits["helper_of"][offer]
    return max(
        A_PERSON * len({need for need, _, _ in kept})
        + sum(edge.score - prices[edge.offer_id] for edge in kept)
        for size in range(len(edges) + 1)
        for kept in combinations(edges, size)
        if keeps_every_limit(
            [edge[:2] for edge in kept],
            limits["places"],
            {**limits["rooms"], offer: limits["rooms"][offer] + 1},
            limits["helper_of"],
            {
                **limits["helper_rooms"],
                helper: limits["helper_rooms"][helper] + any(edge.offer_id == offer for edge in kept),
            },
        )
    )


@settings(deadline=None, max_examples=150)
@given(community=priced())
def test_a_price_is_what_one_more_place_would_add(
    community: tuple[list[Edge], Limits, dict[int, int]],
) -> None:
    edges, limits, prices = community
    found = pair(edges, **limits, prices=prices)
    before = worth(edges, limits, prices)
    for offer, room in limits["rooms"].items():
        if room and limits["helper_rooms"][limits["helper_of"][offer]]:
            after = worth_with_a_place(edges, limits, prices, offer)
            assert found.prices.get(offer, 0) == after - before
        else:
            assert offer not in found.prices, "who has no room has no price"


@settings(deadline=None, max_examples=150)
@given(community=priced())
def test_where_the_helper_has_room_to_spare_a_usual_place_would_add_as_much(
    community: tuple[list[Edge], Limits, dict[int, int]],
) -> None:
    edges, limits, prices = community
    found = pair(edges, **limits, prices=prices)
    asked = [limits["helper_of"][offer] for _, offer in found.pairs]
    before = worth(edges, limits, prices)
    for offer, room in limits["rooms"].items():
        helper = limits["helper_of"][offer]
        if room and asked.count(helper) < limits["helper_rooms"][helper]:
            more: Limits = {**limits, "rooms": {**limits["rooms"], offer: room + 1}}
            assert found.prices.get(offer, 0) == worth(edges, more, prices) - before


def test_a_price_does_not_grow_with_the_number_of_people() -> None:
    """Along this line helping everybody costs so much fit that it takes the dearest way to make sure of it."""
    poor = [Edge(number, number, 0) for number in range(41)]
    fine = [Edge(this, following, TOP) for this, following in pairwise(range(41))]
    waiting = [Edge(50, 60, 4_000), Edge(51, 60, 3_000)]  # elsewhere, two want the same
    edges = [*poor, *fine, *waiting]
    found = pair(edges, **roomy(edges))
    assert len({need for need, _ in found.pairs}) == 42
    assert found.prices[60] == A_PERSON + 3_000
