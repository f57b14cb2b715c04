"""Languages that people speak: their codes, what they are called, and what their speakers call them.

A few of these are also the languages of the pages and letters (`settings.LANGUAGES`).
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy

from accounts.models import Member

# Languages with many speakers that Django does not know, or knows only by their scripts.
ADDED = {
    "am": (gettext_lazy("Amharic"), "አማርኛ"),
    "gu": (gettext_lazy("Gujarati"), "ગુજરાતી"),
    "ku": (gettext_lazy("Kurdish"), "Kurdî"),
    "ps": (gettext_lazy("Pashto"), "پښتو"),
    "so": (gettext_lazy("Somali"), "Soomaali"),
    "tl": (gettext_lazy("Tagalog"), "Tagalog"),
    "yo": (gettext_lazy("Yoruba"), "Yorùbá"),
    "zh": (gettext_lazy("Chinese"), "中文"),
}
SPOKEN = frozenset(code for code in LANG_INFO if "-" not in code) | ADDED.keys()


def language_name(code: str) -> str:
    """What the reader calls a language; the code itself where it is not known."""
    if code in ADDED:
        return str(ADDED[code][0])
    known = LANG_INFO.get(code, {})
    return gettext(known["name"]) if "name" in known else code


def own_name(code: str) -> str:
    """What its speakers call it, with a capital letter where their script has one."""
    name = ADDED[code][1] if code in ADDED else LANG_INFO.get(code, {}).get("name_local", code)
    return name[:1].title() + name[1:]


def language_names(codes: Iterable[str]) -> list[str]:
    """The reader's names of several languages, always in the same order."""
    return [language_name(code) for code in sorted(codes)]


def pages_in() -> dict[str, str]:
    """The languages in which pages and letters are written, each by its own name."""
    return dict(settings.LANGUAGES)


def language_of(member: Member) -> str:
    """In which language to speak to somebody who is not there: the one they chose, else the first of the place."""
    return member.language if member.language in pages_in() else settings.LANGUAGE_CODE


def speaking_to(member: Member) -> AbstractContextManager[None]:
    """What is put into words inside is in this member's language; a worker that writes letters has none of its own."""
    return translation.override(language_of(member))
