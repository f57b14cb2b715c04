"""Groups behind which few people stand are told together, and not found by taking the others from the whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.crowds import FEW, enough, told_apart

ALONE = {id: id for id in range(1_000)}  # everybody stands behind one
GROUPS = st.dictionaries(st.sampled_from("abcdef"), st.frozensets(st.integers(0, 30), min_size=1))


@given(GROUPS, st.integers(1, 40))
def test_nobody_is_lost_and_nobody_stands_in_a_small_group(
    groups: dict[str, frozenset[int]], people: int
) -> None:
    whose = {id: id % people for id in range(31)}
    told, others = told_apart(groups, whose)
    everybody = frozenset().union(*groups.values())
    assert others.union(*told.values()) == everybody
    assert all(ids == groups[group] and enough(ids, whose) for group, ids in told.items())
    assert enough(others, whose) or not others or not told


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
    apart, rest = told_apart(people(*sizes), ALONE)
    assert (list(apart), len(rest)) == (told, others)


def test_ten_of_one_person_are_one_person() -> None:
    whose = dict.fromkeys(range(10), 1)
    assert told_apart({"a": frozenset(range(10))}, whose) == ({}, frozenset(range(10)))
    assert not enough(frozenset(range(10)), whose)
    assert enough(frozenset(range(FEW)), ALONE)
