"""Different people block the same person: below the number that pauses, and whichever side they were on.

A community learns of its own pairs alone, and never whose blocks they were.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from support.models import PatternKind
from support.patterns.pattern import Noticed
from support.patterns.thresholds import BLOCKED_PEOPLE

BLOCKS = """
SELECT met.community_id, block.blocked_id AS member_id, block.blocker_id AS other_id, block.id AS thing,
    block.created_at AS at
FROM matching_block block
JOIN matching_match met ON met.connected_at IS NOT NULL
    AND (met.seeker_id, met.helper_id) IN ((block.blocker_id, block.blocked_id), (block.blocked_id, block.blocker_id))
WHERE block.created_at > %(since)s
"""

BLOCKED = Noticed(
    kind=PatternKind.BLOCKED,
    people=BLOCKED_PEOPLE,
    events=BLOCKS,
    sentence=lambda people: (
        ngettext(
            "%(people)s person whom they met here has blocked them within 30 days.",
            "%(people)s different people whom they met here have blocked them within 30 days.",
            people,
        )
        % {"people": people}
    ),
    advice=_("People block for many reasons. Whose blocks these are is nobody's to know, and never theirs."),
)
