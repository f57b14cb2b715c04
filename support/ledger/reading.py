"""The log as moderators read it, and as owners take it with them.

Nobody reads of what is about themselves or about people near to them, as everywhere on these pages: an entry that
touches one of them is not there. So an export is not the whole chain: it carries the head, which vouches for the whole.
"""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.roles import moderators_of
from support.ledger.kinds import OF_THE_DESK, Done, label
from support.ledger.writing import Line, append
from support.models import Alias, Chain, Entry
from support.parties import names_of
from support.policies import Remit, not_allowed

COLUMNS = ("at", "by", "kind", "about", "figures")
FORMS = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl; charset=utf-8"}
HEAD = "head of the log"


@dataclass(frozen=True)
class Wanted:
    """A part of the log: of this kind, by this member, on this day (by the clock of whoever reads)."""

    kind: str = ""
    by: int | None = None
    day: date | None = None


@dataclass(frozen=True)
class Told:
    """An entry as it is read: what it is called, and who did it, by name and, where they are known here, by id."""

    entry: Entry
    says: str
    by_name: str
    by_id: int | None


def kinds(remit: Remit) -> frozenset[str]:
    """What may stand in the log that this moderator reads."""
    return OF_THE_DESK | ({*Done.values} if remit.decides_settings else set())


def people(remit: Remit) -> dict[int, str]:
    """Of whom a moderator may ask what they did, by id. One query or two."""
    return names_of(remit.community, moderators_of(remit.community).values_list("pk", flat=True))


def entries(remit: Remit, wanted: Wanted = Wanted()) -> QuerySet[Entry]:
    """What this moderator may read, the newest first: decisions and the like; looks and exports for owners."""
    found = Entry.objects.filter(chain_key=remit.community.pk).exclude(concerns__overlap=_near(remit))
    if not remit.decides_settings:
        found = found.filter(kind__in=OF_THE_DESK)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.day:
        found = found.filter(at__date=wanted.day)
    if wanted.by:
        found = found.filter(by_key__in=Alias.objects.filter(member=wanted.by).values("key"))
    return found.order_by("-number")


def told(remit: Remit, rows: Sequence[Entry]) -> list[Told]:
    """These entries in words. Two queries, however many they are."""
    who = _doers(rows)
    names = names_of(remit.community, who.values())
    return [
        Told(entry, label(entry.kind), _doer(entry, who, names), who.get(entry.by_key or 0)) for entry in rows
    ]


def _doers(rows: Sequence[Entry]) -> dict[int, int]:
    """Whose alias is whose, of those who did these."""
    keys = {entry.by_key for entry in rows if entry.by_key}
    return dict(Alias.objects.filter(key__in=keys).values_list("key", "member_id"))


def _doer(entry: Entry, who: dict[int, int], names: dict[int, str]) -> str:
    if entry.by_key is None:
        return _("The service")
    if entry.by_key not in who:
        return _("Somebody who is gone")
    return names.get(who[entry.by_key], _("An operator"))


def decisions_near(remit: Remit) -> QuerySet[Entry, Any]:
    """The ids of decisions that touch somebody near to this moderator: not for them to read of."""
    here = Entry.objects.filter(chain_key=remit.community.pk, decision_key__isnull=False)
    return here.filter(concerns__overlap=_near(remit)).values("decision_key")


def _near(remit: Remit) -> list[int]:
    return list(Alias.objects.filter(member__in=remit.near).values_list("key", flat=True))


@transaction.atomic
def export(remit: Remit, *, form: str, now: datetime) -> tuple[str, int]:
    """Writes down that the log is taken along; returns the head after that, and its number.

    It is an owner's to take along: raises NotAllowed.
    """
    if not remit.decides_settings:
        raise not_allowed()
    append(remit.community.pk, [Line(Done.EXPORTED, by=remit.moderator.pk, about={"form": form})], now=now)
    chain = Chain.objects.get(pk=remit.community.pk)
    return chain.head, chain.length


def lines(remit: Remit, *, form: str, head: str, through: int, now: datetime) -> Iterator[str]:
    """The log through an entry, the oldest first, read little by little; its last line is the head."""
    put = _as_csv if form == "csv" else _as_json
    if form == "csv":
        yield put(dict(zip(COLUMNS, COLUMNS, strict=True)))
    for entry in entries(remit).filter(number__lte=through).order_by("number").iterator(chunk_size=500):
        yield put(_told(entry))
    yield put({"at": now.isoformat(), "by": "", "kind": HEAD, "about": "", "figures": head})


def name_of(remit: Remit, form: str, now: datetime) -> str:
    """What the file of an export is called."""
    return f"log-{remit.community.slug}-{now:%Y-%m-%d}.{form}"


def _told(entry: Entry) -> dict[str, Any]:
    figures = dict(entry.about.get("refers_to", entry.about))
    figures.pop("look", None)
    return {
        "at": entry.at.isoformat(),
        "by": entry.by_key or "",
        "kind": entry.kind,
        "about": entry.member_key or "",
        "figures": figures,
    }


def _as_csv(told: dict[str, Any]) -> str:
    line = io.StringIO()
    cells = [told[name] if isinstance(told[name], str | int) else json.dumps(told[name]) for name in COLUMNS]
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _as_json(told: dict[str, Any]) -> str:
    return json.dumps(told, separators=(",", ":")) + "\n"


__all__ = [
    "FORMS",
    "HEAD",
    "Told",
    "Wanted",
    "entries",
    "export",
    "kinds",
    "label",
    "lines",
    "name_of",
    "people",
    "told",
]
