"""What an entry may say that was done: every kind of decision, and what is no decision."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from support.models import DecisionKind


class Done(TextChoices):
    """What is written down without being a decision about anybody."""

    BEGUN = "begun", _("The log was begun")
    SHORTENED = "shortened", _("Old entries went, as was said")
    LOOKED = "looked", _("Looked at something private")
    EXPORTED = "exported", _("The log was exported")
    INVITED = "invited", _("Made an invitation")
    CALLED_BACK = "called_back", _("Called an invitation back")
    CLAIMED = "claimed", _("Took a case")
    HANDED_OVER = "handed_over", _("Gave a case to somebody else")
    GAVE_BACK = "gave_back", _("Gave a case back")
    NOTED = "noted", _("Noted something for other moderators")
    NOTE_TAKEN_BACK = "note_taken_back", _("Took an own note back")
    CAME_WITH_ROLE = "came_with_role", _("Came in by an invitation that gives a role")


# What a moderator reads of the others' doings; the rest is for owners.
OF_THE_DESK = frozenset(
    [*DecisionKind.values, *(set(Done.values) - {Done.BEGUN, Done.SHORTENED, Done.LOOKED, Done.EXPORTED})]
)


def label(kind: str) -> str:
    """What an entry of this kind is called."""
    names = dict(DecisionKind.choices) | dict(Done.choices)
    return str(names.get(kind, kind))
