"""How well the lists find what two readers found, each for themselves, in the real requests that are shipped.

The requests are split by a hash of their titles: half A was read while the lists were written, half B never was, and is
looked at in totals alone. A reading names a request by a hash of its words. docs/safety.md says how it was done.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from matching.danger import DANGEROUS, Sign, signs_in

DATA = Path(__file__).parent.parent / "demo" / "data"
TOGETHER = "danger"  # self, harmed and others as one: what sends a need to trained helpers alone
MEASURED = (*Sign, TOGETHER)
AGAINST: dict[str, Callable[[bool, bool], bool]] = {
    "reading one": lambda one, two: one,
    "reading two": lambda one, two: two,
    "both agree": lambda one, two: one and two,
    "either": lambda one, two: one or two,
}


@dataclass(frozen=True)
class Read:
    """One request: its half, what the lists say, and what the readers said."""

    half: str
    found: frozenset[str]
    one: frozenset[str]
    two: frozenset[str]


@dataclass(frozen=True)
class Figure:
    hits: int
    there: int  # by the readers
    found: int  # by the lists

    def __str__(self) -> str:
        return f"{share(self.hits, self.there)} / {share(self.hits, self.found)}"


def half_of(title: str) -> str:
    return "AB"[hashlib.sha256(title.encode()).digest()[0] % 2]


def key_of(title: str, text: str) -> str:
    return hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()[:16]


def read_all() -> list[Read]:
    """Every request that both have read."""
    one, two = _reading("one"), _reading("two")
    return [
        Read(
            half_of(title),
            frozenset(signs_in(title, text)),
            one[key_of(title, text)],
            two[key_of(title, text)],
        )
        for title, text in _requests()
    ]


def figure(rows: list[Read], what: str, against: str) -> Figure:
    right = AGAINST[against]
    pairs = [(has(row.found, what), right(has(row.one, what), has(row.two, what))) for row in rows]
    return Figure(
        sum(found and there for found, there in pairs),
        sum(there for _, there in pairs),
        sum(found for found, _ in pairs),
    )


def kappa(rows: list[Read], what: str) -> float:
    """Cohen's kappa: how far the two readers agree beyond chance."""
    total = len(rows)
    ones, twos = (
        [has(labels, what) for labels in side] for side in zip(*((r.one, r.two) for r in rows), strict=True)
    )
    agree = sum(a == b for a, b in zip(ones, twos, strict=True)) / total
    p, q = sum(ones) / total, sum(twos) / total
    chance = p * q + (1 - p) * (1 - q)
    return 1.0 if chance == 1 else (agree - chance) / (1 - chance)


def has(labels: frozenset[str], what: str) -> bool:
    return not DANGEROUS.isdisjoint(labels) if what == TOGETHER else what in labels


def table() -> str:
    """The measured table, as it stands in docs/safety.md."""
    return "\n".join(_lines(read_all())) + "\n"


def _lines(rows: list[Read]) -> Iterator[str]:
    yield "| Half | What | " + " | ".join(AGAINST) + " | kappa |"
    yield "|---|---|" + "---|" * (len(AGAINST) + 1)
    for half in "AB":
        here = [row for row in rows if row.half == half]
        for what in MEASURED:
            figures = " | ".join(str(figure(here, what, against)) for against in AGAINST)
            yield f"| {half} ({len(here)}) | {what} | {figures} | {kappa(here, what):.2f} |"


def share(part: int, whole: int) -> str:
    return f"{part}/{whole} ({part / whole:.0%})" if whole else "none"


def _requests() -> Iterator[tuple[str, str]]:
    for line in (DATA / "needs.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        yield entry["title"], entry["text"]


def _reading(which: str) -> dict[str, frozenset[str]]:
    lines = (DATA / "readings" / f"{which}.jsonl").read_text(encoding="utf-8").splitlines()
    return {entry["key"]: frozenset(entry["labels"]) for entry in map(json.loads, lines)}
