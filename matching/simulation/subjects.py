"""What people ask about and offer: the real topic tree, a few topics asked very often and many seldom."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from matching.simulation.dice import Dice

TREE = Path(__file__).parents[1] / "data" / "topics.json"


@dataclass(frozen=True, slots=True)
class Subject:
    """A topic of the tree, or one of its groups."""

    id: int
    group: int
    sensitive: bool

    @property
    def lineage(self) -> frozenset[int]:
        """The topic and its group: a group covers its topics."""
        return frozenset({self.id, self.group})


@cache
def subjects() -> dict[int, Subject]:
    """All topics and groups by number; the tree has two levels."""
    found: dict[int, Subject] = {}
    for group in json.loads(TREE.read_text(encoding="utf-8")):
        above = len(found) + 1
        found[above] = Subject(above, above, group["sensitive"])
        for topic in group["topics"]:
            found[len(found) + 1] = Subject(len(found) + 1, above, topic["sensitive"])
    return found


@cache
def topics() -> tuple[int, ...]:
    return tuple(each.id for each in subjects().values() if each.id != each.group)


@cache
def popularity(dice: Dice, exponent: float) -> dict[str, float]:
    """A weight for each topic, after Zipf: the n-th most popular is asked 1/n^exponent as often as the first.

    Which are popular differs from seed to seed, and is the same for needs and offers of one seed.
    """
    order = sorted(topics(), key=lambda topic: dice.uniform("popular", topic))
    return {str(topic): 1 / rank**exponent for rank, topic in enumerate(order, start=1)}


def lineage(chosen: frozenset[int]) -> frozenset[int]:
    return frozenset().union(*(subjects()[each].lineage for each in chosen))
