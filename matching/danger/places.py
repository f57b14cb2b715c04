"""Where one may be in a net. All nodes that a word leads to from one place are one place again, so that few are walked
at once, however many phrases begin alike.
"""

from matching.danger.net import START, Net

Moves = dict[int, int]  # from which place to which


class Places:
    """The places of a net, numbered from START: where each word leads from each, and which phrases end there."""

    def __init__(self, net: Net) -> None:
        self.moves: dict[str, Moves] = {}
        self.ends: dict[int, list[int]] = {}
        self._nodes = [net.reached(START)]
        self._numbers = {self._nodes[START]: START}
        ways = net.ways()
        for at, nodes in enumerate(self._nodes):  # more of them come meanwhile
            for word, behind in _ways_of_all([ways[node] for node in nodes]).items():
                self.moves.setdefault(word, {})[at] = self._number(behind)
            if ended := [number for node in nodes for number in net.ends(node)]:
                self.ends[at] = ended

    def _number(self, nodes: frozenset[int]) -> int:
        if nodes not in self._numbers:
            self._numbers[nodes] = len(self._nodes)
            self._nodes.append(nodes)
        return self._numbers[nodes]


def _ways_of_all(several: list[dict[str, frozenset[int]]]) -> dict[str, frozenset[int]]:
    together: dict[str, frozenset[int]] = {}
    for ways in several:
        for word, behind in ways.items():
            together[word] = together[word] | behind if word in together else behind
    return together
