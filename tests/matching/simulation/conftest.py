"""A community so small that a test can play it: some twenty helpers, a few who ask each day, ten days."""

from dataclasses import replace

import pytest

from matching.simulation import assumptions
from matching.simulation.world import World, build

SMALL = {"seekers_a_day": 8.0, "helpers": 24.0, "warm_up_days": 1.0, "after_days": 2.0}


@pytest.fixture(scope="session")
def world() -> World:
    return build(1, weeks=1, given=assumptions.numbers() | SMALL)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is played in this test is small, in every scenario."""
    for name, value in SMALL.items():
        monkeypatch.setitem(assumptions.NUMBERS, name, replace(assumptions.NUMBERS[name], value=value))
    monkeypatch.setitem(assumptions.SCENARIOS, "scarce", {"helpers": 12.0})
    monkeypatch.setitem(assumptions.SCENARIOS, "ample", {"helpers": 48.0})
