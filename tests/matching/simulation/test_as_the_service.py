"""What the play calls ours is what a round does: the same pairs with the same scores, and as good a choice."""

from datetime import datetime, timedelta

import pytest

from matching.engine import chances
from matching.engine.gather import EVERYTHING, gather
from matching.engine.side import NeedSide, OfferSide
from matching.engine.tables import tables_of
from matching.engine.together import choose
from matching.simulation.assumptions import numbers
from matching.simulation.choosing import Question
from matching.simulation.pairs import Pairs
from matching.simulation.policies import OURS, POLICIES
from matching.simulation.standing import Waiting
from matching.simulation.world import START, build

NOON = START + timedelta(days=2, hours=12)


@pytest.fixture(scope="module", params=[1, 2])
def community(request: pytest.FixtureRequest) -> tuple[list[NeedSide], list[OfferSide]]:
    """Everybody who came in two days, and all helpers."""
    world = build(request.param, weeks=1, given=numbers(helpers=80))
    asks = POLICIES[OURS].asks
    came = [Waiting.arrived(each, asks).side for each in world.seekers.values() if each.arrives < NOON]
    return came, [helper.offer for helper in world.helpers.values()]


def question(needs: list[NeedSide], offers: list[OfferSide], now: datetime) -> Question:
    """What a look of the play would decide about all of them."""
    pairs, by_id = Pairs({offer.id: offer for offer in offers}), {offer.id: offer for offer in offers}
    near = ((need, by_id[id]) for need in needs for id in sorted(pairs.ever(need, now)))
    possible = pairs.possible(near, now)
    sides = {(pair.need.id, pair.offer.id): (pair.need, pair.offer) for pair in possible}
    scores = {ids: pair.fit.total for ids, pair in zip(sides, possible, strict=True)}
    return Question(possible, chances.places(sides, scores, now), [], now)


def test_ours_chooses_as_a_round_does(community: tuple[list[NeedSide], list[OfferSide]]) -> None:
    needs, offers = community
    asked = question(needs, offers, NOON)
    played = POLICIES[OURS].choose(asked)

    tables = tables_of(needs, offers, NOON)
    edges = gather(tables, effort=EVERYTHING)
    round = choose(tables, edges)

    rows = zip(tables.needs.id[edges.need], tables.offers.id[edges.offer], edges.score, strict=True)
    assert {(pair.need.id, pair.offer.id, pair.fit.total) for pair in asked.possible} == set(rows)
    assert len(played) > 20
    assert len({pair.need.id for pair in played}) == len(set(round.need.tolist()))
    assert sum(pair.fit.total for pair in played) == round.total
