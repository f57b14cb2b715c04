"""The open offers by topic, language and kind, so that a need looks only at those that could be about it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from matching.engine.bitwise import meets
from matching.engine.tables import NOBODY, Flags, NeedTable, Numbers, OfferTable, Words

ONE = np.uint64(1)
AT_ONCE = 1_024  # needs


class Shelves:
    """Whoever is on no shelf of a need is not looked at."""

    def __init__(self, offers: OfferTable) -> None:
        self.offers = offers
        self.open = are_open(offers)
        self.spoken: dict[bytes, Numbers] = {}
        self.shelves: dict[tuple[bytes, bool, int], Numbers] = {}
        self.seen = np.zeros(len(offers.id), dtype=np.int64)
        self.shuffled = np.argsort(_scattered(offers.id), kind="stable")

    def about(self, needs: NeedTable, rows: Numbers, most: int) -> Iterator[tuple[Numbers, bool]]:
        """For each of these needs the offers that share a topic with it, and whether these are all: about `most`.

        A topic of its own may be at or above theirs; what lies above its own, theirs must name.
        """
        for first in range(0, len(rows), AT_ONCE):
            some = rows[first : first + AT_ONCE]
            topics, ids = needs.topics[some], needs.id[some].tolist()
            own, above = _bits_by_row(topics), _bits_by_row(needs.lineage[some] & ~topics)
            for place, (kinds, languages) in enumerate(
                zip(needs.kinds[some], needs.languages[some], strict=True)
            ):
                key = kinds.tobytes() + languages.tobytes()
                if key not in self.spoken:
                    self.spoken[key] = self._speaking(kinds, languages)
                shelves = [self._shelf(key, True, bit) for bit in own[place]]
                shelves += [self._shelf(key, False, bit) for bit in above[place]]
                yield self._from(shelves, ids[place], most)

    def _from(self, shelves: list[Numbers], by: int, most: int) -> tuple[Numbers, bool]:
        each = max(1, most // max(1, len(shelves)))
        whole = all(len(shelf) <= each for shelf in shelves)
        if not whole:
            shelves = [_turned(shelf, by, each) for shelf in shelves]
        shelves = [shelf for shelf in shelves if len(shelf)] or [NOBODY]
        return (shelves[0] if len(shelves) == 1 else self._once(np.concatenate(shelves))), whole

    def _speaking(self, kinds: Words, languages: Words) -> Numbers:
        offers = self.offers
        fits = self.open & meets(offers.kinds, kinds) & meets(offers.languages, languages)
        return self.shuffled[fits[self.shuffled]]

    def _shelf(self, key: bytes, covers: bool, bit: int) -> Numbers:
        """Offers at or below the topic (`covers`), or exactly about it."""
        found = self.shelves.get((key, covers, bit))
        if found is None:
            rows = self.spoken[key]
            column = (self.offers.lineage if covers else self.offers.topics)[rows, bit >> 6]
            found = rows[(column >> np.uint64(bit & 63) & ONE) == ONE]
            self.shelves[key, covers, bit] = found
        return found

    def _once(self, rows: Numbers) -> Numbers:
        """Each row once: the last to leave its mark stays."""
        places = np.arange(len(rows))
        self.seen[rows] = places
        once: Numbers = rows[self.seen[rows] == places]
        return once


def are_open(offers: OfferTable) -> Flags:
    """Those that have room, and whose helper has."""
    found: Flags = (offers.room > 0) & (offers.person_room > 0) & offers.good
    return found


def _bits_by_row(words: Words) -> Sequence[Sequence[int]]:
    """The bits that are set in each row."""
    bits = np.unpackbits(np.ascontiguousarray(words).view(np.uint8), axis=1, bitorder="little")
    row, bit = np.nonzero(bits)
    ends = np.searchsorted(row, np.arange(len(words) + 1)).tolist()
    all_bits = bit.tolist()
    return [all_bits[first:last] for first, last in pairwise(ends)]


def _scattered(ids: Numbers) -> Words:
    """Numbers in an order that has nothing to do with when they were given, the same every time."""
    return ids.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)


def _turned(shelf: Numbers, by: int, most: int) -> Numbers:
    """At most so many of the shelf, from a place that differs from need to need, round the end to the beginning."""
    if len(shelf) <= most:
        return shelf
    first = by * 7919 % len(shelf)
    return np.concatenate([shelf[first : first + most], shelf[: max(0, first + most - len(shelf))]])
