"""One run: every part that is wanted, in order."""

from collections.abc import Callable, Iterator

from support.benchmarks import measure, rounds
from support.benchmarks.report import Findings
from support.benchmarks.wanted import Wanted

Part = Callable[[Wanted, Findings], None]

PARTS: dict[str, Part] = {"round": rounds.run}


def run(wanted: Wanted, *, command: str) -> Iterator[Findings]:
    """Measures one part after another."""
    for name in wanted.parts:
        findings = Findings(name, command, measure.machine())
        PARTS[name](wanted, findings)
        yield findings
