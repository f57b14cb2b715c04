"""The settings of a community: one change, one decision. What each part is made of stands in a module of its own.

Everybody is concerned, so it is an owner's or an operator's. The log keeps which settings changed and the figures among
them, never words.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Community, Member
from support import policies
from support.models import DecisionKind
from support.moderation.decisions import record
from support.moderation.settings.part import Columns, Part

__all__ = ["ChangedMeanwhile", "Columns", "Part", "change", "mark_of"]


class ChangedMeanwhile(ValidationError):
    """Somebody else changed this part after the page was opened; nothing of theirs is lost by ours."""

    problem = "conflict"

    def __init__(self) -> None:
        text = _("Somebody else changed this a moment ago. Please look at what it is now.")
        super().__init__(text, code="changed")


@transaction.atomic
def change(
    *, community: Community, part: Part, values: Mapping[str, object], seen: str, by: Member, now: datetime
) -> list[str]:
    """From now on this part is so. `seen` is the mark of what whoever changes it had before their eyes.

    Returns the names of the settings that are different; none, and nothing is written down, where none is.
    Raises NotAllowed, ChangedMeanwhile, and ValidationError beside what cannot stand.
    """
    remit = policies.require_settings(by, community)
    held = Community.objects.select_for_update(no_key=True).get(pk=community.pk)
    before = part.read(held)
    if mark_of(before) != seen:
        raise ChangedMeanwhile
    part.put(held, values, now=now)
    after = part.read(held)
    changed = [name for name in after if after[name] != before.get(name)]
    if changed:
        figures = {name: after[name] for name in changed if name in part.figures}
        earlier = {f"{name}_before": before[name] for name in figures}
        record(
            remit,
            DecisionKind.SETTINGS_CHANGED,
            now=now,
            member=None,
            because="",
            words="",
            part=part.name,
            changed=" ".join(changed),
            **figures,
            **earlier,
        )
    return changed


def mark_of(values: Mapping[str, object]) -> str:
    """A short mark of what a part is now: another one as soon as anything of it is different."""
    return sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()[:16]
