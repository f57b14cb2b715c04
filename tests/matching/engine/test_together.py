"""A round on tables decides what `pair` decides in ids, and tells truly who was passed over."""

from random import Random
from typing import NamedTuple

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import chances, ranking, rules
from matching.engine.gather import EVERYTHING, gather
from matching.engine.pairing import Edge, Pairing, pair
from matching.engine.side import NeedSide, OfferSide
from matching.engine.tables import tables_of
from matching.engine.together import choose
from tests.matching.engine.oracles import keeps_every_limit
from tests.matching.engine.test_pairing import Limits
from tests.matching.engine.towns import Town, towns

Pairs = dict[tuple[int, int], tuple[NeedSide, OfferSide]]


class Wanted(NamedTuple):
    """What others are expected to want, by offer, and who comes first."""

    prices: dict[int, int]
    first: list[int]


class Decided(NamedTuple):
    """A round's decision in ids."""

    pairs: list[tuple[int, int]]
    worth: int  # scores less prices
    bound: int
    prices: dict[int, int]
    passed_over: set[int]


@st.composite
def wanted(draw: st.DrawFn, town: Town) -> Wanted:
    chance = Random(draw(st.integers(0, 2**32)))
    prices = {offer.id: chance.choice([0, 0, chance.randrange(9_000)]) for offer in town.offers}
    needs = sorted(town.needs, key=lambda need: need.waiting_since)
    return Wanted(prices, [need.id for need in needs if chance.random() < 0.4])


def on_tables(town: Town, given: Wanted) -> Decided:
    tables = tables_of(town.needs, town.offers, town.now)
    needs, offers = tables.needs.id.tolist(), tables.offers.id.tolist()
    prices = np.array([given.prices[offer] for offer in offers], dtype=np.int64)
    chosen = choose(
        tables,
        gather(tables, effort=EVERYTHING),
        prices=prices,
        first=[needs.index(need) for need in given.first],
    )
    pairs = [(needs[n], offers[o]) for n, o in zip(chosen.need.tolist(), chosen.offer.tolist(), strict=True)]
    return Decided(
        sorted(pairs),
        chosen.total - int(prices[chosen.offer].sum()),
        chosen.bound - chosen.total,
        {offer: price for offer, price in zip(offers, chosen.prices.tolist(), strict=True) if price},
        {needs[row] for row in chosen.passed_over.tolist()},
    )


def who_may_meet(town: Town) -> Pairs:
    return {
        (need.id, offer.id): (need, offer)
        for need in town.needs
        for offer in town.offers
        if rules.may_meet(need, offer, town.now)
    }


def limits_of(town: Town, may: Pairs, scores: dict[tuple[int, int], int]) -> Limits:
    helper_rooms: dict[int, int] = {}
    for offer in town.offers:
        known = helper_rooms.get(offer.person.member_id, offer.person_room)
        helper_rooms[offer.person.member_id] = min(known, offer.person_room)
    return {
        "places": chances.places(may, scores, town.now),
        "rooms": {offer.id: offer.room for offer in town.offers},
        "helper_of": {offer.id: offer.person.member_id for offer in town.offers},
        "helper_rooms": helper_rooms,
    }


def in_ids(town: Town, given: Wanted) -> tuple[Pairing, Limits]:
    may = who_may_meet(town)
    scores = {ids: ranking.fit(*sides, town.now).total for ids, sides in may.items()}
    limits = limits_of(town, may, scores)
    edges = [Edge(*ids, score) for ids, score in scores.items()]
    return pair(edges, **limits, prices=given.prices, first=given.first), limits


def people(pairs: list[tuple[int, int]] | tuple[tuple[int, int], ...]) -> int:
    return len({need for need, _ in pairs})


@settings(deadline=None, max_examples=120)
@given(data=st.data(), town=towns(asking=10, giving=14))
def test_tables_and_ids_decide_the_same(data: st.DataObject, town: Town) -> None:
    given_ = data.draw(wanted(town))
    decided, (found, limits) = on_tables(town, given_), in_ids(town, given_)
    assert keeps_every_limit(decided.pairs, **limits)
    assert people(decided.pairs) == people(found.pairs)
    assert decided.worth == found.total - sum(given_.prices[offer] for _, offer in found.pairs)
    assert decided.prices == found.prices
    assert decided.bound == found.bound - found.total == 0


@settings(deadline=None, max_examples=60)
@given(data=st.data(), town=towns(asking=10, giving=14), seed=st.integers(0, 2**32))
def test_the_order_of_the_postings_changes_nobodys_luck(data: st.DataObject, town: Town, seed: int) -> None:
    """As many helped, as well, at the same prices; the very same pairs where the rows come in order of their ids."""
    given_ = data.draw(wanted(town))
    chance = Random(seed)
    shuffled = Town(town.now, chance.sample(town.needs, 10), chance.sample(town.offers, 14))
    one, other = on_tables(town, given_), on_tables(shuffled, given_)
    assert (people(one.pairs), one.worth, one.prices) == (people(other.pairs), other.worth, other.prices)
    assert on_tables(town, given_) == one


@settings(deadline=None, max_examples=120)
@given(data=st.data(), town=towns(asking=10, giving=14))
def test_who_is_left_while_a_helper_goes_to_somebody_later_is_passed_over(
    data: st.DataObject, town: Town
) -> None:
    decided = on_tables(town, data.draw(wanted(town)))
    may, helped = who_may_meet(town), {need for need, _ in decided.pairs}
    since = {need.id: min(need.waiting_since, town.now) for need in town.needs}
    helper = {offer.id: offer.person.member_id for offer in town.offers}
    room = {offer.id for offer in town.offers if offer.room > 0 and offer.person_room > 0}
    assert decided.passed_over == {
        need
        for need, offer in may
        if need not in helped and offer in room
        for other, theirs in decided.pairs
        if helper[theirs] == helper[offer] and since[other] > since[need]
    }
