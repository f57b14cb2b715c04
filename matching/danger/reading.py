"""Reads a text with the lists of all languages."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from matching.danger.automaton import Automaton, Found
from matching.danger.net import Step
from matching.danger.phrases import Phrases
from matching.danger.signs import Sign
from matching.danger.words import END, Spelled, forms, words_of

LISTS = Path(__file__).parent.parent / "data" / "danger"
LANGUAGES = ("en", "es", "fr", "ar")
# A need with one of these goes only to helpers who opted in and are trained. A young writer is a case for moderators.
DANGEROUS = frozenset({Sign.SELF, Sign.HARMED, Sign.OTHERS})


class _Phrase(NamedTuple):
    language: str
    sign: Sign


@dataclass(frozen=True, slots=True)
class _Lists:
    """The phrases of all languages by their numbers, and what is harmless in each language."""

    phrases: list[_Phrase]
    dangerous: Automaton
    harmless: dict[str, Automaton]


def signs_in(*texts: str) -> frozenset[Sign]:
    """What these texts suggest. Each text is read by itself, so that no phrase begins in one and ends in the next."""
    said = [forms(word) for text in texts for word in (*words_of(text, _hidden()), END)]
    every = _dangerous(said)
    # Taking away what is harmless adds nothing: where nothing is found with it, nothing is without it.
    languages = {phrase.language for phrase, _ in every}
    return frozenset(sign for language in languages for sign in _signs(said, every, language))


def _signs(said: list[Spelled], every: list[tuple[_Phrase, Found]], language: str) -> set[Sign]:
    if harmless := list(read_lists().harmless[language].find(said)):
        every = _dangerous(_without(said, harmless))
    found = [(phrase.sign, one) for phrase, one in every if phrase.language == language]
    # Whatever ends in words about somebody else is not said of oneself: "my brother wants to kill himself".
    of_others = {at for sign, one in found if sign == Sign.OTHERS for at in range(one.first, one.last + 1)}
    return {sign for sign, one in found if sign != Sign.SELF or one.last not in of_others}


def _dangerous(said: list[Spelled]) -> list[tuple[_Phrase, Found]]:
    lists = read_lists()
    return [(lists.phrases[one.phrase], one) for one in lists.dangerous.find(said)]


def _without(said: list[Spelled], harmless: list[Found]) -> list[Spelled]:
    """What was said without the turns of phrase that mean something else; nothing goes across them."""
    left = list(said)
    for one in harmless:
        left[one.first : one.last + 1] = [forms(END)] * (one.last + 1 - one.first)
    return left


@cache
def read_lists() -> _Lists:
    """The lists of all languages, ready to be looked for. Raises `phrases.BadPhrase`."""
    phrases, steps, harmless = list[_Phrase](), list[tuple[Step, ...]](), dict[str, Automaton]()
    for language in LANGUAGES:
        lists = listed(language)
        written = Phrases(lists["groups"])
        harmless[language] = Automaton([written.steps_of(phrase) for phrase in lists["harmless"]])
        for sign in Sign:
            phrases += [_Phrase(language, sign)] * len(lists[sign])
            steps += [written.steps_of(phrase) for phrase in lists[sign]]
    return _Lists(phrases, Automaton(steps), harmless)


@cache
def listed(language: str) -> dict[str, Any]:
    """The file of a language as it is."""
    lists: dict[str, Any] = json.loads((LISTS / f"{language}.json").read_text(encoding="utf-8"))
    return lists


@cache
def _hidden() -> frozenset[str]:
    """What is written in disguise, in any of the languages."""
    return frozenset(word for language in LANGUAGES for word in listed(language)["hidden"])
