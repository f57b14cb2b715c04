"""All phrases of a list at once, looked for in one pass over the words.

Each phrase is a short chain of steps, and all chains are walked side by side: a word moves on those that it fits. No
step is ever tried again, so the work grows with the length of the text and with nothing else.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from matching.danger.words import Spelled


@dataclass(slots=True)
class _Node:
    words: dict[str, list[int]] = field(default_factory=dict)
    beginnings: dict[str, list[int]] = field(default_factory=dict)  # "suicid*"
    anything: list[int] = field(default_factory=list)
    skips: list[int] = field(default_factory=list)
    ends: int | None = None  # which phrase ends here


@dataclass(frozen=True, slots=True)
class _Ways:
    """Where a node leads, each way with all that is reached behind it without a further word."""

    words: dict[str, frozenset[int]]
    beginnings: dict[str, frozenset[int]]
    anything: frozenset[int]
    lengths: range  # from the shortest of the beginnings to the longest

    def to(self, spelled: tuple[str, ...]) -> frozenset[int]:
        reached = self.anything
        for form in spelled:
            if form in self.words:
                reached |= self.words[form]
            for letters in self.lengths[: max(0, len(form) + 1 - self.lengths.start)]:
                if (begun := form[:letters]) in self.beginnings:
                    reached |= self.beginnings[begun]
        return reached


_NOWHERE: frozenset[int] = frozenset()
_START = -1  # all nodes that a phrase can begin at, as one


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase, by its number, and where in the words it stands: `first` up to and including `last`."""

    phrase: int
    first: int
    last: int


class Automaton:
    """`add` every phrase, then `find`."""

    def __init__(self) -> None:
        self._nodes = [_Node()]
        self._closed: dict[int, frozenset[int]] = {}
        self._known: dict[int, _Ways] = {}
        self._behind: dict[tuple[int, Step], int] = {}

    def add(self, number: int, steps: Sequence["Step"]) -> None:
        """A phrase: its steps, one behind the other. Phrases that begin alike go the first steps together."""
        at = 0
        for step in steps:
            if (at, step) not in self._behind:
                self._behind[at, step] = step.build(self, at)
            at = self._behind[at, step]
        self._nodes[at].ends = number

    def find(self, said: Sequence[Spelled]) -> Iterator[Found]:
        """Every place where a phrase ends, with the earliest word that it could have begun at."""
        alive: dict[int, int] = {}
        for place, spelled in enumerate(said):
            if not spelled:
                alive = {}
                continue
            moved = dict[int, int]()
            # Those that began earlier stand first, so that each node keeps its earliest beginning, and they still do.
            for node, first in [*alive.items(), (_START, place)]:
                for to in (self._known.get(node) or self._ways(node)).to(spelled):
                    moved.setdefault(to, first)
            alive = moved
            for node, first in moved.items():
                number = self._nodes[node].ends
                if number is not None:
                    yield Found(number, first, place)

    # What steps build with.

    def word(self, at: int, word: str, to: int) -> None:
        self._nodes[at].words.setdefault(word, []).append(to)

    def beginning(self, at: int, letters: str, to: int) -> None:
        self._nodes[at].beginnings.setdefault(letters, []).append(to)

    def anything(self, at: int) -> int:
        self._nodes[at].anything.append(self.node())
        return self._nodes[at].anything[-1]

    def skip(self, at: int, to: int) -> None:
        self._nodes[at].skips.append(to)

    def node(self) -> int:
        self._nodes.append(_Node())
        return len(self._nodes) - 1

    def _ways(self, node: int) -> _Ways:
        """Where a node leads; worked out when it is first come to. Every phrase begins at _START."""
        words: dict[str, list[int]] = {}
        beginnings: dict[str, list[int]] = {}
        anything: list[int] = []
        for one in self._closure(0) if node == _START else (node,):
            here = self._nodes[one]
            anything += here.anything
            for known, mine in ((here.words, words), (here.beginnings, beginnings)):
                for letters, to in known.items():
                    mine.setdefault(letters, []).extend(to)
        longest = max(map(len, beginnings), default=0)
        self._known[node] = _Ways(
            {word: self._behind_all(to) for word, to in words.items()},
            {letters: self._behind_all(to) for letters, to in beginnings.items()},
            self._behind_all(anything),
            range(min(map(len, beginnings), default=1), longest + 1),
        )
        return self._known[node]

    def _behind_all(self, nodes: list[int]) -> frozenset[int]:
        closed = [self._closure(node) for node in nodes]
        return closed[0] if len(closed) == 1 else _NOWHERE.union(*closed)

    def _closure(self, node: int) -> frozenset[int]:
        """The node and all that are reached from it without a word."""
        known = self._closed.get(node)
        if known is None:
            seen, todo = {node}, [node]
            while todo:
                for to in self._nodes[todo.pop()].skips:
                    if to not in seen:
                        seen.add(to)
                        todo.append(to)
            known = self._closed[node] = frozenset(one for one in seen if not self._only_skips(one))
        return known

    def _only_skips(self, node: int) -> bool:
        here = self._nodes[node]
        return not (here.words or here.beginnings or here.anything) and here.ends is None


class Step:
    """One step of a phrase: from a node to the node behind it."""

    def build(self, to: Automaton, at: int) -> int:
        raise NotImplementedError


@dataclass(frozen=True)
class Word(Step):
    """One word, or with a star all that begin like it."""

    word: str

    def build(self, to: Automaton, at: int) -> int:
        behind = to.node()
        self.lead(to, at, behind)
        return behind

    def lead(self, to: Automaton, at: int, behind: int) -> None:
        """From one node to another that is already there."""
        if self.word.endswith("*"):
            to.beginning(at, self.word[:-1], behind)
        else:
            to.word(at, self.word, behind)


@dataclass(frozen=True)
class Gap(Step):
    """Up to so many words, whatever they are."""

    most: int

    def build(self, to: Automaton, at: int) -> int:
        behind = to.node()
        to.skip(at, behind)
        for _ in range(self.most):
            at = to.anything(at)
            to.skip(at, behind)
        return behind


@dataclass(frozen=True)
class AnyOf(Step):
    """One of several ways; an empty one makes it optional."""

    ways: tuple[tuple[Step, ...], ...]

    def build(self, to: Automaton, at: int) -> int:
        behind = to.node()
        for way in self.ways:
            self._add(to, at, way, behind)
        return behind

    @staticmethod
    def _add(to: Automaton, at: int, way: tuple[Step, ...], behind: int) -> None:
        if len(way) == 1 and isinstance(way[0], Word):
            way[0].lead(to, at, behind)
            return
        for step in way:
            at = step.build(to, at)
        to.skip(at, behind)
