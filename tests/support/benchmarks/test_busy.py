"""A few seconds of everything at once; how fast it was is asserted nowhere."""

import json

import pytest

from tests.local.test_door import manage


@pytest.mark.load
def test_a_small_run_posts_beside_programs_and_beside_browsers() -> None:
    done = manage("benchmark", "busy", "--sizes", "300", "--json", "-", timeout=400)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)["parts"]["busy"]
    rows = told["tables"]["busy"]
    assert [(row["asked_by"], row["requests"]) for row in rows] == [("API", 300), ("page", 300)]
    assert all(row["posts"] > 0 and row["told_p95_ms"] > 0 and row["mb"] > 0 for row in rows)
    assert [goal["goal"] for goal in told["goals"]] == ["G2", "G7", "G7"] * 2
