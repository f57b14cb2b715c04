"""How long somebody can be passed over, played through many rounds of a small town with too few helpers.

The theorem (see `pairing.PATIENCE`): a need is *preferred to* another in a round when it is asked for, came later, and
the other, left without anybody, could have had its place: the same helper, nobody's limits exceeded. Nobody is looked
at in more than PATIENCE rounds in which somebody is preferred to them.

Why: whoever was preferred to a need took a helper of its, so that the round counts it as passed over. Once counted
PATIENCE times it is among the `first`. Sets of needs that can be served together are a matroid, and of the first the
heaviest such set by time waited is served: one that is left could be served only in place of one of the first that has
waited longer, and that one did not come later.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.gather import EVERYTHING, gather
from matching.engine.pairing import PATIENCE, Edge, pair
from matching.engine.side import NeedSide, OfferSide
from matching.engine.tables import tables_of
from matching.engine.together import choose, places
from tests.matching.engine.cast import GRIEF, NOW, PETS, WORK, a_need, a_person, an_offer
from tests.matching.engine.oracles import keeps_every_limit
from tests.matching.engine.strategies import lineage_of
from tests.matching.engine.test_pairing import Limits

TOPICS = [GRIEF, PETS, WORK]
BETWEEN_ROUNDS = timedelta(minutes=10)
Pairs = list[tuple[int, int]]


@dataclass
class Game:
    """A town in which needs come faster than helpers have room, and the counts that the matcher keeps."""

    chance: Random
    offers: list[OfferSide]
    waiting: dict[int, NeedSide] = field(default_factory=dict)
    passed_over: Counter[int] = field(default_factory=Counter)  # as `waiting.looked` counts
    preferred: Counter[int] = field(default_factory=Counter)  # as the theorem does
    now: datetime = NOW
    next_id: int = 1

    def arrive(self, count: int) -> None:
        for _ in range(count):
            id = self.next_id
            self.next_id += 1
            topics = frozenset(self.chance.sample(TOPICS, self.chance.choice([1, 1, 2])))
            today = self.chance.random() < 0.3
            self.waiting[id] = a_need(
                a_person(1_000 + id),
                id=id,
                topics=topics,
                lineage=lineage_of(topics),
                urgency="today" if today else "whenever",
                places=3 if today else 1,
                waiting_since=self.now - timedelta(seconds=self.chance.randrange(60)),
            )

    def first(self) -> list[int]:
        """As `matcher` has them: passed over for long, the longest waiting first."""
        long = [need for need in self.waiting.values() if self.passed_over[need.id] >= PATIENCE]
        return [need.id for need in sorted(long, key=lambda need: (need.waiting_since, need.id))]

    def play(self) -> None:
        """A round; most of those served leave, some come back because nobody said yes."""
        self.arrive(self.chance.randrange(4))
        if not self.waiting:
            return
        first = self.first()
        pairs, edges, limits = self._round(first)
        for need in self._preferred(pairs, edges, limits):
            self.preferred[need] += 1
        self._first_are_served(first, pairs, edges, limits)
        for need in {need for need, _ in pairs}:
            if self.chance.random() < 0.7:
                del self.waiting[need]
        self.now += BETWEEN_ROUNDS

    def _round(self, first: list[int]) -> tuple[Pairs, list[Edge], Limits]:
        needs = sorted(self.waiting.values(), key=lambda need: need.id)
        offers = [replace(offer, room=self.chance.choice([0, 1, 1, 2])) for offer in self.offers]
        tables = tables_of(needs, offers, self.now)
        edges = gather(tables, effort=EVERYTHING)
        row_of = {need.id: row for row, need in enumerate(needs)}
        chosen = choose(tables, edges, first=[row_of[need] for need in first])
        self.passed_over.update(needs[row].id for row in chosen.passed_over.tolist())
        in_ids = [
            Edge(needs[need].id, offers[offer].id, score)
            for need, offer, score in zip(*(each.tolist() for each in edges), strict=True)
        ]
        pairs = [
            (needs[need].id, offers[offer].id)
            for need, offer in zip(chosen.need.tolist(), chosen.offer.tolist(), strict=True)
        ]
        asked = dict(zip((need.id for need in needs), places(tables, edges).tolist(), strict=True))
        return pairs, in_ids, self._limits(asked, offers)

    def _limits(self, asked: Mapping[int, int], offers: list[OfferSide]) -> Limits:
        return {
            "places": asked,
            "rooms": {offer.id: offer.room for offer in offers},
            "helper_of": {offer.id: offer.person.member_id for offer in offers},
            "helper_rooms": {offer.person.member_id: offer.person_room for offer in offers},
        }

    def _preferred(self, pairs: Pairs, edges: list[Edge], limits: Limits) -> set[int]:
        """Those left without anybody to whom somebody who came later was preferred."""
        helped, helper = {need for need, _ in pairs}, limits["helper_of"]
        since = {id: need.waiting_since for id, need in self.waiting.items()}
        return {
            need
            for need, offer, _ in edges
            if need not in helped
            for later in pairs
            if since[later[0]] > since[need] and helper[later[1]] == helper[offer]
            if keeps_every_limit([each for each in pairs if each != later] + [(need, offer)], **limits)
        }

    def _first_are_served(self, first: list[int], pairs: Pairs, edges: list[Edge], limits: Limits) -> None:
        """One of the first is left only where those of the first before it leave nobody for it."""
        helped, before = {need for need, _ in pairs}, set[int]()
        for need in first:
            if need in helped:
                before.add(need)
            else:
                some = [edge for edge in edges if edge.need_id in before | {need}]
                together = {served for served, _ in pair(some, **limits).pairs}
                assert len(together) == len(before)


def a_game(seed: int) -> Game:
    chance = Random(seed)
    helpers = [a_person(500 + number) for number in range(chance.choice([1, 2, 3]))]
    offers = []
    for number in range(chance.choice([1, 2, 3, 4])):
        topics = frozenset(chance.sample(TOPICS, chance.choice([1, 2])))
        offers.append(
            an_offer(
                chance.choice(helpers),
                id=10_000 + number,
                topics=topics,
                lineage=lineage_of(topics),
                person_room=2,
            )
        )
    return Game(chance, offers)


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 2**32))
def test_nobody_is_passed_over_for_longer_than_patience_lasts(seed: int) -> None:
    game = a_game(seed)
    game.arrive(4)
    for _ in range(14):
        game.play()
    assert max(game.preferred.values(), default=0) <= PATIENCE
