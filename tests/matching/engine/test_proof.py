"""The solver need not be believed: what it says is certified by prices of our own, and a wrong answer is not."""

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matching.engine import flow, network
from matching.engine.flow import Solution
from matching.engine.layout import Problem
from matching.engine.network import Arcs, Numbers, solve
from matching.engine.pairing import Edge
from tests.matching.engine.test_pairing import Limits, communities


def misled(by: int) -> Any:
    """A solver that takes other costs for the true ones: its flows are possible, and seldom the best."""

    def wrong(arcs: Arcs, points: Numbers, units: Numbers, end: int) -> Numbers:
        costs = np.random.default_rng(by).integers(-10_000, 10_000, len(arcs.cost))
        return solve(arcs._replace(cost=costs), points, units, end)

    return wrong


def solved(edges: list[Edge], limits: Limits, solver: Any = solve) -> tuple[Problem, Solution]:
    rows = flow.canonical(edges)
    given_ = (limits["places"], limits["rooms"], limits["helper_of"], limits["helper_rooms"])
    *_, problem = flow.problem(rows, *given_, {}, ())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(network, "solve", solver)
        return problem, flow.best(problem)


@settings(deadline=None, max_examples=100)
@given(
    pairs=st.lists(
        st.tuples(st.integers(0, 10_000), st.sampled_from([0, 0, 300, 9_000])), min_size=1, max_size=6
    )
)
def test_a_need_that_comes_alone_gets_what_the_flow_would_give_it(pairs: list[tuple[int, int]]) -> None:
    scores, prices = (np.array(each) for each in zip(*pairs, strict=True))
    one, offers = np.ones(len(pairs), dtype=np.int64), np.arange(len(pairs))
    problem = Problem(0 * one, offers, scores, one[:1], one, offers, one, prices, one[:0])
    alone, flowed = flow.for_one(problem), flow.by_flow(problem)
    assert alone.bound == scores[alone.edges].sum()
    assert (scores - prices)[alone.edges] == (scores - prices)[flowed.edges]
    assert (alone.prices == flowed.prices).all()


def value(problem: Problem, found: Solution) -> tuple[int, int]:
    """People helped, and the total of the scores."""
    return len(np.unique(problem.need[found.edges])), int(problem.score[found.edges].sum())


@settings(deadline=None, max_examples=150)
@given(community=communities(), by=st.integers(0, 2**32))
def test_a_wrong_answer_is_never_certified(community: tuple[list[Edge], Limits], by: int) -> None:
    edges, limits = community
    assume(edges)
    problem, right = solved(edges, limits)
    _, wrong = solved(edges, limits, misled(by))
    assert right.bound == value(problem, right)[1]
    if value(problem, wrong) != value(problem, right):
        assert wrong.bound > value(problem, wrong)[1]
    else:
        assert wrong.bound >= value(problem, wrong)[1]


@settings(deadline=None, max_examples=100)
@given(community=communities(), by=st.integers(0, 2**32))
def test_no_answer_that_helps_as_many_beats_any_bound(community: tuple[list[Edge], Limits], by: int) -> None:
    edges, limits = community
    assume(edges)
    problem, right = solved(edges, limits)
    _, wrong = solved(edges, limits, misled(by))
    helped, total = value(problem, right)
    if value(problem, wrong)[0] == helped:
        assert wrong.bound >= total
