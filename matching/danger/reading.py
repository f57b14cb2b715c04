"""Reads a text with the lists of all languages."""

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from matching.danger.automaton import Automaton, Found
from matching.danger.phrases import Phrases
from matching.danger.signs import Sign
from matching.danger.words import END, Spelled, forms, words_of

LISTS = Path(__file__).parent.parent / "data" / "danger"
LANGUAGES = ("en", "es", "fr", "ar")
# A need with one of these goes only to helpers who opted in and are trained. A young writer is a case for moderators.
DANGEROUS = frozenset({Sign.SELF, Sign.HARMED, Sign.OTHERS})


@dataclass(slots=True)
class _Reader:
    """The lists of one language: what is harmless, and the phrases of each sign."""

    harmless: Automaton = field(default_factory=Automaton)
    phrases: Automaton = field(default_factory=Automaton)
    signs: list[Sign] = field(default_factory=list)


def signs_in(*texts: str, languages: tuple[str, ...] = LANGUAGES) -> frozenset[Sign]:
    """What these texts suggest. Each text is read by itself, so that no phrase begins in one and ends in the next."""
    said = [forms(word) for text in texts for word in (*words_of(text, _hidden()), END)]
    return frozenset(sign for language in languages for sign in _read(reader(language), said))


def _read(reader: "_Reader", said: list[Spelled]) -> set[Sign]:
    left = _without(said, list(reader.harmless.find(said)))
    found = [(reader.signs[one.phrase], one) for one in reader.phrases.find(left)]
    of_others = [one for sign, one in found if sign == Sign.OTHERS]
    return {sign for sign, one in found if sign != Sign.SELF or not _within(one, of_others)}


def _without(said: list[Spelled], harmless: list[Found]) -> list[Spelled]:
    """What was said without the turns of phrase that mean something else; nothing goes across them."""
    left = list(said)
    for one in harmless:
        left[one.first : one.last + 1] = [forms(END)] * (one.last + 1 - one.first)
    return left


def _within(one: Found, others: list[Found]) -> bool:
    """Whether its last word belongs to something that is said of somebody else: "my brother wants to kill himself"."""
    return any(other.first <= one.last <= other.last for other in others)


@cache
def reader(language: str) -> _Reader:
    """The lists of a language, ready to be looked for. Raises `phrases.BadPhrase`."""
    lists, made = listed(language), _Reader()
    written = Phrases(lists["groups"])
    for number, phrase in enumerate(lists["harmless"]):
        made.harmless.add(number, written.steps_of(phrase))
    for sign in Sign:
        for phrase in lists[sign]:
            made.phrases.add(len(made.signs), written.steps_of(phrase))
            made.signs.append(sign)
    return made


@cache
def listed(language: str) -> dict[str, Any]:
    """The file of a language as it is."""
    lists: dict[str, Any] = json.loads((LISTS / f"{language}.json").read_text(encoding="utf-8"))
    return lists


@cache
def _hidden() -> frozenset[str]:
    """What is written in disguise, in any of the languages."""
    return frozenset(word for language in LANGUAGES for word in listed(language)["hidden"])
