"""A small run of the API beside the pages goes through everything; how fast it was is asserted nowhere."""

import json

import pytest

from support.benchmarks.load import Taken
from tests.local.test_door import manage


def test_figures_are_of_each_request_and_of_all() -> None:
    taken = Taken([0.1, 0.2, 0.3, 0.4], whole=2.0, bytes=1_000)
    assert (taken.a_second, taken.size) == (2.0, 250)


@pytest.mark.load
def test_a_small_run_asks_for_everything_by_both_ways() -> None:
    done = manage("benchmark", "api", "--sizes", "100", "--repeats", "1", "--json", "-", timeout=400)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)["parts"]["api"]
    rows = told["tables"]["api"]
    names = ["health", "topics", "needs", "matches", "messages", "say", "all of these"]
    assert [(row["asked_for"], row["way"]) for row in rows] == [
        (name, way) for name in names for way in ("API", "page")
    ]
    assert all(row["p95_ms"] >= row["p50_ms"] > 0 and row["a_second"] > 0 for row in rows)
    assert [goal["goal"] for goal in told["goals"]] == ["G7", "G7"]
