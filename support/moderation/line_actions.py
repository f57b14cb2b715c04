"""What may be decided about a crisis line, by whoever answers for all communities that show it."""

from django.utils.translation import gettext_lazy as _

from support.models import CrisisResource, DecisionKind
from support.moderation import lines as moderation
from support.moderation.actions import Action
from support.policies import Remit

CHECK = Action(
    DecisionKind.LINE_CHECKED,
    moderation.check,
    says=_("Checked today"),
    done=_("Noted. Everybody sees that it was checked today."),
)
REMOVE = Action(
    DecisionKind.LINE_REMOVED,
    moderation.remove,
    says=_("Take it out"),
    done=_("It is no longer shown. You can put it back below the list."),
    asks=_("Why should it go?"),
    explains=_("Nobody is shown it from then on. You can put it back. Only moderators read this."),
)
PUT_BACK = Action(
    DecisionKind.LINE_BACK,
    moderation.put_back,
    says=_("Put it back"),
    done=_("It is shown again."),
)
LINE = (CHECK, REMOVE, PUT_BACK)


def of_line(remit: Remit, line: CrisisResource) -> list[Action]:
    """What this moderator may decide about a line, as it is now."""
    return as_it_is(line) if remit.decides_lines else []


def as_it_is(line: CrisisResource) -> list[Action]:
    """The same for whoever decides about lines at all."""
    return [CHECK, REMOVE] if line.removed_on is None else [PUT_BACK]
