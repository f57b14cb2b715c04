"""Groups in a table: where few people stand behind one, a count is a name, and it is told together with others."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

FEW = 5  # people; fewer are never told apart

Key = TypeVar("Key", bound=Hashable)
Ids = frozenset[int]


def told_apart(groups: Mapping[Key, Ids], whose: Mapping[int, int]) -> tuple[dict[Key, Ids], Ids]:
    """The groups that may be told apart, the largest first, and all others as one.

    `whose` says who stands behind each id: ten requests of one person are one person. The others are at least `FEW`
    people, or none, or all there are: where they would be fewer, the smallest of the larger groups joins them, so that
    nobody is found by taking the groups from the whole. An id may stand in several groups.
    """
    by_size = sorted(groups.items(), key=lambda group: (-len(group[1]), str(group[0])))
    told = [(key, ids) for key, ids in by_size if enough(ids, whose)]
    others = Ids().union(*(ids for _, ids in by_size if not enough(ids, whose)))
    while told and others and not enough(others, whose):
        others |= told.pop()[1]
    return dict(told), others


def enough(ids: Ids, whose: Mapping[int, int]) -> bool:
    """Whether so many people stand behind these that figures about them are about nobody."""
    return len({whose[id] for id in ids}) >= FEW
