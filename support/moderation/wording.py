"""What a member is told about a decision: a first version in their language, which the moderator may change.

Each is one text of whole sentences: what is decided, then why. Until when, and how to appeal, stands beside it on the
member's page, where it stays true. What the moderator reads then is `after`.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.languages import speaking_to
from accounts.models import Member
from support.models import Grade, Measure, MeasureState
from support.moderation.reasons import BY_CODE

BEGINS: dict[Grade, str | Promise] = {
    Grade.GUIDANCE: _("A friendly word, with no consequence for you."),
    Grade.HIDE: _("We have hidden something that you wrote. Others no longer see it."),
    Grade.WARN: _(
        "We ask you to change something. If it happens again, we may have to limit what you can do here."
    ),
    Grade.HOLD: _("For some days a moderator reads what you write here before it reaches others."),
    Grade.LIMIT_MATCHING: _(
        "For some days you will not be matched with anybody new. Your conversations go on."
    ),
    Grade.LIMIT_MESSAGES: _("For some days you cannot write messages here. You can still read everything."),
    Grade.SUSPEND: _(
        "You cannot take part in this community for now. Your requests, offers and talks here have ended."
    ),
    Grade.REMOVE: _(
        "You can no longer take part in any community here. What is yours you can still read, copy and erase."
    ),
}


def first_words(member: Member, grade: Grade, reason: str) -> str:
    """What this member would be told for this grade and reason, in their own language."""
    if grade not in BEGINS:
        return ""
    with speaking_to(member):
        return f"{BEGINS[grade]}\n\n{BY_CODE[reason].tells}"


def after(made: Measure | None) -> str:
    """What whoever decided reads then; None stands for a report that was closed with nothing to do."""
    if made is None:
        return gettext("The report is closed. The person who reported hears what came of it.")
    if made.state == MeasureState.PROPOSED:
        return gettext("It waits for a second moderator now. Until then nobody is told.")
    return gettext("Decided, and they have been told that there is something to read.")
