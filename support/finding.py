"""Finding words in one's own conversations: they are decrypted for their reader, looked through, and forgotten."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Member
from matching import connections
from matching.connections import Connection
from support.models import DELIVERED, Message

LEAST, LONGEST = 2, 100  # letters
LOOKED_THROUGH = 2000  # messages, the newest
LETTERS = 500_000  # of all these together: seconds of work, where somebody wrote very long ones
SHOWN = 30
A_MINUTE = 20  # searches of one member
BESIDE = 60  # letters shown on either side of what was found

# Letters that people type for one another and that Unicode takes for different ones; a stretched line is none.
_AS_ONE = str.maketrans("ىةıøłđ", "يهiold", "ـ")  # noqa: RUF001
_SPACE = re.compile(r"\s")


class TooShort(ValidationError):
    """Fewer than LEAST letters."""


@dataclass(frozen=True)
class Hit:
    """A message in which the words stand, cut to their surroundings."""

    match_uid: UUID
    message_uid: UUID
    other_name: str
    mine: bool
    sent_at: datetime
    before: str
    found: str
    after: str


def find(*, member: Member, words: str) -> list[Hit]:
    """The newest messages of one's own conversations that hold `words`. Case, accents and vowel signs do not matter.

    Three queries, however much there is. Raises TooShort.
    """
    wanted, _places = folded(" ".join(words[:LONGEST].split()))
    if len(wanted) < LEAST:
        raise TooShort(_("Please type at least two letters."))
    talks = {talk.match_id: talk for talk in connections.of(member, limit=500)}
    rows = Message.objects.filter(DELIVERED | Q(author=member), match__in=talks, taken_back_at__isnull=True)
    hits: list[Hit] = []
    letters = 0
    for row in rows.order_by("-sent_at", "-pk")[:LOOKED_THROUGH].iterator(chunk_size=50):
        if letters > LETTERS:
            break
        letters += len(row.words)
        place = _place(row.words, wanted)
        if place is None:
            continue
        hits.append(_hit(row, talks[row.match_id], member, *place))
        if len(hits) == SHOWN:
            break
    return hits


def _plain(words: str) -> str:
    """The letters of `folded`, some times faster: most messages do not hold what is looked for."""
    letters = unicodedata.normalize("NFKD", words).casefold().translate(_AS_ONE)
    if not letters.isascii():
        letters = "".join(one for one in letters if not unicodedata.category(one).startswith(("M", "Cf")))
    return _SPACE.sub(" ", letters)


def folded(words: str) -> tuple[str, list[int]]:
    """The words without what does not matter, and for each letter where it stood."""
    letters, places = [], []
    for place, letter in enumerate(words):
        for part in unicodedata.normalize("NFKD", letter).casefold().translate(_AS_ONE):
            if not unicodedata.category(part).startswith(("M", "Cf")):
                letters.append(" " if part.isspace() else part)
                places.append(place)
    return "".join(letters), places


def _place(words: str, wanted: str) -> tuple[int, int] | None:
    if wanted not in _plain(words):
        return None
    letters, places = folded(words)
    at = letters.find(wanted)
    if at < 0:
        return None
    following = at + len(wanted)
    return places[at], places[following] if following < len(places) else len(words)


def _hit(row: Message, talk: Connection, member: Member, start: int, end: int) -> Hit:
    before, after = row.words[max(0, start - BESIDE) : start], row.words[end : end + BESIDE]
    return Hit(
        match_uid=talk.uid,
        message_uid=row.uid,
        other_name=talk.other_name,
        mine=row.author_id == member.pk,
        sent_at=row.sent_at,
        before=("…" if start > BESIDE else "") + before,
        found=row.words[start:end],
        after=after + ("…" if end + BESIDE < len(row.words) else ""),
    )
