"""Gathering as one would write it in an afternoon: topic and language buckets, shared hours by counting bits, no rules.

Every offer in a need's buckets is looked at, so that the cost of a need grows with the number of offers.
"""

import numpy as np

from matching.engine.gather import Edges
from matching.engine.tables import Numbers, Tables, Words

KEEP = 60
A_TOPIC, A_QUARTER = 1_000, 4  # points for a topic in common, and for a quarter-hour
Buckets = dict[tuple[int, int], Numbers]


def gather(tables: Tables, keep: int = KEEP) -> Edges:
    """For each need the offers that share most with it."""
    needs, offers, _ = tables
    spoken, topics = _rows_by_bit(offers.languages), _rows_by_bit(offers.lineage)
    buckets: Buckets = {
        (topic, language): np.intersect1d(about, speaking, assume_unique=True)
        for topic, about in topics.items()
        for language, speaking in spoken.items()
    }
    wanted, languages = _bits_by_row(needs.topics), _bits_by_row(needs.languages)
    found, scores = [], []
    for row in range(len(needs.id)):
        mine = [
            buckets[topic, language]
            for topic in wanted[row]
            for language in languages[row]
            if (topic, language) in buckets
        ]
        rows = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *mine]))
        hours = np.bitwise_count(offers.free[rows] & needs.free[row]).sum(axis=1, dtype=np.int64)
        common = np.bitwise_count(offers.lineage[rows] & needs.topics[row]).sum(axis=1, dtype=np.int64)
        score = np.where(hours >= 2, A_TOPIC * common + A_QUARTER * hours, 0)
        best = np.argpartition(-score, keep - 1)[:keep] if len(rows) > keep else np.arange(len(rows))
        best = best[score[best] > 0]
        found.append(rows[best])
        scores.append(score[best])
    need = np.repeat(np.arange(len(needs.id)), [len(each) for each in found])
    return Edges(need, np.concatenate(found), np.concatenate(scores))


def _rows_by_bit(words: Words) -> dict[int, Numbers]:
    bits = np.unpackbits(words.view(np.uint8), axis=1, bitorder="little")
    return {bit: np.flatnonzero(bits[:, bit]) for bit in np.flatnonzero(bits.any(axis=0)).tolist()}


def _bits_by_row(words: Words) -> list[list[int]]:
    bits = np.unpackbits(words.view(np.uint8), axis=1, bitorder="little")
    row, bit = np.nonzero(bits)
    ends = np.searchsorted(row, np.arange(len(words) + 1))
    all_bits = bit.tolist()
    return [all_bits[first:last] for first, last in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)]
