"""A made-up community of any size as the engine's tables: who needs what, who gives what, and when they are free.

Topics and languages are chosen as people choose them, a few very often and most seldom; hours are evenings and some
mornings in four time zones. There is room for about 88 of a hundred needs. Every helper has one offer and every need
one place, so that peers that know nothing else can be given the same task.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from matching.engine.masks import A_DAY, HORIZON, QUARTER, QUARTERS
from matching.engine.tables import Codes, Flags, NeedTable, Numbers, OfferTable, Tables, Words, rows_of
from matching.engine.weeks import CHUNK, free_words, horizon_words

NOW = datetime(2026, 5, 6, 10, 0, tzinfo=UTC)
GROUPS, LEAVES = 12, 7  # topics: so many groups with so many in each
TOPICS = GROUPS * (1 + LEAVES)
LANGUAGES = ("en", "es", "ar", "fr", "hi", "de", "pl")
KINDS = ("advice", "experience", "learning", "listening", "practical")
FORMATS = ("call", "chat", "in_person")
AREAS = 60
ZONES = ("Europe/Berlin", "Europe/London", "America/New_York", "Asia/Kolkata")
ZONE_SHARES = (0.5, 0.25, 0.15, 0.1)
NEEDS = 0.625  # of all postings
ROOM = 0.88  # places for a need
WINDOWS = 5  # stretches of free time in a week
DAY = HORIZON // QUARTER // 14

CODES = Codes(
    topics={topic: topic for topic in range(TOPICS)},
    languages={language: bit for bit, language in enumerate(LANGUAGES)},
    kinds={kind: bit for bit, kind in enumerate(KINDS)},
    formats={format: bit for bit, format in enumerate(FORMATS)},
    areas={area: area for area in range(AREAS)},
    genders={"man": 0, "woman": 1},
    ages={"18-29": 0, "30-44": 1, "45-59": 2, "60+": 3},
)


def town(postings: int, *, seed: int = 1, offers_seed: int | None = None) -> Tables:
    """A community of so many needs and offers; the same seeds, the same community."""
    needs = round(postings * NEEDS)
    chance = np.random.default_rng([seed, 1])
    giving = np.random.default_rng([seed if offers_seed is None else offers_seed, 2])
    return Tables(_needs(chance, needs), _offers(giving, postings - needs, needs), CODES)


def some(tables: Tables, offers: Numbers) -> Tables:
    """The same needs with some of the offers."""
    return tables._replace(offers=rows_of(tables.offers, offers))


def _needs(chance: Generator, count: int) -> NeedTable:
    common = _common(chance, count, first=1)
    urgency = chance.choice(3, count, p=[0.1, 0.5, 0.4])
    common["free"] &= horizon_words(np.where(urgency == 0, DAY, 14 * DAY))
    return NeedTable(
        **common,
        kinds=_bit(chance.choice(len(KINDS), count, p=[0.2, 0.2, 0.1, 0.4, 0.1]), len(KINDS)),
        urgency=urgency,
        danger=chance.random(count) < 0.01,
        sensitive=np.zeros(count, dtype=np.bool_),  # as where the community does not ask for it
        waited=(chance.exponential(timedelta(days=2) / timedelta(microseconds=1), count)).astype(np.int64),
        places=np.ones(count, dtype=np.int64),
        apart={},
        again={},
        pending={},
    )


def _offers(chance: Generator, count: int, needs: int) -> OfferTable:
    asked = chance.random(count) < 0.7
    likely = np.where(asked, chance.beta(6, 4, count), 0.6)
    room = _room(chance, count, round(needs * ROOM))
    return OfferTable(
        **_common(chance, count, first=10_000_001),
        kinds=_several(chance, count, [0.4, 0.45, 0.25, 0.75, 0.25]),
        avoids=np.where(chance.random(count) < 0.1, 1, 0)[:, None].astype(np.uint64)
        * _bit(chance.integers(0, TOPICS, count), TOPICS),
        takes_danger=chance.random(count) < 0.3,
        admitted=np.zeros(count, dtype=np.bool_),
        awake=chance.random(count) < 0.8,
        room=room,
        person_room=room,
        load=np.minimum(chance.poisson(0.6, count), 3),
        fresh=~asked,
        likely=likely,
        yes=likely * 0.5,
        price=np.zeros(count, dtype=np.int64),
    )


def _room(chance: Generator, count: int, places: int) -> Numbers:
    """So many places shared out, at least one an offer."""
    further = chance.integers(0, count, max(0, places - count))
    return 1 + np.bincount(further, minlength=count)


def _common(chance: Generator, count: int, first: int) -> dict[str, Any]:
    """What needs and offers have in common; ids and members count from `first`."""
    topics, lineage = _topics(chance, count)
    area = chance.integers(0, AREAS, count)
    return {
        "id": np.arange(first, first + count),
        "member": np.arange(first, first + count),
        "community": np.ones(count, dtype=np.int64),
        "topics": topics,
        "lineage": lineage,
        "formats": _several(chance, count, [0.6, 0.7, 0.3]),
        "languages": _languages(chance, count),
        "area": _bit(area, AREAS),
        "near": _bit(area, AREAS) | _bit((area + 1) % AREAS, AREAS) | _bit((area - 1) % AREAS, AREAS),
        "free": _free(chance, count),
        "good": np.ones(count, dtype=np.bool_),
        "gender": chance.choice(3, count, p=[0.4, 0.25, 0.35]),
        "age": _bit(chance.integers(0, 4, count), 4),
        "same_gender": chance.random(count) < 0.04,
        "ages": np.where(chance.random(count) < 0.03, 1, 0)[:, None].astype(np.uint64)
        * _bit(chance.integers(0, 4, count), 4),
        "shared_experience": chance.random(count) < 0.05,
    }


def _topics(chance: Generator, count: int) -> tuple[Words, Words]:
    """One to three topics each, now and then a whole group; and these with the groups above."""
    topics = np.zeros((count, _width(TOPICS)), dtype=np.uint64)
    lineage = topics.copy()
    for nth, share in enumerate((1.0, 0.4, 0.15)):
        group = _seldom_or_often(chance, count, GROUPS)
        leaf = _seldom_or_often(chance, count, LEAVES)
        whole = chance.random(count) < 0.05
        topic = group * (1 + LEAVES) + np.where(whole, 0, 1 + leaf)
        chosen = (chance.random(count) < share) | (nth == 0)
        topics[chosen] |= _bit(topic[chosen], TOPICS)
        lineage[chosen] |= _bit(group[chosen] * (1 + LEAVES), TOPICS)
    return topics, lineage | topics


def _seldom_or_often(chance: Generator, count: int, choices: int) -> Numbers:
    """The first of the choices most often, the last most seldom (Zipf)."""
    shares = 1 / np.arange(1, choices + 1)
    return chance.choice(choices, count, p=shares / shares.sum())


def _languages(chance: Generator, count: int) -> Words:
    spoken = [_bit(_seldom_or_often(chance, count, len(LANGUAGES)), len(LANGUAGES)) for _ in range(2)]
    both = chance.random(count) < 0.4
    return spoken[0] | np.where(both[:, None], spoken[1], np.uint64(0))


def _several(chance: Generator, count: int, shares: list[float]) -> Words:
    """Each with its share; whoever drew none has the likeliest."""
    bits = np.zeros((count, 1), dtype=np.uint64)
    for bit, share in enumerate(shares):
        bits[:, 0] |= (chance.random(count) < share).astype(np.uint64) << np.uint64(bit)
    bits[bits == 0] = np.uint64(1 << int(np.argmax(shares)))
    return bits


def _free(chance: Generator, count: int) -> Words:
    zones = [ZONES[zone] for zone in chance.choice(len(ZONES), count, p=ZONE_SHARES)]
    parts = [
        free_words(weeks(chance, len(some)), some, NOW)
        for some in (zones[first : first + CHUNK] for first in range(0, count, CHUNK))
    ]
    return np.concatenate(parts)


def weeks(chance: Generator, count: int) -> Flags:
    """So many people's local weeks, in quarter-hours: some stretches of one to four hours each."""
    quarters = np.arange(QUARTERS)
    free = np.zeros((count, QUARTERS), dtype=np.bool_)
    for _ in range(WINDOWS):
        hour = chance.choice([8, 10, 13, 16, 18, 19, 20], count, p=[0.06, 0.08, 0.1, 0.14, 0.26, 0.22, 0.14])
        start = chance.integers(0, 7, count) * A_DAY + 4 * hour
        end = start + 4 * chance.integers(1, 5, count)
        free |= (quarters >= start[:, None]) & (quarters < end[:, None])
    return free


def _bit(numbers: NDArray[np.integer[Any]], choices: int) -> Words:
    """One bit in each row."""
    words = np.zeros((len(numbers), _width(choices)), dtype=np.uint64)
    words[np.arange(len(numbers)), numbers >> 6] = np.uint64(1) << (numbers & 63).astype(np.uint64)
    return words


def _width(choices: int) -> int:
    return -(-choices // 64)
