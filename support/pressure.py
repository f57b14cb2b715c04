"""Words that press somebody to talk elsewhere or to keep quiet, as people write them, in the languages of the pages.

A message with one is passed on like any other; it only counts towards a pattern (`support.patterns`). So the phrases
are plain and few, and about what is asked for, not about how somebody speaks.
"""

import json
import re
import unicodedata
from enum import StrEnum
from functools import cache
from pathlib import Path

from support import contact_details

LONGEST = 4000  # characters looked at


class Pressure(StrEnum):
    CONTACT = "contact"
    ELSEWHERE = "elsewhere"
    SECRECY = "secrecy"


DATA = Path(__file__).parent / "data" / "pressure"  # a file a language: {app} stands for any messenger
# Alef in its three dresses, alef maksura and teh marbuta as people type them in haste; no tatweel, no apostrophes.
_LETTERS = str.maketrans(
    "\u0623\u0625\u0622\u0649\u0629", "\u0627\u0627\u0627\u064a\u0647", "\u0640\u2018\u2019'"
)
_SPACE = re.compile(r"[\W_]+")


def found_in(words: str) -> list[str]:
    """What a message asks for, of these; sorted, and empty for nearly every message."""
    plain = _plain(words[:LONGEST])
    found = {
        Pressure.CONTACT: bool(contact_details.found_in(words[:LONGEST])),
        Pressure.ELSEWHERE: bool(_phrases("elsewhere").search(plain)),
        Pressure.SECRECY: bool(_phrases("secrecy").search(plain)),
    }
    return sorted(each.value for each, there in found.items() if there)


def _plain(words: str) -> str:
    """Lower case, without accents, vowel signs and punctuation, one space between words."""
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", words.translate(_LETTERS).lower())
        if not unicodedata.combining(letter)
    )
    return _SPACE.sub(" ", bare).strip()


@cache
def _phrases(about: str) -> re.Pattern[str]:
    """The phrases of every language as one pattern: people do not always write in that of their pages."""
    found = []
    for path in sorted(DATA.glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        apps = "(?:" + "|".join(told["apps"]) + ")"
        found += [f"(?:{phrase.replace('{app}', apps)})" for phrase in told[about]]
    return re.compile("|".join(found))
