"""What somebody's first messages ask for: to talk elsewhere, or to tell nobody."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from support.models import PatternKind
from support.patterns.pattern import Noticed
from support.patterns.thresholds import ELSEWHERE_PEOPLE, SECRECY_PEOPLE

SAID = """
SELECT met.community_id, said.author_id AS member_id,
    CASE WHEN said.author_id = met.helper_id THEN met.seeker_id ELSE met.helper_id END AS other_id,
    said.id AS thing, said.sent_at AS at
FROM support_message said JOIN matching_match met ON met.id = said.match_id
WHERE said.presses <> '{}' AND said.sent_at > %(since)s AND said.presses && %(asks)s::varchar[]
"""

ELSEWHERE = Noticed(
    kind=PatternKind.ELSEWHERE,
    people=ELSEWHERE_PEOPLE,
    events=SAID,
    given={"asks": ["contact", "elsewhere"]},
    sentence=lambda people: (
        ngettext(
            "In their first messages to %(people)s person they gave contact details, or asked to talk elsewhere.",
            "In their first messages to %(people)s people they gave contact details, or asked to talk elsewhere.",
            people,
        )
        % {"people": people}
    ),
    advice=_("Many mean it kindly. Here people are safer, because here somebody can help if it goes wrong."),
)
SECRECY = Noticed(
    kind=PatternKind.SECRECY,
    people=SECRECY_PEOPLE,
    events=SAID,
    given={"asks": ["secrecy"]},
    sentence=lambda people: (
        ngettext(
            "They asked %(people)s person, in so many words, not to tell anybody or not to tell the moderators.",
            "They asked %(people)s people, in so many words, not to tell anybody or not to tell the moderators.",
            people,
        )
        % {"people": people}
    ),
    advice=_("Read what was said before you decide: it may be about a surprise, or about something else."),
)
