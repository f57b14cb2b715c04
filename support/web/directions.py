"""Names and words of people inside our sentences, each in its own direction."""

import unicodedata

from django.utils.translation import get_language_bidi

RIGHT_TO_LEFT = {"R", "AL"}
APART, AGAIN = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def apart(words: object) -> str:
    """The same words; held apart where they run against the page, so that its full stop and its quotes stay in place.

    See the Unicode Bidirectional Algorithm (UAX 9), section 2.4.2.
    """
    text = str(words)
    against = {"L"} if get_language_bidi() else RIGHT_TO_LEFT
    runs_against = any(unicodedata.bidirectional(sign) in against for sign in text)
    return f"{APART}{text}{AGAIN}" if runs_against else text
