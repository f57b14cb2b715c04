"""The parts that are columns of the community."""

from support.moderation.settings.admission import Admission
from support.moderation.settings.part import Columns

JOINING = Columns("joining", ("joining", "listed"))
HELPERS = Admission("helpers", ("admits_helpers", "admission_needs_guide", "admission_needs_reference"))
REVIEW = Columns(
    "review", ("review_first_needs", "review_first_messages", "review_proposals", "two_for_suspension")
)
