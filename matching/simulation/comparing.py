"""Many seeds, each played with every policy, side by side on the processors there are."""

import os
import signal
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from math import isnan
from typing import Any

from matching.simulation.assumptions import numbers
from matching.simulation.confidence import Estimate, difference, estimate
from matching.simulation.outcomes import Outcome, outcome
from matching.simulation.play import play
from matching.simulation.policies import BASELINE, POLICIES
from matching.simulation.world import build

Outcomes = dict[str, dict[str, Outcome]]  # policy, group, measure


@dataclass(frozen=True, slots=True)
class Comparison:
    """What each policy came to with each seed."""

    scenario: str
    weeks: int
    given: Mapping[str, float]
    policies: tuple[str, ...]
    seeds: dict[int, Outcomes]

    @property
    def size(self) -> str:
        """How much was played, in words."""
        return f"{len(self.seeds)} seeds, {self.weeks} counted weeks each"

    def values(self, policy: str, group: str, measure: str) -> list[float]:
        return [outcomes[policy][group][measure] for outcomes in self.seeds.values()]

    def estimate(self, policy: str, group: str, measure: str) -> Estimate:
        return estimate(self.values(policy, group, measure))

    def difference(self, policy: str, group: str, measure: str) -> Estimate:
        """From first come, first served, with the same people."""
        return difference(self.values(policy, group, measure), self.values(BASELINE, group, measure))

    def as_json(self) -> dict[str, Any]:
        """Everything in plain values; what could not be measured is None."""
        return {
            "scenario": self.scenario,
            "weeks": self.weeks,
            "assumptions": dict(self.given),
            "baseline": BASELINE,
            "seeds": {str(seed): _without_nan(outcomes) for seed, outcomes in self.seeds.items()},
        }


def compare(
    *,
    seeds: Sequence[int],
    weeks: int,
    scenario: str = "usual",
    policies: Sequence[str] = tuple(POLICIES),
    workers: int | None = None,
    done: Callable[[int], object] = lambda seed: None,
) -> Comparison:
    """Plays every seed with every policy, the baseline always among them. `done` hears of each finished seed."""
    names = tuple(name for name in POLICIES if name in {*policies, BASELINE})
    given = numbers(scenario)
    found: dict[int, Outcomes] = {}
    side_by_side = min(workers or os.cpu_count() or 1, len(seeds))
    with ProcessPoolExecutor(side_by_side, initializer=_stop_quietly) as pool:
        jobs: dict[Future[Outcomes], int] = {
            pool.submit(outcomes, seed, weeks, given, names): seed for seed in seeds
        }
        for job in as_completed(jobs):
            found[jobs[job]] = job.result()
            done(jobs[job])
    return Comparison(scenario, weeks, given, names, {seed: found[seed] for seed in seeds})


def outcomes(seed: int, weeks: int, given: dict[str, float], names: Sequence[str]) -> Outcomes:
    """One seed with each of these policies."""
    played = play(build(seed, weeks=weeks, given=given), {name: POLICIES[name] for name in names})
    return {name: outcome(each) for name, each in played.items()}


def _stop_quietly() -> None:
    """Whoever stops the play by Ctrl-C stops its workers too, without a word from each."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _without_nan(outcomes: Outcomes) -> dict[str, dict[str, dict[str, float | None]]]:
    return {
        policy: {
            group: {name: None if isnan(value) else value for name, value in measures.items()}
            for group, measures in groups.items()
        }
        for policy, groups in outcomes.items()
    }
