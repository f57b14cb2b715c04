"""Who has read the words that people lean on in danger, and those they consent to, in each language.

`support/locale/reviewed.json` names a speaker for each translation, or nobody yet. Until somebody is named there, these
words stand with the English beside them: nobody has to rely on what no speaker has read.
"""

import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override

BESIDE = '{} <span class="in-english" lang="{}" dir="ltr">{}</span>'


@cache
def readers() -> dict[str, str | None]:
    """The speaker who has read each translation."""
    file = Path(settings.LOCALE_PATHS[0]) / "reviewed.json"
    named: dict[str, str | None] = json.loads(file.read_text(encoding="utf-8"))
    return named


def is_reviewed() -> bool:
    """Whether the language that is spoken now is the one of the texts, or was read by somebody who is named."""
    language = get_language() or settings.LANGUAGE_CODE
    return language == settings.LANGUAGE_CODE or bool(readers().get(language))


def beside(text: str, english: str) -> SafeString:
    """The two, one beside the other; the second in a quiet voice."""
    return format_html(BESIDE, text, settings.LANGUAGE_CODE, english)


def _with_english(text: object) -> str:
    if is_reviewed():
        return str(text)
    with override(settings.LANGUAGE_CODE):
        english = str(text)
    return beside(str(text), english)


# For labels and hints of forms: a lazy text that brings the English along while nobody has read its translation.
with_english = lazy(_with_english, str)
