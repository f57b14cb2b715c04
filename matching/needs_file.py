"""One line of a file of needs: what it may say, and what is wrong with it where it cannot be read.

A line is a JSON object with `title`, `text` (may be empty) and `topics` (slugs of our tree or of the data's). It may
hold `kind`, `urgency`, `formats`, `languages` and `member` (an e-mail address); anything else in it is left aside.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from matching import needs, topics
from matching.models import Format, Kind, Urgency

LONGEST_LINE = 100_000  # bytes
LONGEST_ADDRESS = 254
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")


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
    """What the line asks for. Raises `BadLine`, or `UnknownTopic`, with the first thing that is wrong."""
    entry = _object(line.raw)
    title = _text(entry, "title", needs.HEADLINE)
    if not title:
        raise BadLine(_("The title is missing."))
    slugs = _list(entry, "topics")
    if not slugs:
        raise BadLine(_("The topics are missing."))
    return Request(
        title=title,
        text=_text(entry, "text", needs.WORDS) or title,
        topics=tuple(dict.fromkeys(topics.home_of(slug) for slug in slugs)),
        kind=_choice(entry, "kind", Kind.values, Kind.LISTENING),
        urgency=_choice(entry, "urgency", Urgency.values, Urgency.WHENEVER),
        formats=_choices(entry, "formats", Format.values) or (Format.CHAT, Format.CALL),
        languages=_languages(entry),
        member=_text(entry, "member", LONGEST_ADDRESS).lower(),
    )


def _object(raw: bytes) -> dict[str, Any]:
    if len(raw) > LONGEST_LINE:
        raise BadLine(_("The line is longer than %(most)s bytes.") % {"most": LONGEST_LINE})
    try:
        entry = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadLine(_("The line is not UTF-8 text.")) from None
    except (ValueError, RecursionError):
        raise BadLine(_("The line is not JSON.")) from None
    if not isinstance(entry, dict):
        raise BadLine(_('The line is not a JSON object, like {"title": ...}.'))
    return entry


def _text(entry: dict[str, Any], field: str, longest: int) -> str:
    value = entry.get(field) or ""
    if not isinstance(value, str):
        raise BadLine(_("“%(field)s” is not text.") % {"field": field})
    value = value.strip()
    if len(value) > longest:
        told = {"field": field, "most": longest}
        raise BadLine(_("“%(field)s” is longer than %(most)s characters.") % told)
    if not _printable(value):
        raise BadLine(_("“%(field)s” holds a character that cannot be stored.") % {"field": field})
    return value


def _printable(value: str) -> bool:
    """JSON can spell halves of characters, and the character nought; no database keeps either."""
    return "\0" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)


def _list(entry: dict[str, Any], field: str) -> tuple[str, ...]:
    values = entry.get(field) or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise BadLine(_("“%(field)s” is not a list of words.") % {"field": field})
    return tuple(values)


def _choice(entry: dict[str, Any], field: str, known: list[str], default: str) -> str:
    value = _text(entry, field, LONGEST_ADDRESS) or default
    return _checked(field, value, known)


def _choices(entry: dict[str, Any], field: str, known: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_checked(field, value, known) for value in _list(entry, field)))


def _checked(field: str, value: str, known: list[str]) -> str:
    if value not in known:
        told = {"field": field, "value": value, "known": ", ".join(known)}
        raise BadLine(_("“%(field)s” cannot be “%(value)s”; it can be: %(known)s.") % told)
    return value


def _languages(entry: dict[str, Any]) -> tuple[str, ...]:
    codes = _list(entry, "languages")
    for code in codes:
        if not LANGUAGE.fullmatch(code):
            raise BadLine(_("“%(code)s” is not the code of a language, like “en”.") % {"code": code})
    return tuple(dict.fromkeys(codes))
