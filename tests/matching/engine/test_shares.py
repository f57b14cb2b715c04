"""Whole shares: exact in sum, near to exact each, and the same for the same amounts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.shares import in_shares

AMOUNTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 10_000), min_size=1).filter(
    lambda amounts: any(amounts.values())
)


@given(AMOUNTS, st.integers(0, 10_000))
def test_shares_make_the_total_and_none_is_off_by_a_whole(amounts: dict[str, int], total: int) -> None:
    shares, whole = in_shares(amounts, total), sum(amounts.values())
    assert sum(shares.values()) == total
    assert list(shares) == list(amounts)
    for name, amount in amounts.items():
        assert shares[name] >= 0
        assert abs(shares[name] * whole - amount * total) < whole


@pytest.mark.parametrize(
    ("amounts", "total", "shares"),
    [
        ({"a": 2_400, "b": 7_600}, 10_000, {"a": 2_400, "b": 7_600}),
        ({"a": 1, "b": 1, "c": 1}, 10, {"a": 4, "b": 3, "c": 3}),
        ({"a": 0, "b": 5}, 10_000, {"a": 0, "b": 10_000}),
        ({"a": 47, "b": 16, "c": 158}, 10, {"a": 2, "b": 1, "c": 7}),
    ],
)
def test_what_is_left_over_goes_to_the_largest_remainders(
    amounts: dict[str, int], total: int, shares: dict[str, int]
) -> None:
    assert in_shares(amounts, total) == shares
