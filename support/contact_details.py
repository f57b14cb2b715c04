"""Ways to be reached elsewhere, as people write them: an e-mail address, a phone number, a link.

Used to hold a first message for a moderator's eyes, so a false alarm costs somebody an hour and a miss costs little
more: the patterns are plain, bounded, and leave dates and years alone.
"""

import re
from enum import Enum


class Detail(Enum):
    EMAIL = "email"
    PHONE = "phone"
    LINK = "link"


_EMAIL = re.compile(
    r"[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\]|\{at\})\s?[\w-]{1,63}(?:\s?(?:\.|\(dot\)|\[dot\])\s?[\w-]{1,63})+",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"https?://\S|\bwww\.\w|\b(?:t|wa)\.me/\w|\b[\w-]{1,63}\.(?:com|org|net|info|io|me|app|gg|co|eu|uk|de|fr|es|ie|ca)\b",
    re.IGNORECASE,
)
# Nine digits or more, however they are grouped, with or without a country code.
_PHONE = re.compile(r"(?<![\w.])\+?\(?\d(?:[\s().\-/]{0,3}\d){8,14}(?!\w)")
_DATE = re.compile(r"\b(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2})\b")


def found_in(words: str) -> frozenset[Detail]:
    """The kinds of contact details that `words` hold."""
    undated = _DATE.sub("*", words)
    found = {
        Detail.EMAIL: _EMAIL.search(words),
        Detail.LINK: _LINK.search(words),
        Detail.PHONE: _PHONE.search(undated),
    }
    return frozenset(detail for detail, place in found.items() if place)
