"""Each language's list finds its own examples, leaves its harmless look-alikes, and costs no more for worse texts."""

import time

import pytest

from matching.danger import Sign, signs_in
from matching.danger.reading import LANGUAGES, listed

every_language = pytest.mark.parametrize("language", LANGUAGES)


@every_language
def test_a_list_is_readable_and_finds_its_own_examples(language: str) -> None:
    for sign in Sign:
        for example in listed(language)["examples"][sign]:
            assert sign in signs_in(example), example


@every_language
def test_harmless_look_alikes_are_left_alone(language: str) -> None:
    assert [text for text in listed(language)["lookalikes"] if signs_in(text)] == []


def test_what_is_said_of_somebody_else_is_not_said_of_oneself() -> None:
    assert signs_in("My brother wants to kill himself") == {Sign.OTHERS}


def test_a_sentence_ends_a_phrase() -> None:
    assert not signs_in("I want a dog. To die for is the cake here.")


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("i wanna dieeee", Sign.SELF),  # stretched
        ("if i ever leave he says hell find me and kill me", Sign.HARMED),
        ("my best friend sent me a goodbye text", Sign.OTHERS),
    ],
)
def test_words_typed_on_a_phone_are_understood(text: str, sign: Sign) -> None:
    assert sign in signs_in(text)


@pytest.mark.parametrize(
    "text", ["Too tired to enjoy anything", "A last post before the holidays", "Knows our place"]
)
def test_turns_of_phrase_that_only_sound_alike_are_no_sign(text: str) -> None:
    assert not signs_in(text)


@pytest.mark.parametrize(
    "word", ["my ", "i want to ", "<", "*a", "'", "و", "a1", "threatened hurt her kids "]
)
def test_no_text_makes_it_slow(word: str) -> None:
    signs_in("warm")
    begun = time.process_time()
    signs_in((word * 8000)[:8000])
    assert time.process_time() - begun < 5
