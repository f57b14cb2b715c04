"""Many small facts that one statement reads together: rows of (what, whose, which, text).

A statement takes longer on its way than most of what is asked here takes to find. So topics, blocks, hours and whatever
else lies around a posting are rows of one shape, each saying `what` it is; what does not fit into an id is `text`.
"""

from collections import defaultdict
from collections.abc import Mapping

from accounts.rows import Rows

Key = tuple[str, int]  # what, whose


class Facts:
    """The rows, to be looked up by what they say of whom. Whatever was not read is empty."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.texts: Mapping[Key, list[tuple[int, str]]] = defaultdict(list)
        ids: dict[Key, set[int]] = defaultdict(set)
        for what, whose, which, text in rows:
            if text:
                self.texts[what, whose].append((which, text))
            else:
                ids[what, whose].add(which)
        self.ids: Mapping[Key, frozenset[int]] = defaultdict(
            frozenset, {key: frozenset(each) for key, each in ids.items()}
        )

    def text(self, what: str, whose: int, which: int = 0) -> str:
        """The text of this one; "" where there is none."""
        return next((text for of, text in self.texts[what, whose] if of == which), "")
