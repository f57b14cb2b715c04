"""Where trying everything is hopeless, a solver that knows nothing of networks finds the same: SciPy's HiGHS."""

from typing import Any, NamedTuple

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_array, eye_array, hstack, vstack

from matching.engine import flow, likely, network, optimum
from matching.engine.layout import Problem
from matching.engine.network import NONE, Arcs, Numbers


class Size(NamedTuple):
    needs: int
    edges: int  # of each need


def a_community(size: Size, seed: int) -> Problem:
    """Helpers have four offers each, and some are wanted by far too many; some needs may have several asked."""
    chance = np.random.default_rng(seed)
    offers, helpers = size.needs * 4 // 5, size.needs // 5
    need = np.repeat(np.arange(size.needs), size.edges)
    offer = (chance.random(len(need)) ** 2 * offers).astype(np.int64)  # the first ones most
    once = np.unique(need * offers + offer)
    return Problem(
        need=once // offers,
        offer=once % offers,
        score=chance.integers(0, 10_001, len(once)),
        places=chance.choice([1, 1, 3], size.needs),
        room=chance.choice([[0, 1, 1, 2], [0, 1, 4, 8]][seed % 2], offers),
        helper=np.arange(offers) // 4,
        helper_room=chance.choice([0, 4, 8, 16], helpers),
        prices=np.zeros(offers, dtype=np.int64),
        first=NONE,
    )


def sums(groups: Numbers) -> Any:
    """A row for each group, that sums the edges in it."""
    names, group = np.unique(groups, return_inverse=True)
    edges = np.arange(len(groups))
    return csr_array((np.ones(len(groups)), (group, edges)), shape=(len(names), len(groups)))


def by_highs(problem: Problem) -> tuple[int, int]:
    """Most people helped, then the highest total, as two linear programs: an unknown for each edge and each need."""
    helper = problem.helper[problem.offer]
    width = len(problem.helper_room)
    ways = problem.need * width + helper
    groups = [
        (problem.need, problem.places[np.unique(problem.need)]),
        (problem.offer, problem.room[np.unique(problem.offer)]),
        (helper, problem.helper_room[np.unique(helper)]),
        (ways, np.ones(len(np.unique(ways)))),
    ]
    limits = vstack([sums(group) for group, _ in groups])
    people = len(np.unique(problem.need))
    none = csr_array((limits.shape[0], people))
    # A need counts as helped no more than it has helpers.
    helped = hstack([-sums(problem.need), eye_array(people)])
    rows = vstack([hstack([limits, none]), helped]).tocsr()
    most = np.concatenate([*(limit for _, limit in groups), np.zeros(people)])
    count = np.concatenate([np.zeros(len(ways)), np.ones(people)])
    first = linprog(-count, A_ub=rows, b_ub=most, bounds=(0, 1), method="highs")
    as_many = {"A_eq": csr_array(count.reshape(1, -1)), "b_eq": [round(-first.fun)]}
    worth = np.concatenate([problem.score, np.zeros(people)])
    second = linprog(-worth, A_ub=rows, b_ub=most, bounds=(0, 1), method="highs", **as_many)
    return round(-first.fun), round(-second.fun)


def by_ours(problem: Problem) -> tuple[int, int]:
    found = flow.best(problem)
    total = int(problem.score[found.edges].sum())
    assert found.bound == total
    return len(np.unique(problem.need[found.edges])), total


@pytest.mark.parametrize("seed", range(3))
def test_another_solver_finds_the_same(seed: int) -> None:
    problem = a_community(Size(250, 12), seed)
    assert by_ours(problem) == by_highs(problem)


@pytest.fixture(params=[1, 3])
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """So few pairs of each need are looked at first that most of the best are missing, and many have to join in."""
    monkeypatch.setattr(optimum, "MANY", 0)
    monkeypatch.setattr(optimum, "WORST", 1)
    monkeypatch.setattr(optimum, "NEARLY", 0)
    monkeypatch.setattr(likely, "EACH", request.param)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("ties", [1, 2_500, 20_000], ids=["fine scores", "some alike", "all alike"])
def test_few_pairs_at_first_find_what_all_pairs_at_once_find(few: None, ties: int, seed: int) -> None:
    """As many people, the same total, the same proof, and to the point the same prices; the same every time."""
    chance = np.random.default_rng(seed)
    problem = a_community(Size(250, 12), seed)
    problem = problem._replace(
        score=problem.score // ties * min(ties, 10_000),
        prices=chance.choice([0, 0, 700], len(problem.room)),
        first=chance.permutation(250)[: 20 * (seed % 2)],
    )
    found, again = flow.best(problem), flow.best(problem)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(optimum, "MANY", len(problem.need) + 1)
        at_once = flow.best(problem)

    def told(one: flow.Solution) -> tuple[int, int]:
        gain = problem.score[one.edges] - problem.prices[problem.offer[one.edges]]
        return len(np.unique(problem.need[one.edges])), int(gain.sum())

    assert told(found) == told(at_once)
    assert found.bound == problem.score[found.edges].sum()
    assert (found.prices == at_once.prices).all()
    assert (found.edges == again.edges).all()


def test_few_pairs_are_indeed_few_at_first(few: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were all of them looked at from the beginning, the test above would hold nothing."""
    looked: list[int] = []
    solve = network.solve

    def counted(arcs: Arcs, *rest: Any) -> Numbers:
        looked.append(len(arcs.tail))
        return solve(arcs, *rest)

    monkeypatch.setattr(network, "solve", counted)
    flow.best(a_community(Size(250, 12), 1))
    assert len(looked) > 2


def test_the_first_of_these_flows_leaves_nobody_out(few: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where scores decide little, to find that out afterwards would be to solve it all again."""
    left: list[int] = []
    solve = network.solve

    def counted(arcs: Arcs, *rest: Any) -> Numbers:
        flow_ = solve(arcs, *rest)
        left.append(int(flow_[arcs.cost == flow.A_PERSON].sum()))
        return flow_

    monkeypatch.setattr(network, "solve", counted)
    problem = a_community(Size(250, 12), 2)
    found = flow.best(problem._replace(score=problem.score // 2_500 * 2_500))
    assert left[0] == np.count_nonzero(problem.places) - len(np.unique(problem.need[found.edges])) > 0


@pytest.mark.load
@pytest.mark.parametrize("seed", range(3))
def test_another_solver_finds_the_same_among_two_thousand(seed: int) -> None:
    problem = a_community(Size(2_000, 30), seed)
    assert by_ours(problem) == by_highs(problem)
