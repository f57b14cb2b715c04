"""Intervals are Student's, of the differences seed by seed."""

from math import inf, isnan, nan

import pytest

from matching.simulation.confidence import difference, estimate


def test_the_interval_of_five_numbers_is_the_known_one() -> None:
    """1 to 5: mean 3, standard deviation 1.5811, t of four degrees 2.776."""
    found = estimate([1, 2, 3, 4, 5])
    assert found.mean == 3
    assert found.low == pytest.approx(1.0371, abs=1e-3)
    assert found.high == pytest.approx(4.9629, abs=1e-3)
    assert found.is_sure


def test_between_two_entries_of_the_table_the_wider_interval_is_taken() -> None:
    found = estimate([0.0, 1.0] * 13)  # 25 degrees of freedom have an entry, 23 have not
    half = 2.060 * 0.5099 / 26**0.5
    assert found.high - found.mean == pytest.approx(half, abs=1e-3)
    assert estimate([0.0, 1.0] * 12).high - 0.5 == pytest.approx(2.086 * 0.5108 / 24**0.5, abs=1e-3)


def test_a_difference_is_paired() -> None:
    """Seeds differ widely, the two policies always by one: that is sure."""
    found = difference([11, 21, 31], [10, 20, 30])
    assert found == (1, 1, 1)
    assert found.is_sure
    assert not difference([1, -1], [0, 0]).is_sure


def test_one_seed_tells_nothing_and_missing_ones_are_left_out() -> None:
    assert estimate([2]) == (2, -inf, inf)
    assert estimate([1, nan, 3]) == estimate([1, 3])
    assert isnan(estimate([nan, nan]).mean)
