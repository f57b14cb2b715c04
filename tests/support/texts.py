"""The source as a translator sees it: every marked text, and text that reaches people but is not marked."""

import ast
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from babel.messages.extract import extract_python
from django.template.base import Lexer, Token, TokenType
from django.utils.translation.template import templatize

HOUSE = Path(__file__).resolve().parents[2]
PACKAGES = ("accounts", "matching", "support")
# The operator's own tools, the made-up community of the demo, and the style page for builders speak English.
UNSPOKEN = (
    "support/demo",
    "support/local",
    "support/benchmarks",
    "management",
    "migrations",
    "simulation",
    "web/style",
)

Text = tuple[str | None, str]  # a context, and the English text (the singular where there are two)


def sources() -> list[Path]:
    files = [file for package in PACKAGES for file in sorted((HOUSE / package).rglob("*.py"))]
    return [file for file in files if not any(part in file.as_posix() for part in UNSPOKEN)]


def templates() -> list[Path]:
    found = [*HOUSE.glob("support/templates/**/*"), *HOUSE.glob("*/templates/**/*.txt")]
    found += HOUSE.glob("accounts/templates/**/*.html")
    spoken = {file for file in found if file.suffix in (".html", ".txt", ".svg")}
    return sorted(file for file in spoken if not any(part in file.as_posix() for part in UNSPOKEN))


# --- what is marked

KEYWORDS: dict[str, Any] = dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")) | {
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
STRING = r"""(u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(_|n?p?gettext(?:_lazy|_noop)?)\(\s*{STRING}(?:\s*,\s*{STRING})?")


def marked() -> set[Text]:
    """Every text that asks for a translation."""
    return {text for file in (*sources(), *templates()) for text in marked_in(file)}


def marked_in(file: Path) -> Iterator[Text]:
    """Every text of one file that asks for a translation."""
    return _in_python(file) if file.suffix == ".py" else _in_template(file)


def _in_python(file: Path) -> Iterator[Text]:
    with file.open("rb") as source:
        found: Iterable[Any] = extract_python(source, KEYWORDS, (), {})
        for _line, name, message, _comments in found:
            words = [message] if isinstance(message, str) else [word for word in message or () if word]
            contextual = "pgettext" in str(name)
            if len(words) > contextual:
                yield (words[0], words[1]) if contextual else (None, words[0])


def _in_template(file: Path) -> Iterator[Text]:
    for name, first, second in CALL.findall(templatize(file.read_text(encoding="utf-8"))):
        contextual = "pgettext" in name
        yield (
            (ast.literal_eval(first), ast.literal_eval(second))
            if contextual
            else (None, ast.literal_eval(first))
        )


# --- what is not marked, in templates

SPOKEN_ATTRIBUTES = {"alt", "title", "placeholder", "aria-label", "aria-description", "aria-valuetext"}
LETTERS = re.compile(r"[^\W\d_]{2,}")
# Units and names are the same in every language.
SAME = re.compile(r"UTC|JSON|e-mail|Culture of Support|Shift")
LITERAL = re.compile(r"""(?<!_\()(?<!\|date:)(?<!\|default:)(["'])([A-Z][a-z]+(?: [^"'/{}]+)?)\1""")
SAID_BY = {"include", "with", "firstof", "cycle"}


class _Spoken(HTMLParser):
    """Collects what a page says outside of its tags, and in the attributes that are read out."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in ("style", "script", "title") and tag != "title"
        for name, value in attrs:
            if name in SPOKEN_ATTRIBUTES or name.startswith("data-words"):
                self.said.append(value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.silent -= tag in ("style", "script")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(data)


def unmarked_in_template(source: str) -> list[str]:
    """What would reach people in English whatever their language: in text, in attributes, in what tags are given."""
    page, found, inside = [], [], ""
    for token in Lexer(source).tokenize():
        inside = _block(token, inside)
        if token.token_type == TokenType.TEXT and not inside:
            page.append(token.contents)
        elif token.token_type == TokenType.BLOCK and not inside:
            found += _literals(token.contents)
    reader = _Spoken()
    reader.feed("".join(page))
    return found + [text.strip() for text in reader.said if LETTERS.search(SAME.sub("", text))]


def _block(token: Token, inside: str) -> str:
    """The tag whose text is not ours to look at: one that is translated, or a comment."""
    if token.token_type != TokenType.BLOCK:
        return inside
    name = token.contents.split()[0]
    if not inside:
        return name if name in ("blocktranslate", "blocktrans", "comment", "verbatim") else ""
    return "" if name == f"end{inside}" else inside


def _literals(contents: str) -> list[str]:
    if contents.split()[0] not in SAID_BY:
        return []
    return [words for _quote, words in LITERAL.findall(contents) if LETTERS.search(SAME.sub("", words))]


# --- what is not marked, in Python

SPOKEN_ARGUMENTS = {
    "label", "help_text", "verbose_name", "empty_label", "subject", "title", "sentence", "action",
    "says", "done", "asks", "explains", "guess_words", "whole",
}  # fmt: skip
SPEAKERS = {"success", "info", "warning", "error", "ValidationError", "refuse", "BadLine"}
FOR_OPERATORS = {"log", "logger", "logging"}


def unmarked_in_python(source: str, *, described: bool = False) -> list[str]:
    """Plain strings where people are spoken to: labels, hints, what went wrong, names of choices.

    `described` is what the description of the API is made from: hints there are for those who write programs.
    """
    spoken = SPOKEN_ARGUMENTS - {"help_text"} if described else SPOKEN_ARGUMENTS
    return [
        words for node in ast.walk(ast.parse(source)) for words in _said(node, spoken) if _sentence(words)
    ]


def _said(node: ast.AST, spoken: set[str]) -> Iterator[str]:
    if isinstance(node, ast.Call):
        yield from (_plain(each.value) for each in node.keywords if each.arg in spoken)
        if _name(node.func) in SPEAKERS and _owner(node.func) not in FOR_OPERATORS:
            yield from (_plain(each) for each in node.args)
    elif isinstance(node, ast.ClassDef) and any(_name(base).endswith("Choices") for base in node.bases):
        for line in node.body:
            if isinstance(line, ast.Assign) and isinstance(line.value, ast.Tuple):
                yield _plain(line.value.elts[-1])
    elif isinstance(node, ast.keyword) and node.arg == "error_messages" and isinstance(node.value, ast.Dict):
        yield from (_plain(value) for value in node.value.values)


def _plain(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return " ".join(_plain(part) for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _owner(node: ast.AST) -> str:
    return _name(node.value) if isinstance(node, ast.Attribute) else ""


def _sentence(words: str) -> bool:
    """Something to read, not a code."""
    return bool(re.search(r"[A-Z][a-z]+|\w \w", words))
