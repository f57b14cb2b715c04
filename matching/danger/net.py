"""The net that all phrases of a list make together, while it is made.

Each phrase is a short chain of steps. Phrases that begin alike go their first steps together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Protocol

START = 0
ANYTHING = "*"  # leads on with every word, as "suicid*" does with every word that begins like this


@dataclass(slots=True)
class _Node:
    ways: dict[str, list[int]] = field(default_factory=dict)  # where a word leads
    skips: list[int] = field(default_factory=list)  # what is reached without one
    ends: list[int] = field(default_factory=list)  # which phrases end here


class Step(Protocol):
    """One step of a phrase: makes a node behind another one, and the ways from one to the other."""

    def build(self, net: "Net", at: int) -> int: ...


class Net:
    """`add` every phrase, then ask for `ways`."""

    def __init__(self) -> None:
        self._nodes = [_Node()]
        self._behind: dict[tuple[int, Step], int] = {}

    def add(self, number: int, steps: Sequence[Step]) -> None:
        """A phrase: its steps, one behind the other."""
        at = START
        for step in steps:
            if (at, step) not in self._behind:
                self._behind[at, step] = step.build(self, at)
            at = self._behind[at, step]
        self._nodes[at].ends.append(number)

    def ways(self) -> list[dict[str, frozenset[int]]]:
        """For each node, all that is reached with each word."""
        reached = [self.reached(node) for node in range(len(self._nodes))]
        return [
            {word: reduce(or_, (reached[to] for to in behind)) for word, behind in node.ways.items()}
            for node in self._nodes
        ]

    def reached(self, node: int) -> frozenset[int]:
        """All nodes that one is at, with those that are reached without a word, if something goes on or ends there."""
        seen, todo = {node}, [node]
        while todo:
            new = [to for to in self._nodes[todo.pop()].skips if to not in seen]
            seen.update(new)
            todo += new
        return frozenset(one for one in seen if self._nodes[one].ways or self._nodes[one].ends)

    def ends(self, node: int) -> list[int]:
        """The numbers of the phrases that end here."""
        return self._nodes[node].ends

    # What steps build with.

    def node(self) -> int:
        self._nodes.append(_Node())
        return len(self._nodes) - 1

    def way(self, at: int, word: str, to: int) -> None:
        self._nodes[at].ways.setdefault(word, []).append(to)

    def skip(self, at: int, to: int) -> None:
        self._nodes[at].skips.append(to)
