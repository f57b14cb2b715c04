"""Groups of people in a table: where a group is small, a count is a name, and it is told together with others."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

FEW = 5  # fewer than so many are never told apart

Key = TypeVar("Key", bound=Hashable)
Ids = frozenset[int]


def told_apart(groups: Mapping[Key, Ids]) -> tuple[dict[Key, Ids], Ids]:
    """The groups that may be told apart, the largest first, and all others as one.

    The others are at least `FEW`, or none, or all there are: where they would be fewer, the smallest of the larger
    groups joins them, so that nobody is found by taking the groups from the whole. An id may stand in several groups.
    """
    by_size = sorted(groups.items(), key=lambda group: (-len(group[1]), str(group[0])))
    told = [(key, ids) for key, ids in by_size if len(ids) >= FEW]
    others = Ids().union(*(ids for _, ids in by_size[len(told) :]))
    while told and 0 < len(others) < FEW:
        others |= told.pop()[1]
    return dict(told), others
