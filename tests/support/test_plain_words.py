"""What members read is plain, and neither presses nor blames: measured on every English text for them."""

import re
from functools import cache

from tests.support import texts

FILLED_IN = re.compile(r"<[^>]+>|%\(\w+\)[sd]|%[sd]|\{\w+\}")
WORD = re.compile(r"[A-Za-z][A-Za-z'\u2019-]*")
SENTENCE = re.compile(r"[.!?:;]+(?:\s|$)")
VOWELS = re.compile(r"[aeiouy]+")
# An e that is not heard at the end: "one", "times", "asked", but not "able", "places", "wanted".
SILENT = re.compile(r"[^l]e$|[^scxzhtd]es$|[^td]ed$")

# Children of eleven read what scores 80 to 90 (Flesch, "A new readability yardstick", 1948, and his table of 1949).
EASY = 85
# Of a text with enough words to measure one by one.
NOT_HARD, ENOUGH_WORDS = 50, 12
LONGEST_SENTENCE = 34
# Pressure, blame, and words of machines and offices.
UNKIND = re.compile(
    r"!|\b(?:hurry|last chance|don.t miss|you must|you failed|failed|invalid|illegal|forbidden|denied|rejected|burden"
    r"|oops|unfortunately|users?|submit|database|server|token|session|cookies?|timed? ?out|mandatory)\b",
    re.IGNORECASE,
)
# Said where it is what somebody asks about: what their browser keeps, and for how long.
NAMED_FOR_WHAT_IT_IS = {"cookie", "cookies"}

# What moderators read of their buttons, and programs of their mistakes.
FOR_OTHERS = re.compile(r"dashboard|moderation/\w*actions\.py$|^support/api/")


def words_of(text: str) -> list[str]:
    return WORD.findall(FILLED_IN.sub("one", text))


def sentences_of(text: str) -> list[str]:
    return [part for part in SENTENCE.split(FILLED_IN.sub("one", text)) if WORD.search(part)]


def syllables(word: str) -> int:
    """As nearly as spelling tells."""
    heard = len(VOWELS.findall(word.lower()))
    return max(1, heard - bool(SILENT.search(word.lower()) and heard > 1))


def ease(*some: str) -> float:
    """Flesch's reading ease of these texts together: 100 is very easy, 0 is hard."""
    words = [word for text in some for word in words_of(text)]
    sentences = sum(len(sentences_of(text)) for text in some)
    return 206.835 - 1.015 * len(words) / sentences - 84.6 * sum(map(syllables, words)) / len(words)


@cache
def said_to_members() -> tuple[str, ...]:
    every = (*texts.sources(), *texts.templates())
    files = [file for file in every if not FOR_OTHERS.search(file.relative_to(texts.HOUSE).as_posix())]
    return tuple(sorted({text for file in files for _, text in texts.marked_in(file) if words_of(text)}))


def test_the_measure_tells_plain_words_from_others() -> None:
    assert ease("We go on looking. You will hear as soon as somebody says yes.") > EASY
    assert ease("Utilisation of the aforementioned functionality necessitates prior authentication.") < 0
    assert [syllables(word) for word in ("one", "times", "asked", "wanted", "little", "people")] == [
        1,
        1,
        1,
        2,
        2,
        2,
    ]


def test_children_of_eleven_could_read_it() -> None:
    assert len(said_to_members()) > 1_000
    assert ease(*said_to_members()) >= EASY


def test_no_text_is_hard_by_itself() -> None:
    measured = [text for text in said_to_members() if len(words_of(text)) >= ENOUGH_WORDS]
    assert [text for text in measured if ease(text) < NOT_HARD] == []


def test_no_sentence_takes_a_long_breath() -> None:
    sentences = [sentence for text in said_to_members() for sentence in sentences_of(text)]
    assert [sentence for sentence in sentences if len(words_of(sentence)) > LONGEST_SENTENCE] == []


def test_nothing_presses_blames_or_speaks_like_a_machine() -> None:
    found = {
        text: set(map(str.lower, UNKIND.findall(text))) - NAMED_FOR_WHAT_IT_IS for text in said_to_members()
    }
    assert {text: unkind for text, unkind in found.items() if unkind} == {}
