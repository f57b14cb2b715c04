"""What a moderator reads of a pattern: its sentence, and where it is about words, the messages that were noticed."""

from support.models import Message, Pattern, PatternKind
from support.patterns import PATTERNS
from support.patterns.pattern import Noticed
from support.policies import Remit

ABOUT_WORDS = (PatternKind.ELSEWHERE, PatternKind.SECRECY)


def noticed(pattern: Pattern) -> Noticed:
    """What counted, and what else it may be."""
    return next(one for one in PATTERNS if one.kind == pattern.kind)


def said(remit: Remit, pattern: Pattern) -> list[Message]:
    """The messages as they stand now, nothing around them; none between people near to the moderator.

    A look at private words: `looks.at_flagged`. Other patterns are not about words: there are none.
    """
    if pattern.kind not in ABOUT_WORDS:
        return []
    rows = Message.objects.filter(pk__in=pattern.things, author=pattern.member_id)
    return list(rows.filter(match__in=remit.matches()).order_by("sent_at", "pk"))
