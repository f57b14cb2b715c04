"""The fast form says what rules and scores say: no permitted pair lost, no forbidden pair kept, all points the same."""

from collections import Counter
from datetime import UTC, datetime
from unittest.mock import patch

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import ranking, rules
from matching.engine.gather import EVERYTHING, Edges, Effort, gather
from matching.engine.tables import tables_of
from tests.matching.engine.towns import Town, a_town, towns

Scores = dict[tuple[int, int], int]
NOW = datetime(2026, 3, 27, 10, 7, tzinfo=UTC)  # two clocks change within the coming days


def by_definition(town: Town) -> Scores:
    return {
        (i, j): ranking.fit(need, offer, town.now).total
        for i, need in enumerate(town.needs)
        for j, offer in enumerate(town.offers)
        if rules.may_meet(need, offer, town.now)
    }


def as_scores(edges: Edges) -> Scores:
    return {
        (need, offer): score for need, offer, score in zip(*(each.tolist() for each in edges), strict=True)
    }


@settings(deadline=None, max_examples=200)
@given(town=towns())
def test_the_same_pairs_with_the_same_scores(town: Town) -> None:
    tables, expected = tables_of(town.needs, town.offers, town.now), by_definition(town)
    assert as_scores(gather(tables, effort=EVERYTHING)) == expected
    with patch("matching.engine.gather.CROSSED", 0):  # as in a community of many
        assert as_scores(gather(tables, effort=EVERYTHING)) == expected


def test_in_these_towns_every_rule_is_the_only_one_that_forbids_some_pair() -> None:
    """What the towns never show, the test above does not hold."""
    alone: Counter[str] = Counter()
    permitted = 0
    for seed in range(60):
        town = a_town(seed, NOW, 12, 20)
        for need in town.needs:
            for offer in town.offers:
                broken = rules.broken_rules(need, offer, NOW)
                permitted += not broken
                alone.update(rule.__name__ for rule in broken if len(broken) == 1)
    assert permitted > 100
    assert {rule.__name__ for rule in rules.RULES} == set(alone)


@settings(deadline=None, max_examples=30)
@given(town=towns(asking=10, giving=60), keep=st.sampled_from([1, 2, 5, 60]), seed=st.integers(0, 99))
def test_what_is_kept_is_the_best_by_score_less_price(town: Town, keep: int, seed: int) -> None:
    prices = np.random.default_rng(seed).integers(0, 5_000, len(town.offers))
    tables = tables_of(town.needs, town.offers, town.now)
    kept = gather(tables, prices=prices, effort=EVERYTHING._replace(keep=keep))
    everybody = by_definition(town)
    for row in range(len(town.needs)):
        worth = sorted(
            (score - prices[offer] for (need, offer), score in everybody.items() if need == row), reverse=True
        )
        mine = kept.need == row
        assert (kept.score[mine] - prices[kept.offer[mine]]).tolist() == worth[:keep]


def test_looking_closely_at_a_quarter_of_the_offers_finds_nearly_the_best() -> None:
    """The estimate that decides whom to look at closely only prunes."""
    town = a_town(5, NOW, 40, 800)
    tables = tables_of(town.needs, town.offers, town.now)
    whole = gather(tables, effort=EVERYTHING._replace(keep=10))
    some = gather(tables, effort=Effort(glance=200, look=100, keep=10))
    assert as_scores(some).items() <= by_definition(town).items()
    assert some.score.sum() > 0.95 * whole.score.sum()
