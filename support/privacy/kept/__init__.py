"""What is kept about a member: why, who sees it and for how long. The pages say this, the sweeps do it, a test holds it
against the models: a field that neither stands here nor in `TECHNICAL` fails.
"""

from accounts.models import Member
from support.privacy.kept.around import AROUND
from support.privacy.kept.care import CARE
from support.privacy.kept.chapter import Chapter, Kept, matches_of
from support.privacy.kept.technical import TECHNICAL
from support.privacy.kept.who_you_are import WHO_YOU_ARE
from support.privacy.kept.you_and_others import YOU_AND_OTHERS
from support.privacy.kept.your_words import YOUR_WORDS

__all__ = ["CHAPTERS", "TECHNICAL", "Chapter", "Kept", "counted", "matches_of"]

CHAPTERS = (WHO_YOU_ARE, YOUR_WORDS, YOU_AND_OTHERS, CARE, AROUND)


def counted(member: Member) -> list[tuple[Chapter, list[tuple[Kept, int | None]]]]:
    """Every kind with how many there are of this member; None where that says nothing. A constant number of queries."""
    return [
        (chapter, [(kept, kept.count(member) if kept.count else None) for kept in chapter.kept])
        for chapter in CHAPTERS
    ]
