"""Which few pairs of very many will most likely be chosen: a guess at the offers' prices, and each need's best by it.

The prices are those at which, if every need spread its wish over what is nearly its best, each offer would be wished
for about as often as it has places: they rise where too many wish and fall where too few do (Sinkhorn and Knopp, 1967,
in whole points). The guess decides only how much work is left: `optimum` finds the best of all pairs from any start.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.engine.network import Column, Numbers

Small = NDArray[np.int32]

SAMPLE, CLOSER, EACH = 32, 24, 10  # pairs of each need for the first look, for the second, and in the end
FIRST, SECOND = (400, 200, 100, 100), (100,) * 5 + (50,) * 5  # points by which a wish is spread, look by look
SCATTER = (
    100,
    30,
)  # points by which equals are scattered, so that not all wish for the same, in the looks after
AT_ONCE = 1 << 21  # pairs
NOTHING = -1_000_000  # the worth of a pair that is not there
STEPS = 1_024
LUCK = np.rint(-1_000 * np.log(-np.log((np.arange(STEPS) + 0.5) / STEPS))).astype(np.int32)  # Gumbel's law


class Pairs(NamedTuple):
    """Pairs as columns, each need's together, and where those of each need begin."""

    need: Column
    offer: Column
    worth: Column
    begins: Numbers


class Guess(NamedTuple):
    pairs: Numbers  # which of them, in order
    prices: Numbers  # of the offers; beyond what it is worth to help a person at all


def likely(pairs: Pairs, places: Numbers, room: Numbers) -> Guess:
    """So many pairs of each need as will most likely hold those that are best for everybody."""
    wished = np.bincount(pairs.offer, minlength=len(room))
    usual = np.bincount(pairs.offer, pairs.worth, len(room)) / np.maximum(1, wished)
    prices: Numbers = np.rint(usual).astype(np.int64)
    prices = _settled(pairs, places, room, prices, spread_out(pairs, SAMPLE), FIRST)
    prices = _settled(pairs, places, room, prices, best_of(pairs, prices, CLOSER, SCATTER[0]), SECOND)
    chosen = np.concatenate([some.ravel() for some, _ in best_of(pairs, prices, EACH, SCATTER[1])])
    return Guess(np.sort(chosen[chosen >= 0]), prices)


Looked = Iterator[
    tuple[Numbers, Numbers]
]  # a block of needs: numbers of pairs, a column for each need; -1 for none


def spread_out(pairs: Pairs, count: int) -> Looked:
    """So many pairs of each need, evenly from the first to the last."""
    nth = np.arange(count)[:, None]
    for needs in _blocks(np.arange(len(pairs.begins) - 1), count):
        first = pairs.begins[needs]
        has = pairs.begins[needs + 1] - first
        place = np.where(has <= count, nth, (2 * nth + 1) * has // (2 * count))
        yield np.where(place < has, first + place, -1), needs


def best_of(pairs: Pairs, prices: Numbers, count: int, scatter: int) -> Looked:
    """So many pairs of each need that are worth most less the price; what is nearly equal in no order."""
    has = np.diff(pairs.begins)
    classes = np.ceil(np.log2(np.maximum(has, 1))).astype(np.int64)
    for size in np.unique(classes[has > 0]).tolist():
        alike = np.flatnonzero((classes == size) & (has > 0))
        width = int(has[alike].max())
        for needs in _blocks(alike, width):
            place = np.arange(width)
            numbers = np.where(place < has[needs][:, None], pairs.begins[needs][:, None] + place, -1)
            if width > count:
                worth = _worth(pairs, numbers, prices)
                worth += _luck(pairs, numbers) * scatter // 1_000
                chosen = np.argpartition(-worth, count - 1, axis=1)[:, :count]
                numbers = np.take_along_axis(numbers, chosen, axis=1)
            yield numbers.T, needs


def _blocks(needs: Numbers, width: int) -> Iterator[Numbers]:
    step = max(1, AT_ONCE // width)
    return (needs[first : first + step] for first in range(0, len(needs), step))


def _worth(pairs: Pairs, numbers: Numbers, prices: Numbers) -> Numbers:
    worth: Numbers = pairs.worth[numbers] - prices[pairs.offer[numbers]]
    worth[numbers < 0] = NOTHING
    return worth


def _luck(pairs: Pairs, numbers: Numbers) -> Small:
    """A number for each pair that has nothing to do with anything, the same every time."""
    mixed = pairs.need[numbers].astype(np.uint32) * np.uint32(2_654_435_761)
    mixed ^= pairs.offer[numbers].astype(np.uint32) * np.uint32(2_246_822_519)
    mixed ^= mixed >> np.uint32(15)
    mixed *= np.uint32(739_982_445)
    mixed ^= mixed >> np.uint32(12)
    luck: Small = LUCK[mixed >> np.uint32(22)]
    return luck


class _Block(NamedTuple):
    worth: Small
    offer: Small
    places: Numbers


def _settled(
    pairs: Pairs, places: Numbers, room: Numbers, prices: Numbers, looked: Looked, spreads: Sequence[int]
) -> Numbers:
    """The prices after so many steps, each towards as many wishes as places."""
    blocks = []
    for numbers, needs in looked:
        worth = np.where(numbers < 0, NOTHING, pairs.worth[numbers]).astype(np.int32)
        blocks.append(_Block(worth, pairs.offer[numbers].astype(np.int32), places[needs]))
    for spread in spreads:
        wishes = np.zeros(len(room))
        for block in blocks:
            wishes += np.bincount(block.offer.ravel(), _wishes(block, prices, spread).ravel(), len(room))
        step = 3 * spread * (wishes - room) / np.maximum(wishes + room, 1)
        prices = np.maximum(0, prices + np.rint(step).astype(np.int64))
    return prices


def _wishes(block: _Block, prices: Numbers, spread: int) -> NDArray[np.float64]:
    """How much each need wishes for each of its offers: all for the best, half for what is `spread` below it."""
    gain = block.worth - prices[block.offer]
    best = np.maximum(gain.max(axis=0), 0)
    wishes = np.exp2((gain - best) / spread)
    share: NDArray[np.float64] = block.places / (wishes.sum(axis=0) + np.exp2(-best / spread))
    wishes *= share
    return np.asarray(wishes)
