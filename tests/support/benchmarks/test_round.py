"""The benchmark's peers play by the rules, and ours reaches what the exact ones reach; no time is asserted."""

import json
import sys

import numpy as np
import pytest

from matching.engine.gather import EVERYTHING, Edges, gather
from matching.engine.tables import Numbers, Tables
from support.benchmarks import bare_gather, peers, report, rounds, single, town
from support.benchmarks.measure import alone, growth, percentile
from support.benchmarks.report import Findings
from support.benchmarks.wanted import Wanted

WAYS = [peers.ortools, peers.greedy, peers.first_come, peers.scipy]
EXACT = [peers.ortools, peers.scipy]


@pytest.fixture(scope="module")
def tables() -> Tables:
    return town.town(1_200, seed=4)


@pytest.fixture(scope="module")
def edges(tables: Tables) -> Edges:
    return gather(tables)


def assert_within_limits(tables: Tables, edges: Edges, chosen: Numbers) -> None:
    assert len(chosen) > 100
    assert np.bincount(edges.need[chosen]).max() == 1
    taken = np.bincount(edges.offer[chosen], minlength=len(tables.offers.id))
    assert (taken <= peers.room(tables)).all()


def test_the_same_seed_is_the_same_town() -> None:
    one, other = town.town(400, seed=2), town.town(400, seed=2)
    assert (one.needs.free == other.needs.free).all()
    assert (one.offers.topics == other.offers.topics).all()
    assert (town.town(400, seed=3).offers.topics != one.offers.topics).any()


def test_there_is_room_for_88_of_a_hundred_needs(tables: Tables) -> None:
    assert peers.room(tables).sum() == round(0.88 * len(tables.needs.id))


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_no_peer_exceeds_a_limit(way: rounds.Way, tables: Tables, edges: Edges) -> None:
    assert_within_limits(tables, edges, way(tables, edges))


@pytest.mark.parametrize("way", EXACT, ids=lambda way: way.__name__)
def test_ours_reaches_what_exact_peers_reach_on_the_same_edges(
    way: rounds.Way, tables: Tables, edges: Edges
) -> None:
    ours = rounds.ours_on(tables, edges)
    assert ours[:2] == rounds.peer_on(way, tables, edges)[:2]
    assert ours.bound == ours.total


def test_ways_that_do_not_look_ahead_reach_less(tables: Tables, edges: Edges) -> None:
    best = rounds.ours_on(tables, edges)
    for way in (peers.greedy, peers.first_come):
        assert rounds.peer_on(way, tables, edges).total < best.total


def test_need_by_need_nobody_is_over_asked(tables: Tables) -> None:
    edges = gather(tables, effort=EVERYTHING)
    for prices in (np.zeros(len(tables.offers.id), dtype=np.int64), np.arange(len(tables.offers.id)) % 3_000):
        assert_within_limits(tables, edges, single.in_turn(tables, edges, prices))


def test_the_bare_pass_finds_who_shares_a_topic_a_language_and_hours(tables: Tables) -> None:
    found = bare_gather.gather(tables, keep=5)
    needs, offers, _ = tables
    assert np.bincount(found.need).max() == 5
    assert (offers.lineage[found.offer] & needs.topics[found.need]).any(axis=1).all()
    assert (offers.languages[found.offer] & needs.languages[found.need]).any(axis=1).all()
    assert (offers.free[found.offer] & needs.free[found.need]).any(axis=1).all()


@pytest.fixture(scope="module")
def findings() -> Findings:
    found = Findings("round", "./manage.py benchmark matching", {"processors": 2})
    rounds.run(Wanted(sizes=(300, 600), repeats=1), found)
    return found


def test_a_run_gives_programs_every_promised_key(findings: Findings) -> None:
    told = json.loads(report.as_json([findings]))["parts"]["round"]
    assert set(told) == {"command", "machine", "tables", "goals", "notes"}
    assert set(told["tables"]) == {"gather", "pairing", "worst_cases", "pruning", "need_by_need"}
    last = told["tables"]["pairing"][-1]
    assert {"postings", "way", "helped", "share", "solve_s", "mb", "times_bare", "growth"} <= set(last)
    assert {row["way"] for row in told["tables"]["pairing"]} == {rounds.OURS, *rounds.PEERS}
    assert {"gather_s", "mb", "times_bare", "growth"} <= set(told["tables"]["gather"][0])
    assert {goal["goal"] for goal in told["goals"]} == {"G3", "G4", "G5"}


def test_a_run_gives_people_tables(findings: Findings) -> None:
    told = report.as_text(findings)
    for title in ("Pairing on the same edges", "Need by need (600 postings)", "Goals: round"):
        assert f"### {title}\n\n| " in told
    assert len({line.count("|") for line in told.splitlines() if line.startswith("|")}) > 1


def test_without_scipy_its_row_is_left_out_and_one_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.sparse", None)
    found = Findings("round", "", {})
    rounds.run(Wanted(sizes=(300,), repeats=1), found)
    (note,) = found.notes
    assert "SciPy is not installed" in note
    assert "SciPy" not in json.dumps([table.rows for table in found.tables])


def test_growth_is_the_power_of_the_size() -> None:
    assert growth([10, 100, 1_000], [2.0, 20.0, 200.0]) == 1.0
    assert growth([10, 100], [1.0, 100.0]) == 2.0
    assert growth([10], [1.0]) is None


def test_a_percentile_is_a_value_that_was_measured() -> None:
    values = [float(value) for value in range(1, 101)]
    assert [percentile(values, percent) for percent in (50, 95, 99, 100)] == [50, 95, 99, 100]


def test_what_a_measured_call_raises_comes_back() -> None:
    def fails() -> None:
        raise ValueError("no flow")

    with pytest.raises(ValueError, match="no flow"):
        alone(fails)
    assert alone(lambda: 7, repeats=2).result == 7
