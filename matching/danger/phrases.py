"""How a phrase of the lists is written down, and what it is then.

Words as `words_of` leaves them, one behind the other, and:

    suicid*      every word that begins like this
    kill/hurt    one of these words
    (really)     a word that may be there or not
    ..           up to three words, whatever they are (`..5`: up to five)
    <want>       one of the ways in the group of that name, each of them a phrase itself
"""

import re
from collections.abc import Mapping, Sequence

from matching.danger.automaton import AnyOf, Gap, Step, Word
from matching.danger.words import plain

GAP = 3
Groups = Mapping[str, Sequence[str]]


class BadPhrase(ValueError):
    """A phrase that cannot be read; says which."""


def steps_of(phrase: str, groups: Groups, inside: tuple[str, ...] = ()) -> tuple[Step, ...]:
    """The steps of a phrase. Raises BadPhrase, also for a group that is made of itself."""
    if not phrase.split():
        raise BadPhrase("an empty phrase")
    return tuple(_step(part, groups, inside) for part in phrase.split())


def _step(part: str, groups: Groups, inside: tuple[str, ...]) -> Step:
    if part.startswith("(") and part.endswith(")"):
        return AnyOf(((), (_step(part[1:-1], groups, inside),)))
    if part.startswith("<") and part.endswith(">"):
        return _group(part[1:-1], groups, inside)
    if gap := re.fullmatch(r"\.\.(\d?)", part):
        return Gap(int(gap[1] or GAP))
    ways = plain(part).split("/")
    if any(not re.fullmatch(r"\w{2,}\*|\w+", way) for way in ways):
        raise BadPhrase(f"“{part}” is not written as the words are read")
    return Word(ways[0]) if len(ways) == 1 else AnyOf(tuple((Word(way),) for way in ways))


def _group(name: str, groups: Groups, inside: tuple[str, ...]) -> Step:
    if name not in groups or name in inside:
        raise BadPhrase(f"there is no group “{name}” here")
    return AnyOf(tuple(steps_of(way, groups, (*inside, name)) for way in groups[name]))
