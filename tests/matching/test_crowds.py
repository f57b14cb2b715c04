"""Small groups are told together with others, and cannot be found by taking the rest from the whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.crowds import FEW, told_apart

GROUPS = st.dictionaries(st.sampled_from("abcdef"), st.frozensets(st.integers(0, 30), min_size=1))


@given(GROUPS)
def test_nobody_is_lost_and_nobody_stands_in_a_small_group(groups: dict[str, frozenset[int]]) -> None:
    told, others = told_apart(groups)
    everybody = frozenset().union(*groups.values())
    assert others.union(*told.values()) == everybody
    assert all(ids == groups[group] and len(ids) >= FEW for group, ids in told.items())
    assert len(others) >= FEW or not others or not told


def people(*sizes: int) -> dict[str, frozenset[int]]:
    """Groups of so many people each, named a, b, c, ...; nobody stands in two."""
    return {
        name: frozenset(range(100 * place, 100 * place + size))
        for place, (name, size) in enumerate(zip("abcdef", sizes, strict=False))
    }


@pytest.mark.parametrize(
    ("sizes", "told", "others"),
    [
        ((), [], 0),
        ((9, 5), ["a", "b"], 0),
        ((5, 9), ["b", "a"], 0),
        ((9, 3, 2), ["a"], 5),
        ((20, 9, 2), ["a"], 11),
        ((20, 2), [], 22),
        ((2, 1), [], 3),
    ],
)
def test_the_smallest_of_the_larger_joins_others_that_would_be_few(
    sizes: tuple[int, ...], told: list[str], others: int
) -> None:
    apart, rest = told_apart(people(*sizes))
    assert (list(apart), len(rest)) == (told, others)
