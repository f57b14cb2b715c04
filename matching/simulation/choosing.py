"""Ways to choose pairs from those that are possible: in turn, by score, by deferred acceptance, for all at once."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from matching.engine import pairing
from matching.engine.pairing import Edge
from matching.simulation.pairs import Possible

Chosen = list[Possible]
Key = Callable[[Possible], tuple[float, ...]]
Points = Callable[[Possible], int]


class Question(NamedTuple):
    """What a look of the matcher has to decide."""

    possible: Sequence[Possible]
    places: Mapping[int, int]  # how many helpers each need may have asked now, as `engine.chances` says
    first: Sequence[int]  # needs that were passed over for long, the longest waiting first
    now: datetime


class Places:
    """The places that are left while pairs are chosen one after the other."""

    def __init__(self, needs: Mapping[int, int]) -> None:
        self._left = dict(needs)
        self._offers: dict[int, int] = defaultdict(int)
        self._helpers: dict[int, int] = defaultdict(int)
        self._asked: set[tuple[int, int]] = set()

    def take(self, pair: Possible) -> bool:
        """Takes the places of this pair; False if one of them is no longer there."""
        need, offer, _ = pair
        helper = offer.person.member_id
        room = (
            self._left[need.id] > 0
            and self._offers[offer.id] < offer.room
            and self._helpers[helper] < offer.person_room
            and (need.id, helper) not in self._asked
        )
        if room:
            self._left[need.id] -= 1
            self._offers[offer.id] += 1
            self._helpers[helper] += 1
            self._asked.add((need.id, helper))
        return room


def in_turn(question: Question, *, turn: Key, liking: Key) -> Chosen:
    """One need after the other takes the helpers it likes best of those who are left, as many as it may ask."""
    places = Places(question.places)
    order = sorted(question.possible, key=lambda pair: (*turn(pair), *liking(pair)))
    return [pair for pair in order if places.take(pair)]


def by_score(question: Question, *, points: Points) -> Chosen:
    """The best pair of all, then the best of those that are left, and so on."""
    places = Places(question.places)
    order = sorted(question.possible, key=lambda pair: (-points(pair), *numbers(pair)))
    return [pair for pair in order if places.take(pair)]


def deferred_acceptance(question: Question, *, seekers: Points, helpers: Points) -> Chosen:
    """Stable pairs: no seeker and helper who are not paired would both rather be (Gale and Shapley, 1962).

    Each seeker proposes down their own list; each offer keeps those it likes best. One helper for each need.
    """
    lists = _lists(question, seekers)
    kept: dict[int, list[Possible]] = defaultdict(list)
    free = sorted(lists, reverse=True)
    while free:
        mine = lists[free.pop()]
        if not mine:
            continue
        pair = mine.pop()
        held = kept[pair.offer.id]
        held.append(pair)
        held.sort(key=lambda each: (-helpers(each), *numbers(each)))
        if len(held) > min(pair.offer.room, pair.offer.person_room):
            free.append(held.pop().need.id)
    return [pair for held in kept.values() for pair in held]


def _lists(question: Question, points: Points) -> dict[int, list[Possible]]:
    """For each need that may ask somebody, its offers; the best comes last, to be taken first."""
    lists: dict[int, list[Possible]] = defaultdict(list)
    for pair in sorted(question.possible, key=lambda pair: (points(pair), *numbers(pair))):
        if question.places[pair.need.id] > 0:
            lists[pair.need.id].append(pair)
    return lists


def best_set(question: Question, *, points: Points) -> Chosen:
    """The engine's own choice for everybody at once."""
    possible = question.possible
    found = pairing.pair(
        [Edge(pair.need.id, pair.offer.id, points(pair)) for pair in possible],
        places=question.places,
        rooms={pair.offer.id: pair.offer.room for pair in possible},
        helper_of={pair.offer.id: pair.offer.person.member_id for pair in possible},
        helper_rooms={pair.offer.person.member_id: pair.offer.person_room for pair in possible},
        first=question.first,
    )
    named = {numbers(pair): pair for pair in possible}
    return [named[ids] for ids in found.pairs]


def passed_over(possible: Sequence[Possible], chosen: Chosen) -> set[int]:
    """The needs left without anybody while one of their helpers was asked for a need that came later."""
    newest: dict[int, datetime] = {}
    for pair in chosen:
        since = pair.need.waiting_since
        newest[pair.offer.id] = max(newest.get(pair.offer.id, since), since)
    served = {pair.need.id for pair in chosen}
    return {
        pair.need.id
        for pair in possible
        if pair.need.id not in served
        and newest.get(pair.offer.id, pair.need.waiting_since) > pair.need.waiting_since
    }


def numbers(pair: Possible) -> tuple[int, int]:
    """The pair by its numbers, to tell alike ones apart the same way every time."""
    return pair.need.id, pair.offer.id


def total(pair: Possible) -> int:
    """How well the two fit, as the engine says."""
    return pair.fit.total


def points_of(*names: str) -> Points:
    """Only these of the engine's scores."""
    wanted = frozenset(names)
    return lambda pair: sum(part.points for part in pair.fit.parts if part.name in wanted)


def without(*names: str) -> Points:
    """All of the engine's scores but these."""
    left_out = points_of(*names)
    return lambda pair: pair.fit.total - left_out(pair)


def waited_longest(pair: Possible) -> tuple[float, ...]:
    """Who came first has their turn first."""
    return pair.need.waiting_since.timestamp(), pair.need.id


def came_last(pair: Possible) -> tuple[float, ...]:
    """Who came last has their turn first."""
    return -pair.need.waiting_since.timestamp(), pair.need.id


def best_fit(pair: Possible) -> tuple[float, ...]:
    """The helper who fits best, as the engine says."""
    return -pair.fit.total, pair.offer.id


def next_free(pair: Possible) -> tuple[float, ...]:
    """Helpers in a row of their own: who has been asked least is next, whatever the fit."""
    return pair.offer.past.asked + pair.offer.load, pair.offer.id
