"""What may be decided about words that suggest danger, and what was decided before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from matching.models import Need
from support.danger.rows import NEEDS, Source
from support.models import Decision, DecisionKind
from support.moderation import danger as moderation
from support.moderation.actions import Action
from support.policies import Remit

if TYPE_CHECKING:
    from support.danger.rows import Signed

READ = Action(
    DecisionKind.DANGER_READ,
    moderation.read,
    says=_("I have read it"),
    done=_("Noted. It waits no more."),
    explains=_("Who may be asked to help stays as it is."),
)
LIFT = Action(
    DecisionKind.DANGER_LIFTED,
    moderation.lift,
    says=_("No danger: open it to all helpers"),
    done=_("Every helper who fits may be asked from now on."),
)
KEEP = Action(
    DecisionKind.DANGER_SET,
    moderation.keep_for_trained,
    says=_("Only for trained helpers"),
    done=_("From now on it goes only to helpers who are trained and have said that they take such requests."),
)
ACTIONS = (READ, LIFT, KEEP)

# What a moderator may do about somebody's words, and what not, for pages and API alike.
MAY = (
    _(
        "Read it calmly. The words were found by a list of phrases, which is often wrong:"
        " most of what it finds is no emergency."
    ),
    _("The writer has already been shown numbers to call, and when somebody will look."),
    _("Say whether only trained helpers should be asked."),
    _(
        "If a life is in danger now and you know where the person is, call the emergency number there."
        " Tell those who run the service."
    ),
    _("If a child may be hurt, follow the law and the child protection services of your country."),
    _("Talk with another moderator. Nobody has to carry this alone."),
)
MAY_NOT = (
    _("Pause, warn or suspend anybody because they are in need."),
    _("Write to them as a therapist, promise to be there, or ask for a promise in return."),
    _("Tell anybody else what you have read, or copy it to another place."),
    _("Look for who they are, or where they live, beyond what an emergency call needs."),
)


def of_signed(source: Source, row: Signed) -> list[Action]:
    """What may be decided about these words by whoever reads them."""
    actions = [READ] if row.signs_wait else []
    if source is NEEDS and isinstance(row, Need):
        actions.append(LIFT if row.danger else KEEP)
    return actions


def decided_before(remit: Remit, source: Source, row: Signed) -> list[Decision]:
    """What was decided about these words, the newest first."""
    refers_to = {f"refers_to__{source.name}": str(getattr(row, "uid", row.pk))}
    kinds = [action.kind for action in ACTIONS]
    mine = Decision.objects.filter(community=remit.community, kind__in=kinds, **refers_to)
    return list(mine.order_by("-made_at", "-pk"))
