"""A file of needs, one JSON object a line: read line by line, told apart into good and bad, posted in batches, once.

A line holds `title`, `text` and `topics` (slugs of our tree or of the data's), and may hold `kind`, `urgency`, `formats`,
`languages` and `member` (an e-mail address). Anything else in it is left aside. Each line has a key of its own, kept
with the need: a file may be loaded again after an interruption, or grown and loaded again, and nothing doubles.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.fields import keyed_hash
from accounts.locking import lock_members
from accounts.models import Community, Member, Standing
from matching import needs, topics
from matching.models import Format, Kind, Need, Topic, Urgency

BATCH = 100
LONGEST_LINE = 100_000  # bytes


class BadLine(ValidationError):
    """A line that cannot be loaded; says why in one plain sentence."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file as it came: its number from 1, its bytes, and how far into the file it reaches."""

    number: int
    raw: bytes
    reach: int


@dataclass(frozen=True, slots=True)
class Request:
    """What a good line asks for. `member` is the e-mail address of the one who asks, if the line names one."""

    title: str
    text: str
    topics: tuple[str, ...]
    kind: str
    urgency: str
    formats: tuple[str, ...]
    languages: tuple[str, ...]
    member: str


@dataclass(slots=True)
class Batch:
    """What became of some lines, once that is committed."""

    loaded: int = 0
    known: int = 0
    bad: list[tuple[int, str]] = field(default_factory=list)
    reach: int = 0


def lines(file: BinaryIO) -> Iterator[Line]:
    """The lines of a file that are not blank. One that is far too long arrives cut, for `read` to refuse."""
    number = reach = 0
    while raw := file.readline(LONGEST_LINE + 1):
        number += 1
        rest = raw
        reach += len(rest)
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = file.readline(LONGEST_LINE + 1)
            reach += len(rest)
        if raw.strip():
            yield Line(number, raw, reach)


def read(line: Line) -> Request:
    """What the line asks for. Raises `BadLine` or `UnknownTopic` with the first thing that is wrong."""
    entry = _object(line.raw)
    slugs = _list(entry, "topics", ())
    if not slugs:
        raise _bad(_("The topics are missing."))
    return Request(
        title=_text(entry, "title", LONGEST_TITLE) or _missing(),
        text=_text(entry, "text", LONGEST_TEXT),
        topics=tuple(dict.fromkeys(topics.home_of(slug) for slug in slugs)),
        kind=_one_of(entry, "kind", Kind.values, Kind.LISTENING),
        urgency=_one_of(entry, "urgency", Urgency.values, Urgency.WHENEVER),
        formats=_known("formats", _list(entry, "formats", (Format.CHAT, Format.CALL)), Format.values),
        languages=_list(entry, "languages", ()),
        member=_text(entry, "member", LONGEST_TITLE).lower(),
    )
