"""Heads that somebody remembered: lines of a chain, a number and a seal, kept where the database cannot reach."""

from collections.abc import Iterable
from datetime import datetime

from support.ledger.verifying import Heads, Verdict
from support.models import Entry

__all__ = ["Heads", "Unreadable", "entry_of", "read", "written"]

PARTS = 3


class Unreadable(ValueError):
    """A line that is no head."""


def read(lines: Iterable[str]) -> Heads:
    """The heads in a file; of a line only the first three words count. Raises Unreadable."""
    heads: dict[int, dict[int, str]] = {}
    for line in lines:
        if not line.strip():
            continue
        chain, number, seal = _head(line)
        heads.setdefault(chain, {})[number] = seal
    return heads


def _head(line: str) -> tuple[int, int, str]:
    try:
        chain, number, seal = line.split()[:PARTS]
        return int(chain), int(number), seal
    except ValueError:
        raise Unreadable(f"This is no head of a log: {line.strip()[:80]}") from None


def written(verdict: Verdict, *, now: datetime) -> str:
    """The line to remember."""
    return f"{verdict.chain} {verdict.length} {verdict.head} {now:%Y-%m-%d}"


def entry_of(seal: str) -> Entry | None:
    """The entry with this seal, which an export ended with. Reads whole tables."""
    return Entry.objects.filter(seal=seal).first()
