"""Small communities in which most rules hold most of the time, so that what forbids a pair is seldom more than one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from matching.engine.side import Hours, NeedSide, OfferSide, Past, Person, Quiet, Window, Wishes
from tests.matching.engine.cast import a_need, a_person, an_offer
from tests.matching.engine.strategies import PARENTS, lineage_of, zones_and_starts

ZONES = ["Europe/Berlin", "Asia/Kathmandu", "America/New_York", "Australia/Lord_Howe"]
LEAVES = sorted(PARENTS)


@dataclass(frozen=True)
class Town:
    now: datetime
    needs: list[NeedSide]
    offers: list[OfferSide]


@st.composite
def towns(draw: st.DrawFn, asking: int = 6, giving: int = 12) -> Town:
    """At any moment, often near a change of clocks and seldom on a whole quarter-hour."""
    _, start = draw(zones_and_starts())
    now = start + timedelta(minutes=draw(st.integers(0, 14)))
    return a_town(draw(st.integers(0, 2**32)), now, asking, giving)


def a_town(seed: int, now: datetime, asking: int = 6, giving: int = 12) -> Town:
    """The same seed, the same town. Some people ask and offer; everybody's id is below asking + giving."""
    chance = Random(seed)
    people = {member: _person(chance, member, asking + giving, now) for member in range(asking + giving)}
    some = list(people)
    return Town(
        now,
        [_need(chance, people[chance.choice(some)], number, now) for number in range(asking)],
        [_offer(chance, people[chance.choice(some)], number) for number in range(giving)],
    )


def _seldom(chance: Random) -> bool:
    return chance.random() < 0.06


def _others(chance: Random, others: int) -> frozenset[int]:
    return frozenset({chance.randrange(others)}) if chance.random() < 0.15 else frozenset()


def _person(chance: Random, member: int, others: int, now: datetime) -> Person:
    return a_person(
        member,
        in_good_standing=not _seldom(chance),
        hours=_hours(chance, now),
        quiet=Quiet(chance.randrange(1440), chance.randrange(1440)),
        asked_in_quiet_hours=chance.random() < 0.5,
        gender=chance.choice(["", "woman", "woman", "man"]),
        age_band=chance.choice(["", "18-29", "60+"]),
        blocks=_others(chance, others),
        may_know=_others(chance, others),
        never_ask=frozenset(f"hash of member {other}" for other in _others(chance, others)),
        resting=_others(chance, others),
        again=_others(chance, others),
    )


def _hours(chance: Random, now: datetime) -> Hours:
    windows = []
    for _ in range(chance.randrange(7)):
        start = 15 * chance.randrange(96)
        windows.append(Window(chance.randrange(7), start, min(1440, start + 15 * chance.randrange(1, 24))))
    first = now.date() + timedelta(days=chance.randrange(-2, 14))
    away = ((first, first + timedelta(days=chance.randrange(4))),) if chance.random() < 0.3 else ()
    return Hours(chance.choice(ZONES), tuple(windows), away)


def _posting(chance: Random) -> dict[str, Any]:
    topics = frozenset(chance.sample([0, *LEAVES], chance.choice([1, 1, 2, 3])))
    area = chance.choice([None, 1, 2, 3])
    return {
        "community_id": 101 if _seldom(chance) else 100,
        "topics": topics,
        "lineage": lineage_of(topics),
        "formats": frozenset(chance.sample(["chat", "call", "in_person"], chance.choice([1, 2, 2, 3]))),
        "languages": frozenset(chance.sample(["en", "de", "ar"], chance.choice([1, 2, 2]))),
        "area": area,
        "near": frozenset() if area is None else frozenset({area - 1, area, area + 1}),
        "wishes": Wishes(
            _seldom(chance),
            frozenset({"60+"}) if _seldom(chance) else frozenset(),
            _seldom(chance),
        ),
    }


def _need(chance: Random, person: Person, number: int, now: datetime) -> NeedSide:
    last_day = now.date() + timedelta(days=chance.randrange(-1, 20))
    return a_need(
        person,
        id=number,
        **_posting(chance),
        kind=chance.choice(["listening", "experience", "practical"]),
        urgency=chance.choice(["today", "this_week", "whenever"]),
        needed_by=last_day if chance.random() < 0.3 else None,
        danger=_seldom(chance),
        sensitive=number % 7 == 3,
        waiting_since=now - timedelta(minutes=chance.randrange(-60, 10**5)),
        places=chance.choice([1, 1, 2, 3]),
        asking=_others(chance, 10),
    )


def _offer(chance: Random, person: Person, number: int) -> OfferSide:
    asked = tuple(chance.randrange(9) for _ in range(4)) if chance.random() < 0.6 else (0, 0, 0, 0)
    answered = tuple(chance.randint(0, count) for count in asked)
    return an_offer(
        person,
        id=1_000 + number,
        **_posting(chance),
        avoids=frozenset({chance.choice(LEAVES)}) if chance.random() < 0.15 else frozenset(),
        kinds=frozenset(chance.sample(["listening", "experience", "practical"], chance.choice([1, 2, 3]))),
        takes_danger=chance.random() < 0.5,
        admitted=number % 3 > 0,
        room=chance.choice([0, 1, 1, 2, 3]),
        person_room=chance.choice([0, 1, 2, 2, 3]),
        past=Past(asked, answered, chance.randint(0, sum(answered))),
        load=chance.randrange(6),
    )
