"""The Gini figure: its definition, its bounds, and what does not change it."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.evenness import gini

LOADS = st.lists(st.integers(0, 50), max_size=30)


def by_definition(values: list[int]) -> float:
    """Half the mean difference between any two, over the mean."""
    if not sum(values):
        return 0.0
    pairs = len(values) ** 2
    difference = sum(abs(one - other) for one, other in product(values, repeat=2)) / pairs
    return difference / 2 / (sum(values) / len(values))


@given(LOADS)
def test_it_is_half_the_mean_difference_over_the_mean(loads: list[int]) -> None:
    assert gini(loads) == pytest.approx(by_definition(loads))


@given(LOADS, st.integers(1, 5))
def test_it_is_bounded_and_blind_to_order_and_scale(loads: list[int], times: int) -> None:
    assert 0 <= gini(loads) <= max(0, len(loads) - 1) / max(1, len(loads))
    assert gini(sorted(loads, reverse=True)) == gini(loads)
    assert gini([load * times for load in loads]) == pytest.approx(gini(loads))


@pytest.mark.parametrize(
    ("loads", "figure"), [([], 0), ([0, 0], 0), ([3, 3, 3], 0), ([0, 0, 0, 8], 0.75), ([1, 3], 0.25)]
)
def test_known_figures(loads: list[int], figure: float) -> None:
    assert gini(loads) == pytest.approx(figure)
