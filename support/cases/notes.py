"""What moderators note for each other beside a case: encrypted, and read by nobody who may not see the case."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from support.cases.kind import CaseKind
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

    words: str
    by: str
    written_at: datetime


def of(remit: Remit, kind: CaseKind, row: Any) -> list[Note]:
    """The notes beside a case, the oldest first. `row` was read through the remit. Two queries."""
    found = list(
        CaseNote.objects.filter(community=remit.community, kind=kind.name, case_key=row.pk).order_by(
            "written_at", "pk"
        )[:SHOWN]
    )
    names = names_of(remit.community, (note.by_id for note in found if note.by_id))
    return [Note(note.words, names.get(note.by_id or 0, ""), note.written_at) for note in found]


def write(remit: Remit, kind: CaseKind, row: Any, *, words: str, now: datetime) -> None:
    """Notes something for the other moderators. Raises NothingNoted or TooLong."""
    words = words.strip()
    if not words:
        raise NothingNoted(_("Please write a word or two."))
    if len(words) > LONGEST:
        raise TooLong(_("Please keep this under %(most)s characters.") % {"most": LONGEST})
    CaseNote.objects.create(
        community=remit.community,
        kind=kind.name,
        case_key=row.pk,
        by=remit.moderator,
        words=words,
        concerns=kind.concerned(row),
        written_at=now,
    )
