"""The catalogues of translated texts: one readable file a language, and its compiled form beside it."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings

NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
KEPT = ("Language:", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Plural-Forms")


def translated() -> list[str]:
    """The languages that have a catalogue: all but the one in which the texts are written."""
    return [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def file_of(language: str, kind: str = "po") -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / f"django.{kind}"


def read(language: str) -> Catalog:
    with file_of(language).open("rb") as file:
        return read_po(file, locale=language)


def write(language: str, catalogue: Catalog) -> None:
    """Sorted by the English text, without places, dates and wrapped lines: only a change of words shows as a change."""
    catalogue.locale, catalogue.fuzzy = language, False
    catalogue.header_comment = f"# {dict(settings.LANGUAGES)[language]}"
    written = BytesIO()
    write_po(written, catalogue, sort_output=True, no_location=True, ignore_obsolete=True, width=0)
    head, blank, texts = written.getvalue().decode().partition("\n\n")
    lines = [line for line in head.splitlines() if not line.startswith('"') or line[1:].startswith(KEPT)]
    file_of(language).write_text("\n".join(lines) + blank + texts, encoding="utf-8")


def compile_catalogue(language: str) -> None:
    """The same texts make the same file, whenever it is made."""
    catalogue = read(language)
    catalogue.creation_date = catalogue.revision_date = NO_DATE
    with file_of(language, "mo").open("wb") as file:
        write_mo(file, catalogue)
