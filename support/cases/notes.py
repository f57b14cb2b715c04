"""What moderators note for each other beside a case: encrypted, and read by nobody who may not see the case."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from support import ledger, policies
from support.cases.kind import CaseKind
from support.ledger import Done, Line
from support.models import CaseNote
from support.parties import names_of
from support.policies import Remit

LONGEST = 2000
SHOWN = 50


class NothingNoted(ValidationError):
    """A note without a word."""


class TooLong(ValidationError):
    """A note longer than LONGEST characters."""


@dataclass(frozen=True)
class Note:
    """One note as moderators read it; `by` is empty where its writer is gone."""

    pk: int
    uid: UUID
    words: str
    by: str
    written_at: datetime
    taken_back_at: datetime | None
    mine: bool  # and there to be taken back


def of(remit: Remit, kind: CaseKind, row: Any) -> list[Note]:
    """The notes beside a case, the oldest first. `row` was read through the remit. Two queries."""
    found = list(
        CaseNote.objects.filter(community=remit.community, kind=kind.name, case_key=row.pk).order_by(
            "written_at", "pk"
        )[:SHOWN]
    )
    names = names_of(remit.community, (note.by_id for note in found if note.by_id))
    return [_told(remit, note, names) for note in found]


def _told(remit: Remit, note: CaseNote, names: dict[int, str]) -> Note:
    return Note(
        pk=note.pk,
        uid=note.uid,
        words=note.words,
        by=names.get(note.by_id or 0, ""),
        written_at=note.written_at,
        taken_back_at=note.taken_back_at,
        mine=note.by_id == remit.moderator.pk and note.taken_back_at is None,
    )


@transaction.atomic
def write(remit: Remit, kind: CaseKind, row: Any, *, words: str, now: datetime) -> Note:
    """Notes something for the other moderators. Raises NothingNoted or TooLong."""
    words = words.strip()
    if not words:
        raise NothingNoted(_("Please write a word or two."))
    if len(words) > LONGEST:
        raise TooLong(_("Please keep this under %(most)s characters.") % {"most": LONGEST})
    note = CaseNote.objects.create(
        community=remit.community,
        kind=kind.name,
        case_key=row.pk,
        by=remit.moderator,
        words=words,
        concerns=kind.concerned(row),
        written_at=now,
    )
    _write_down(note, Done.NOTED, now)
    return _told(remit, note, names_of(remit.community, [remit.moderator.pk]))


@transaction.atomic
def take_back(remit: Remit, kind: CaseKind, case_key: int, *, pk: int, now: datetime) -> None:
    """Whoever wrote a note takes its words away, at any time; that there was one stays. Raises NotAllowed."""
    mine = CaseNote.objects.filter(
        pk=pk, community=remit.community, kind=kind.name, case_key=case_key, by=remit.moderator
    )
    note = mine.filter(taken_back_at=None).select_for_update().first()
    if note is None:
        raise policies.not_allowed()
    note.words, note.taken_back_at = "", now
    note.save(update_fields=["words", "taken_back_at"])
    _write_down(note, Done.NOTE_TAKEN_BACK, now)


def _write_down(note: CaseNote, done: Done, now: datetime) -> None:
    about = {"case": note.kind, "number": note.case_key, "note": note.pk}
    line = Line(done, by=note.by_id, concerns=frozenset(note.concerns), about=about)
    ledger.append(note.community_id, [line], now=now)
