"""How well the lists find what was written to try them, in each language: `written.jsonl`, a request a line.

These requests are nobody's: they were written for this, as people write on a phone, before the lists were widened and
without reading them for it. Half of them speak of danger, most of it indirectly; half are harmless, many of them only
just. They say little about how often danger is written that way. docs/safety.md says who wrote them, and when.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from matching.danger import DANGEROUS, signs_in
from support.danger.measuring import TOGETHER, Figure, has, share

WRITTEN = Path(__file__).parent / "written.jsonl"
KINDS = tuple(sorted(DANGEROUS))


@dataclass(frozen=True)
class Request:
    """What it speaks of, as its writer meant it, and what the lists say."""

    language: str
    meant: frozenset[str]
    found: frozenset[str]


def read_all() -> list[Request]:
    entries = map(json.loads, WRITTEN.read_text(encoding="utf-8").splitlines())
    return [
        Request(one["language"], frozenset(one["labels"]), frozenset(signs_in(one["text"])))
        for one in entries
    ]


def table() -> str:
    """Danger found and rightly found in each language; of each kind, how often danger of any kind was noticed."""
    return "\n".join(_lines(read_all())) + "\n"


def figure(rows: list[Request]) -> Figure:
    return Figure(
        sum(has(row.found, TOGETHER) and bool(row.meant) for row in rows),
        sum(bool(row.meant) for row in rows),
        sum(has(row.found, TOGETHER) for row in rows),
    )


def _lines(rows: list[Request]) -> Iterator[str]:
    yield (
        f"| Language | {TOGETHER}: recall / precision | " + " | ".join(f"of {kind}" for kind in KINDS) + " |"
    )
    yield "|---|" + "---|" * (len(KINDS) + 1)
    for language in dict.fromkeys(row.language for row in rows):
        here = [row for row in rows if row.language == language]
        yield (
            f"| {language} ({len(here)}) | {figure(here)} | "
            + " | ".join(_noticed(here, kind) for kind in KINDS)
            + " |"
        )


def _noticed(rows: list[Request], kind: str) -> str:
    meant = [row for row in rows if kind in row.meant]
    return share(sum(has(row.found, TOGETHER) for row in meant), len(meant))
