"""What phrases are made of."""

from dataclasses import dataclass

from matching.danger.net import ANYTHING, Net, Step


@dataclass(frozen=True)
class Word:
    """One word, or with a star all that begin like it."""

    word: str

    def build(self, net: Net, at: int) -> int:
        behind = net.node()
        net.way(at, self.word, behind)
        return behind


@dataclass(frozen=True)
class Gap:
    """Up to so many words, whatever they are."""

    most: int

    def build(self, net: Net, at: int) -> int:
        behind = net.node()
        net.skip(at, behind)
        for _ in range(self.most):
            net.way(at, ANYTHING, further := net.node())
            net.skip(further, behind)
            at = further
        return behind


@dataclass(frozen=True)
class AnyOf:
    """One of several ways; an empty one makes it optional."""

    ways: tuple[tuple[Step, ...], ...]

    def build(self, net: Net, at: int) -> int:
        behind = net.node()
        for way in self.ways:
            self._add(net, at, way, behind)
        return behind

    @staticmethod
    def _add(net: Net, at: int, way: tuple[Step, ...], behind: int) -> None:
        if len(way) == 1 and isinstance(way[0], Word):
            net.way(at, way[0].word, behind)
            return
        for step in way:
            at = step.build(net, at)
        net.skip(at, behind)
