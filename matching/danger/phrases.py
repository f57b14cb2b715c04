"""How a phrase of the lists is written down, and what it is then.

Words as `words_of` leaves them, one behind the other, and:

    suicid*             every word that begins like this
    kill/hurt           one of these words
    [kill/hurt badly]   one of these ways, each of one word or more, each a phrase itself
    (really/so very)    the same, or nothing at all
    ..                  up to three words, whatever they are (`..5`: up to five)
    <want>              one of the ways in the group of that name, each of them a phrase itself

A phrase begins with a word: a gap there finds no more, and costs with every word that anybody writes.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from matching.danger.net import Step
from matching.danger.steps import AnyOf, Gap, Word
from matching.danger.words import plain

GAP = 3
Groups = Mapping[str, Sequence[str]]
_OPENS, _CLOSES = "([", ")]"


class BadPhrase(ValueError):
    """A phrase that cannot be read; says which."""


class Phrases:
    """Reads phrases with the groups of one list; whatever stands in several of them is read once."""

    def __init__(self, groups: Groups) -> None:
        self._groups = groups
        self._known: dict[str, Step] = {}

    def steps_of(self, phrase: str, inside: tuple[str, ...] = ()) -> tuple[Step, ...]:
        """The steps of a phrase. Raises BadPhrase, also for a group that is made of itself."""
        parts = list(_parts(phrase, " "))
        if not parts:
            raise BadPhrase("an empty phrase")
        return tuple(self._step(part, inside) for part in parts)

    def _step(self, part: str, inside: tuple[str, ...]) -> Step:
        if part not in self._known:
            self._known[part] = self._read(part, inside)
        return self._known[part]

    def _read(self, part: str, inside: tuple[str, ...]) -> Step:
        if part[0] in _OPENS and part[-1] in _CLOSES:
            ways = tuple(self.steps_of(way, inside) for way in _parts(part[1:-1], "/"))
            return AnyOf(((), *ways) if part[0] == "(" else ways)
        if part.startswith("<") and part.endswith(">"):
            return self._group(part[1:-1], inside)
        if gap := re.fullmatch(r"\.\.(\d?)", part):
            return Gap(int(gap[1] or GAP))
        return _words(part)

    def _group(self, name: str, inside: tuple[str, ...]) -> Step:
        if name not in self._groups or name in inside:
            raise BadPhrase(f"there is no group “{name}” here")
        return AnyOf(tuple(self.steps_of(way, (*inside, name)) for way in self._groups[name]))


def _words(part: str) -> Step:
    words = plain(part).split("/")
    if any(not re.fullmatch(r"\w{2,}\*|\w+", word) for word in words):
        raise BadPhrase(f"“{part}” is not written as the words are read")
    return Word(words[0]) if len(words) == 1 else AnyOf(tuple((Word(word),) for word in words))


def _parts(phrase: str, between: str) -> Iterator[str]:
    """What stands between these signs, but not those inside brackets."""
    depth, part = 0, ""
    for sign in phrase:
        depth += (sign in _OPENS) - (sign in _CLOSES)
        if sign == between and not depth:
            yield from [part] if part else []
            part = ""
        else:
            part += sign
    if depth:
        raise BadPhrase(f"“{phrase}” has a bracket too many or too few")
    yield from [part] if part else []
