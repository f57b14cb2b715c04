"""All phrases walked at once find what each of them finds alone, tried at every word in every way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.danger.automaton import Automaton
from matching.danger.net import Step
from matching.danger.phrases import BadPhrase, Phrases
from matching.danger.steps import AnyOf, Gap, Word
from matching.danger.words import END, forms

WRITTEN = """
aa | aa bb | aa .. bb | (aa) bb* cc | [aa bb/bb*/cc ..1] bb | aa/bb (.. cc) aa | <two> .. (bb) <two> | ..2 cc
"""
PHRASES = [Phrases({"two": ["aa", "bb (cc) bb"]}).steps_of(phrase.strip()) for phrase in WRITTEN.split("|")]
SAID = st.lists(st.sampled_from(["aa", "bb", "bbx", "cc", "dd", END]), max_size=12)


def behind(steps: tuple[Step, ...], said: list[str], at: int) -> set[int]:
    """Where one may be when these steps have been gone from there, one way after the other."""
    if not steps:
        return {at}
    return {end for to in behind_one(steps[0], said, at) for end in behind(steps[1:], said, to)}


def behind_one(step: Step, said: list[str], at: int) -> set[int]:
    if isinstance(step, AnyOf):
        return {end for way in step.ways for end in behind(way, said, at)}
    if isinstance(step, Gap):
        return {at + n for n in range(step.most + 1) if END not in said[at : at + n] and at + n <= len(said)}
    assert isinstance(step, Word)
    return {at + 1} if fits(step.word, said, at) else set()


def fits(word: str, said: list[str], at: int) -> bool:
    if at >= len(said) or said[at] == END:
        return False
    return said[at].startswith(word[:-1]) if word.endswith("*") else said[at] == word


@given(st.sets(st.sampled_from(range(len(PHRASES))), min_size=1), SAID)
def test_all_at_once_find_what_every_way_finds(some: set[int], said: list[str]) -> None:
    phrases = [PHRASES[number] for number in sorted(some)]
    every: dict[tuple[int, int], int] = {}  # which phrase, up to where: since when at the earliest
    for first in range(len(said)):
        for number, steps in enumerate(phrases):
            for end in behind(steps, said, first) - {first}:
                every.setdefault((number, end - 1), first)
    found: dict[tuple[int, int], int] = {}
    for one in Automaton(phrases).find([*map(forms, said)]):
        found[one.phrase, one.last] = min(one.first, found.get((one.phrase, one.last), one.first))
    assert found == every


def test_a_bracket_holds_ways_of_several_words() -> None:
    written = ("[black eye/bruise*] (on my) arm", "split lip")
    lists = Automaton([Phrases({}).steps_of(phrase) for phrase in written])
    assert [
        bool([*lists.find([*map(forms, said.split())])])
        for said in ("black eye arm", "bruises on my arm", "eye arm")
    ] == [True, True, False]
    with pytest.raises(BadPhrase):
        Phrases({}).steps_of("[black eye arm")
