"""The log as moderators read it, and as owners take it with them.

Nobody reads of what is about themselves or about people near to them, as everywhere on these pages: an entry that
touches one of them is not there. So an export is not the whole chain: it carries the head, which vouches for the whole.
"""

import csv
import io
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from support.ledger.kinds import OF_THE_DESK, Done, label
from support.ledger.writing import Line, append
from support.models import Alias, Chain, Entry
from support.policies import Remit

COLUMNS = ("at", "by", "kind", "about", "figures")
HEAD = "head of the log"


def entries(remit: Remit) -> QuerySet[Entry]:
    """What this moderator may read, the newest first: decisions and the like; looks and exports for owners."""
    found = Entry.objects.filter(chain_key=remit.community.pk).exclude(concerns__overlap=_near(remit))
    if not remit.decides_settings:
        found = found.filter(kind__in=OF_THE_DESK)
    return found.order_by("-number")


def decisions_near(remit: Remit) -> QuerySet[Entry, Any]:
    """The ids of decisions that touch somebody near to this moderator: not for them to read of."""
    here = Entry.objects.filter(chain_key=remit.community.pk, decision_key__isnull=False)
    return here.filter(concerns__overlap=_near(remit)).values("decision_key")


def _near(remit: Remit) -> list[int]:
    return list(Alias.objects.filter(member__in=remit.near).values_list("key", flat=True))


def doers(remit: Remit, rows: list[Entry]) -> dict[int, int]:
    """Whose alias is whose, of those who did these. One query."""
    keys = {entry.by_key for entry in rows if entry.by_key}
    return dict(Alias.objects.filter(key__in=keys).values_list("key", "member_id"))


@transaction.atomic
def export(remit: Remit, *, form: str, now: datetime) -> tuple[str, int]:
    """Writes down that the log is taken along; returns the head after that, and its number. Raises NotAllowed."""
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


__all__ = ["HEAD", "doers", "entries", "export", "label", "lines"]
