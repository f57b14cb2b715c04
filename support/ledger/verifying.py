"""Reading chains from the old end to the new: is each entry what it was, and are the rows beside it?

Entries are read in batches, so that a chain of any length takes the memory of one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Community
from support.ledger import beside, sealing
from support.ledger.kinds import Done
from support.models import Chain, Entry

BATCH = 1000


@dataclass(frozen=True)
class Broken:
    """Where a chain first breaks, and how."""

    number: int
    how: str


@dataclass(frozen=True)
class Verdict:
    """What became of one chain; its head is worth remembering elsewhere."""

    chain: int
    name: str
    length: int
    head: str
    broken: Broken | None


Heads = Mapping[int, Mapping[int, str]]  # of each chain: remembered seals by the number of their entry


def verdicts(heads: Heads | None = None, *, now: datetime) -> Iterator[Verdict]:
    """Each chain in turn, against the heads that somebody remembered."""
    remembered = heads or {}
    chains = {chain.pk: chain for chain in Chain.objects.order_by("pk")}
    names = dict(Community.objects.filter(pk__in=chains).values_list("pk", "slug"))
    for pk in sorted(chains.keys() | remembered.keys()):
        chain = chains.get(pk)
        if chain is None:
            yield Verdict(pk, "", 0, "", Broken(0, "the whole chain is gone"))
        else:
            yield Verdict(
                pk,
                names.get(pk, ""),
                chain.length,
                chain.head,
                broken(chain, remembered.get(pk, {}), now=now),
            )


def broken(chain: Chain, heads: Mapping[int, str], *, now: datetime) -> Broken | None:
    """Where this chain first breaks; None where it is whole. What is added meanwhile is not looked at."""
    number, seal, shortened = chain.cut_number, chain.cut_seal, (0, "")
    for batch in _batches(chain):
        rows = beside.Rows.of(batch, now=now)
        for entry in batch:
            if found := _wrong(entry, number, seal, heads) or rows.wrong(entry):
                return found if isinstance(found, Broken) else Broken(entry.number, found)
            if entry.kind == Done.SHORTENED:
                shortened = (entry.about["through"], entry.about["seal"])
            number, seal = entry.number, entry.seal
    return _wrong_end(chain, number, seal, shortened, heads)


def _batches(chain: Chain) -> Iterator[list[Entry]]:
    last = 0
    entries = Entry.objects.filter(chain_key=chain.pk, number__lte=chain.length).order_by("number")
    while batch := list(entries.filter(number__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].number


def _wrong(entry: Entry, number: int, seal: str, heads: Mapping[int, str]) -> Broken | None:
    """What is wrong with an entry that should follow this number and this seal."""
    if entry.number != number + 1:
        return Broken(number + 1, f"taken away, up to entry {entry.number - 1}")
    if not sealing.holds(entry):
        return Broken(entry.number, "changed after it was written, or not written by this service")
    if entry.before != seal:
        return Broken(entry.number, "does not follow the entry before it")
    if heads.get(entry.number, entry.seal) != entry.seal:
        return Broken(
            entry.number, "another entry than the one that was remembered: replaced from here or before"
        )
    return None


def _wrong_end(
    chain: Chain, number: int, seal: str, shortened: tuple[int, str], heads: Mapping[int, str]
) -> Broken | None:
    if number != chain.length or seal != chain.head:
        return Broken(number + 1, f"taken away, up to the end at entry {chain.length}")
    if chain.cut_number and shortened != (chain.cut_number, chain.cut_seal):
        return Broken(chain.cut_number, "old entries went and no entry says so")
    missing = [remembered for remembered in heads if remembered > chain.length]
    if missing:
        return Broken(chain.length + 1, f"taken away at the end: entry {max(missing)} was remembered")
    return None
