"""The parts that are columns of the community."""

from support.moderation.settings.part import Columns

JOINING = Columns("joining", ("joining", "listed"))
REVIEW = Columns("review", ("review_first_needs", "review_first_messages", "review_proposals"))
