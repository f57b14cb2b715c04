"""All phrases at once, looked for in one pass over the words.

All that have begun are walked side by side: a word moves on those that it fits. No step is ever tried again, so the
work grows with the length of the text and with nothing else. Nothing is remembered of a text.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matching.danger.net import ANYTHING, START, Net, Step
from matching.danger.places import Moves, Places
from matching.danger.words import Spelled

LETTERS = 2  # by which beginnings are looked up; none has fewer


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase, by its number, and where in the words it stands: `first` up to and including `last`."""

    phrase: int
    first: int
    last: int


class Automaton:
    """For phrases that are numbered as they stand here, from 0."""

    def __init__(self, phrases: Sequence[Sequence[Step]]) -> None:
        net = Net()
        for number, steps in enumerate(phrases):
            net.add(number, steps)
        places = Places(net)
        self._ends = places.ends
        self._anything = places.moves.pop(ANYTHING, {})
        self._beginnings: dict[str, list[tuple[str, Moves]]] = {}
        for word in [word for word in places.moves if word.endswith("*")]:
            self._beginnings.setdefault(word[:LETTERS], []).append((word[:-1], places.moves.pop(word)))
        self._words = {word: [moves, *self._begun(word)] for word, moves in places.moves.items()}

    def find(self, said: Sequence[Spelled]) -> Iterator[Found]:
        """Every place where a phrase ends, with the earliest word that it could have begun at, and maybe later ones."""
        alive: dict[int, int] = {}  # where one is, and since when
        for place, spelled in enumerate(said):
            if not spelled:
                alive = {}
                continue
            alive[START] = place
            alive = _moved(alive, [moves for form in spelled for moves in self._fitting(form)])
            for at in alive:
                if at in self._ends:
                    yield from (Found(number, alive[at], place) for number in self._ends[at])

    def _fitting(self, form: str) -> list[Moves]:
        return self._words.get(form) or self._begun(form)

    def _begun(self, form: str) -> list[Moves]:
        """What a word does that stands in no phrase itself: it may begin like one."""
        known = self._beginnings.get(form[:LETTERS], ())
        return [self._anything, *(moves for letters, moves in known if form.startswith(letters))]


def _moved(alive: dict[int, int], fitting: list[Moves]) -> dict[int, int]:
    """Those that began earlier stand first, so that each place keeps its earliest beginning, and they still do."""
    moved: dict[int, int] = {}
    for at, first in alive.items():
        for moves in fitting:
            if at in moves:
                moved.setdefault(moves[at], first)
    return moved
