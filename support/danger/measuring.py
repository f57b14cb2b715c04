"""How well the lists find what three readers found, each for themselves, in the real requests that are shipped.

The requests are split by a hash of their titles: half A was read while the lists were written, half B never was, and is
looked at in totals alone. A reading names a request by a hash of its words. docs/safety.md says how it was done.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from matching.danger import DANGEROUS, Sign, signs_in

DATA = Path(__file__).parent.parent / "demo" / "data"
TOGETHER = "danger"  # self, harmed and others as one: what sends a need to trained helpers alone
MEASURED = (*Sign, TOGETHER)
READERS = ("one", "two", "three")
MOST = len(READERS) // 2 + 1
# How many readers must say so, or which one does.
AGAINST: dict[str, int | str] = {
    **{f"reading {name}": name for name in READERS},
    "two of three": MOST,
    "all three": len(READERS),
}


@dataclass(frozen=True)
class Read:
    """One request: its half, what the lists say, and what each reader said."""

    half: str
    found: frozenset[str]
    said: dict[str, frozenset[str]]


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
    """Every request; all have read them all."""
    readings = {name: _reading(name) for name in READERS}
    return [
        Read(
            half_of(title),
            frozenset(signs_in(title, text)),
            {name: reading[key_of(title, text)] for name, reading in readings.items()},
        )
        for title, text in _requests()
    ]


def figure(rows: list[Read], what: str, against: str) -> Figure:
    pairs = [(has(row.found, what), _there(row, what, AGAINST[against])) for row in rows]
    return Figure(
        sum(found and there for found, there in pairs),
        sum(there for _, there in pairs),
        sum(found for found, _ in pairs),
    )


def _there(row: Read, what: str, against: int | str) -> bool:
    if isinstance(against, str):
        return has(row.said[against], what)
    return sum(has(labels, what) for labels in row.said.values()) >= against


def kappas(rows: list[Read], what: str) -> list[float]:
    """Cohen's kappa of each two readers: how far they agree beyond chance."""
    labels = {name: [has(row.said[name], what) for row in rows] for name in READERS}
    return [_kappa(labels[one], labels[two]) for one, two in combinations(READERS, 2)]


def _kappa(ones: list[bool], twos: list[bool]) -> float:
    total = len(ones)
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
    yield "| Half | What | " + " | ".join(AGAINST) + " | kappas |"
    yield "|---|---|" + "---|" * (len(AGAINST) + 1)
    for half in "AB":
        here = [row for row in rows if row.half == half]
        for what in MEASURED:
            figures = " | ".join(str(figure(here, what, against)) for against in AGAINST)
            agree = ", ".join(f"{value:.2f}" for value in kappas(here, what))
            yield f"| {half} ({len(here)}) | {what} | {figures} | {agree} |"


def share(part: int, whole: int) -> str:
    return f"{part}/{whole} ({part / whole:.0%})" if whole else "none"


def _requests() -> Iterator[tuple[str, str]]:
    for line in (DATA / "needs.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        yield entry["title"], entry["text"]


def _reading(which: str) -> dict[str, frozenset[str]]:
    lines = (DATA / "readings" / f"{which}.jsonl").read_text(encoding="utf-8").splitlines()
    return {entry["key"]: frozenset(entry["labels"]) for entry in map(json.loads, lines)}
