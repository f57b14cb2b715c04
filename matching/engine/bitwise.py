"""Rows of words as sets: which of them meet, how many they have in common, and where two bits follow each other."""

from collections.abc import Collection

import numpy as np

from matching.engine.tables import Code, Flags, NeedTable, Numbers, OfferTable, Words, bits

A_FEW_WORDS = 4
ONE = np.uint64(1)
LAST = np.uint64(63)


def meets(sets: Words, others: Words) -> Flags:
    """Which of the sets have a bit in common with the other, one for all or one for each."""
    common: Words = sets & others
    found: Flags = common[:, 0] != 0
    for column in range(1, common.shape[1]):
        found |= common[:, column] != 0
    return found


def named(sets: Words) -> Flags:
    """Which of the sets are not empty."""
    return meets(sets, sets)


def count(words: Words) -> Numbers:
    """How many are in each set."""
    counts = np.bitwise_count(words)
    if counts.shape[1] > A_FEW_WORDS:
        total: Numbers = counts.sum(axis=1, dtype=np.int64)
        return total
    total = counts[:, 0].astype(np.int64)
    for column in range(1, counts.shape[1]):
        total += counts[:, column]
    return total


def bits_of(code: Code, *values: str) -> Words:
    """The bits of some values, none for one that nobody names."""
    words: Words = bits([[value for value in values if value in code]], code)[0]
    return words


def gives(table: NeedTable | OfferTable, kinds: Code, wanted: Collection[str]) -> Flags:
    """Which rows are about one of these kinds of help."""
    return meets(table.kinds, bits_of(kinds, *wanted))


def halves(free: Words) -> Words:
    """Where a half hour can begin: a quarter-hour with its next, as `hours.half_hours` has it."""
    following = free >> ONE
    following[:, :-1] |= free[:, 1:] << LAST
    following &= free
    return following
