"""Noting signs of danger on what somebody has just written. It never refuses anything and takes nothing back.

Whatever was found stays until a moderator has read it, also when the words are changed meanwhile: somebody who takes
back a cry for help may need it most.
"""

from datetime import datetime
from typing import TypeVar

from matching.danger import DANGEROUS, signs_in
from matching.models import Need, Signed

FIELDS = ("signs", "signs_since", "signs_told_at", "signs_read_at")
Row = TypeVar("Row", bound=Signed)


def note(row: Signed, *texts: str, now: datetime) -> bool:
    """Notes what these new words suggest; the caller saves FIELDS. Returns whether anything was found."""
    found = signs_in(*texts)
    if not found:
        return False
    if row.signs_wait:  # whoever was called to it comes anyway, and finds the new words, too
        row.signs = sorted({*row.signs, *found})
    else:
        row.signs, row.signs_told_at, row.signs_read_at = sorted(found), None, None
    row.signs_since = now
    return True


def note_need(need: Need, *, now: datetime) -> None:
    """The same for a need. One that speaks of danger goes only to helpers who are trained and have opted in.

    A young writer is a case for moderators and no more: who helps them is theirs to decide.
    """
    if note(need, need.headline, need.words, now=now):
        need.danger = need.danger or not DANGEROUS.isdisjoint(need.signs)
