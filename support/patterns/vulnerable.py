"""One helper and many people in need of care."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from support.models import PatternKind
from support.patterns.pattern import Noticed
from support.patterns.thresholds import READ_AND_GONE_PEOPLE, SOON_OVER, VULNERABLE_PEOPLE

# Needs that speak of danger, or of a sensitive topic, whose conversation ended early and soon.
ENDED_SOON = """
SELECT met.community_id, met.helper_id AS member_id, met.seeker_id AS other_id, met.id AS thing, met.ended_at AS at
FROM matching_match met JOIN matching_need need ON need.id = met.need_id
WHERE met.state = 'ended' AND met.ended_at > %(since)s AND met.ended_at < met.connected_at + %(soon)s
  AND (need.danger OR EXISTS (
    SELECT FROM matching_need_topics chosen JOIN matching_topic topic ON topic.id = chosen.topic_id
    WHERE chosen.need_id = need.id AND topic.sensitive
  ))
"""
# The helper ended it, having read the words that a yes opens, and never wrote one.
LEFT_WITHOUT_A_WORD = """
SELECT met.community_id, met.helper_id AS member_id, met.seeker_id AS other_id, met.id AS thing, met.ended_at AS at
FROM matching_match met
WHERE met.state = 'ended' AND met.ended_at > %(since)s AND met.ended_by_id = met.helper_id
  AND NOT EXISTS (
    SELECT FROM support_message said WHERE said.match_id = met.id AND said.author_id = met.helper_id
  )
"""

VULNERABLE = Noticed(
    kind=PatternKind.VULNERABLE,
    people=VULNERABLE_PEOPLE,
    events=ENDED_SOON,
    given={"soon": SOON_OVER},
    sentence=lambda people: (
        ngettext(
            "%(people)s person asked about something heavy, and their talk was over within days.",
            "%(people)s people asked about something heavy, and each talk was over within days.",
            people,
        )
        % {"people": people}
    ),
    advice=_("It may be bad luck, or too much for this helper. Ask how they are before you decide anything."),
)
READ_AND_GONE = Noticed(
    kind=PatternKind.READ_AND_GONE,
    people=READ_AND_GONE_PEOPLE,
    events=LEFT_WITHOUT_A_WORD,
    sentence=lambda people: (
        ngettext(
            "They said yes to %(people)s person, could read what was written, and ended it without a word.",
            "They said yes to %(people)s people, could read what was written, and ended it without a word.",
            people,
        )
        % {"people": people}
    ),
    advice=_("They may have been overwhelmed each time. A friendly question is a good beginning."),
)
