"""What waits for a moderator, read from the rows that wait: no list beside them could disagree."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from support.cases.kind import CaseKind, Severity
from support.cases.kinds import KINDS
from support.policies import Remit

__all__ = ["KINDS", "Case", "CaseKind", "Severity", "counts", "waiting"]

MOST = 50  # of each kind


@dataclass(frozen=True)
class Case:
    """One row that waits, as the queue shows it."""

    kind: CaseKind
    since: datetime
    about: Any  # the row
    sentence: str
    href: str
    late: bool  # past the community's own response time


def waiting(remit: Remit, *, now: datetime) -> list[Case]:
    """What waits for this moderator: the gravest first, and of each kind what has waited longest.

    Writes down whose private lines they see by that.
    """
    found = [case for kind in KINDS for case in _of_kind(kind, remit, now)]
    return sorted(found, key=lambda case: case.kind.severity)  # the rest of the order is KINDS'


def _of_kind(kind: CaseKind, remit: Remit, now: datetime) -> list[Case]:
    promised = now - timedelta(hours=remit.community.response_hours)
    rows = list(kind.rows(remit, now).order_by(kind.since, "pk")[:MOST])
    kind.glanced(remit, rows, now)
    return [
        Case(kind, since, row, kind.sentence(remit, row), kind.href(remit, row), since < promised)
        for row in rows
        for since in (getattr(row, kind.since),)
    ]


def counts(remit: Remit, *, now: datetime) -> dict[str, int]:
    """How many of each kind wait, by the kind's name."""
    return {kind.name: kind.rows(remit, now).count() for kind in KINDS}
