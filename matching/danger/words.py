"""Somebody's own words as the lists are written: no case, no accents, one form of each letter, a mark where a
sentence ends.

People in distress type on small keys, leave out apostrophes, and hide words from filters that they have met elsewhere
("suic1de", "k*ll", "s u i c i d e"). All of that is read as what it means. One pass over the text, whatever it holds.
"""

import re
import unicodedata
from collections.abc import Collection

END = ""  # stands where a sentence ends: no phrase goes on behind it
Spelled = tuple[str, ...]  # the ways in which one word may be read
LONGEST = 8_000  # characters that are read; nothing that members write here is longer

# A word may hold signs that stand for letters, if there is a letter or a figure behind them.
_WORD = re.compile(r"[^\W_](?:[^\W_]|[*@$!'](?=[*@$!']{0,3}[^\W_]))*|[.!?;\u2026\u061f\u06d4\n]+")
_JOINED = re.compile(r"'(?=(?:s|t|m|d|re|ve|ll)$)")
_LETTERS = str.maketrans("01345!@$7", "oieasiast")
_APOSTROPHES = dict.fromkeys(map(ord, "\u2019`\u00b4\u02bc\u2018"), "'")
# One form for letters of Arabic that are written in several ways; the line that stretches words is left out.
_ONE_FORM = {0x0649: "\u064a", 0x0629: "\u0647", 0x06A9: "\u0643", 0x06CC: "\u064a", 0x0640: None}
_FORMS: dict[int, str | None] = {**_APOSTROPHES, **_ONE_FORM}
_ARABIC = re.compile(r"[\u0600-\u06ff]")
# "dieeee". Whether it is a letter is asked only once it stands twice, which is rare.
_STRETCHED = re.compile(r"(.)\1(?<=[^\W\d_])\1+")
_CLINGS = ("\u0648", "\u0641")  # "and": written together with the word behind it


def plain(text: str) -> str:
    """Lower case, without accents, vowel marks and signs that nobody sees."""
    parts = unicodedata.normalize("NFKD", text.translate(_FORMS).casefold())
    unseen = {ord(sign): None for sign in set(parts) if unicodedata.category(sign) in ("Mn", "Cf")}
    return parts.translate({**unseen, **_FORMS})


def words_of(text: str, hidden: Collection[str] = ()) -> list[str]:
    """The words of a text in order, with END where a sentence ends. `hidden`: words that people write in disguise."""
    said: list[str] = []
    for found in _WORD.findall(plain(text[:LONGEST])):
        if found.isalpha():
            said.append(found)
        elif found[0].isalnum():
            said += _undisguised(_JOINED.sub("", found), hidden).split("'")
        elif said:
            said.append(END)
    return _together(said, hidden)


def forms(word: str) -> Spelled:
    """The word; what is left of it without an "and" that clings to it in Arabic; and how it is spelled where it was
    stretched ("dieeee", "killl"). Nothing for END."""
    if word == END:
        return ()
    if len(word) > 3 and word[0] in _CLINGS and _ARABIC.match(word):
        return word, word[1:]
    if _STRETCHED.search(word):
        return word, _STRETCHED.sub(r"\1", word), _STRETCHED.sub(r"\1\1", word)
    return (word,)


def _undisguised(word: str, hidden: Collection[str]) -> str:
    if word.isalpha() or word.isdecimal():
        return word
    if "*" in word:
        return next((one for one in hidden if _fits(word, one)), word)
    letters = word.translate(_LETTERS)
    return letters if letters in hidden else word


def _fits(starred: str, word: str) -> bool:
    return len(starred) == len(word) and all(
        a in ("*", b) or a.translate(_LETTERS) == b for a, b in zip(starred, word, strict=True)
    )


def _together(said: list[str], hidden: Collection[str]) -> list[str]:
    """Single letters that spell one of the hidden words become that word."""
    kept: list[str] = []
    spelled: list[str] = []
    for word in [*said, END]:
        if len(word) == 1:
            spelled.append(word)
            continue
        whole = "".join(spelled)
        kept += [whole] if whole in hidden else spelled
        kept.append(word)
        spelled = []
    return kept[:-1]
