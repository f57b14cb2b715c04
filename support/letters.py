"""Reading the letters that Django's file backend keeps in a folder instead of sending them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import islice
from pathlib import Path

# The backend writes this line after each letter; processes that share a second may share a file.
BETWEEN = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True)
class Letter:
    name: str
    to: str
    subject: str
    sent_at: datetime | None
    text: str
    html: str


def newest(folder: Path, most: int) -> list[Letter]:
    """The latest letters, newest first."""
    return list(islice(_letters(folder), most))


def find(folder: Path, name: str) -> Letter | None:
    """The letter of that name. The name is compared, never used as a path."""
    return next((letter for letter in _letters(folder, within=name) if letter.name == name), None)


def _letters(folder: Path, within: str = "") -> Iterator[Letter]:
    files = [file for file in folder.glob("*.log") if not within or within.startswith(file.stem)]
    for file in sorted(files, key=lambda file: file.stat().st_mtime_ns, reverse=True):
        # What follows the last line is nothing, or a letter that is just being written.
        whole = file.read_bytes().split(BETWEEN)[:-1]
        for number, letter in reversed(list(enumerate(whole))):
            yield _read(f"{file.stem}-{number}", letter)


def _read(name: str, letter: bytes) -> Letter:
    message = message_from_bytes(letter, policy=policy.default)
    date = message["date"]
    return Letter(
        name=name,
        to=str(message["to"]),
        subject=str(message["subject"]),
        sent_at=date.datetime if date else None,
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    return str(body.get_content()) if body else ""
