"""Adding to a chain: one after the other, without a gap, in the transaction that does what is written down."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts.models import Community
from support.ledger import aliases
from support.ledger.kinds import Done
from support.ledger.sealing import seal
from support.models import Chain, Decision, Entry, Look

OPERATORS = 0  # the chain of whoever runs the service


@dataclass(frozen=True)
class Line:
    """One entry to be. People are given by their ids and written down by their aliases; `about` holds no words."""

    kind: str
    by: int | None = None
    member: int | None = None
    concerns: frozenset[int] = frozenset()
    about: Mapping[str, object] = field(default_factory=dict)
    decision: int | None = None
    look: int | None = None

    @property
    def people(self) -> set[int]:
        return {id for id in (self.by, self.member, *self.concerns) if id}


@transaction.atomic
def append(chain: int, lines: Sequence[Line], *, now: datetime) -> None:
    """Adds these to the chain of a community (its id) or of the OPERATORS, and holds it until the transaction ends.

    The last thing that a transaction does: nothing may be locked after it. A constant number of queries.
    """
    if not lines:
        return
    held = _hold(chain, now, but=[line.decision for line in lines if line.decision])
    add(held, lines, now=now)


def add(held: Chain, lines: Sequence[Line], *, now: datetime) -> None:
    """The same on a chain that is held."""
    known = aliases.of(set().union(*(line.people for line in lines)))
    entries = [_next(held, line, known, now) for line in lines]
    Entry.objects.bulk_create(entries)
    held.save(update_fields=["length", "head", "cut_number", "cut_seal"])


def _next(held: Chain, line: Line, known: dict[int, int], now: datetime) -> Entry:
    entry = Entry(
        chain_key=held.pk,
        number=held.length + 1,
        at=now,
        by_key=known.get(line.by or 0),
        kind=line.kind,
        member_key=known.get(line.member or 0),
        concerns=sorted({known[id] for id in (*line.concerns, line.member) if id in known}),
        about=_plain(line.about),
        decision_key=line.decision,
        look_key=line.look,
        before=held.head,
    )
    entry.seal = seal(entry)
    held.length, held.head = entry.number, entry.seal
    return entry


def _plain(about: Mapping[str, object]) -> dict[str, object]:
    """Whole numbers, and everything else as text: what comes back from the database is what was sealed."""
    return {name: value if isinstance(value, int | dict) else str(value) for name, value in about.items()}


def begin_all(*, now: datetime) -> None:
    """Begins the chain of every community that has none; run again, it changes nothing."""
    begun = set(Chain.objects.values_list("pk", flat=True))
    missing = set(Community.objects.values_list("pk", flat=True)) | {OPERATORS}
    for chain in sorted(missing - begun):
        with transaction.atomic():
            _hold(chain, now)


def _hold(chain: int, now: datetime, *, but: Collection[int] = ()) -> Chain:
    """`but` are decisions that get an entry of their own, should the chain begin with this."""
    held = _held(chain)
    if held is None:
        Chain.objects.bulk_create([Chain(pk=chain)], ignore_conflicts=True)
        held = Chain.objects.select_for_update(no_key=True).get(pk=chain)
        if held.length == 0:
            add(held, [Line(Done.BEGUN, about=_before(chain, but))], now=now)
    return held


def _held(chain: int) -> Chain | None:
    return Chain.objects.select_for_update(no_key=True).filter(pk=chain).first()


def _before(chain: int, but: Collection[int]) -> dict[str, int]:
    """What is older than the chain: counted, so that none of it can go unnoticed."""
    decisions = Decision.objects.filter(community=chain).exclude(pk__in=but)
    looks = Look.objects.filter(community_key=chain)
    return {
        "decisions": decisions.count(),
        "decisions_through": decisions.aggregate(last=Max("pk"))["last"] or 0,
        "looks_through": looks.aggregate(last=Max("pk"))["last"] or 0,
    }
