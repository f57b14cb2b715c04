"""What waits for a moderator, read from the rows that wait: no list beside them could disagree."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from support.cases.claims import held as held_claims
from support.cases.kind import CaseKind, Severity
from support.cases.kinds import KINDS
from support.cases.wanted import EVERYTHING, Wanted
from support.models import Claim
from support.parties import names_of
from support.policies import Remit

__all__ = [
    "EVERYTHING",
    "KINDS",
    "Case",
    "CaseKind",
    "Further",
    "Severity",
    "Wanted",
    "counts",
    "further",
    "glanced",
    "kind_named",
    "number",
    "one",
    "waiting",
]

MOST = 50  # of each kind, on one page


@dataclass(frozen=True)
class Case:
    """One row that waits, as the queue shows it."""

    kind: CaseKind
    since: datetime
    due: datetime  # until when somebody should have looked, by the community's own response times
    late: bool
    about: Any  # the row
    sentence: str
    href: str
    claim: Claim | None
    holder: str  # who looks into it
    mine: bool

    @property
    def key(self) -> str:
        return f"{self.kind.name}-{self.about.pk}"

    @property
    def uid(self) -> UUID:
        """Of this case alone: one row may be several cases."""
        return uuid5(self.about.uid, self.kind.name)


@dataclass(frozen=True)
class Further:
    """A kind of which more waits than is shown."""

    kind: CaseKind
    shown: int
    of: int


def waiting(remit: Remit, *, now: datetime, wanted: Wanted = EVERYTHING, page: int = 1) -> list[Case]:
    """What waits for this moderator: the gravest first, and of those as grave what should be looked at soonest.

    Of each kind those of this page, the longest waiting first; whether there are more, `further` says. Whoever shows
    them calls `glanced` with what is shown. The number of queries does not grow with what waits.
    """
    held = held_claims(remit, now=now)
    names = names_of(remit.community, (claim.by_id for claim in held.values()))
    found = []
    for kind in KINDS:
        part = slice((page - 1) * MOST, page * MOST)
        rows = list(wanted.rows(kind, remit, held, now=now).order_by(kind.since, "pk")[part])
        found += [_case(kind, row, remit, held.get((kind.name, row.pk)), names, now) for row in rows]
    return sorted(found, key=lambda case: (case.kind.severity, case.due))  # the rest of the order is KINDS'


def glanced(remit: Remit, shown: Iterable[Case], *, now: datetime) -> None:
    """Writes down whose private lines this moderator sees by being shown these."""
    rows: dict[str, list[Any]] = {kind.name: [] for kind in KINDS}
    for case in shown:
        rows[case.kind.name].append(case.about)
    for kind in KINDS:
        kind.glanced(remit, rows[kind.name], now)


def number(remit: Remit, *, now: datetime, wanted: Wanted) -> int:
    """How many there are in all."""
    held = held_claims(remit, now=now)
    kinds = [kind for kind in KINDS if wanted.kind in ("", kind.name)]
    return sum(wanted.rows(kind, remit, held, now=now).count() for kind in kinds)


def further(remit: Remit, found: list[Case], *, now: datetime, wanted: Wanted = EVERYTHING) -> list[Further]:
    """Of which kinds more waits than the first page that was `found`. A query for each that fills its page."""
    shown = Counter(case.kind.name for case in found)
    full = [kind for kind in KINDS if shown[kind.name] >= MOST]
    counted = [(kind, number(remit, now=now, wanted=replace(wanted, kind=kind.name))) for kind in full]
    return [Further(kind, MOST, of) for kind, of in counted if of > MOST]


def one(remit: Remit, kind: CaseKind, row: Any, *, now: datetime) -> Case:
    """A row that waits, read through the remit, as a case. Whoever shows it calls `kind.glanced` besides."""
    held = held_claims(remit, now=now).get((kind.name, row.pk))
    names = names_of(remit.community, [held.by_id]) if held else {}
    return _case(kind, row, remit, held, names, now)


def _case(
    kind: CaseKind, row: Any, remit: Remit, claim: Claim | None, names: dict[int, str], now: datetime
) -> Case:
    since = getattr(row, kind.since)
    due = since + kind.promised(remit.community)
    return Case(
        kind=kind,
        since=since,
        due=due,
        late=due < now,
        about=row,
        sentence=kind.sentence(remit, row),
        href=kind.href(remit, row),
        claim=claim,
        holder=names.get(claim.by_id, "") if claim else "",
        mine=claim is not None and claim.by_id == remit.moderator.pk,
    )


def kind_named(name: str) -> CaseKind | None:
    return next((kind for kind in KINDS if kind.name == name), None)


def counts(remit: Remit, *, now: datetime) -> dict[str, int]:
    """How many of each kind wait, by the kind's name."""
    return {kind.name: kind.rows(remit, now).count() for kind in KINDS}
