"""What counts in a community: how much each score can add to a fit, where it weighs otherwise than the default.

A community types any whole numbers; what counts are their shares of 10,000. The rules are nobody's to weigh.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TypeGuard

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Community, Member
from accounts.rows import Later, ask
from matching.engine.ranking import TOP, WEIGHTS
from matching.engine.shares import in_shares
from matching.models import Policy
from matching.postings import refuse

MOST = TOP  # that one weight may be typed as
OWN = "SELECT weights FROM matching_policy WHERE community_id = %(community)s"


class ChangedMeanwhile(ValidationError):
    """Somebody else changed what counts after this page was opened."""

    problem = "conflict"


def weights_of(community_id: int) -> dict[str, int]:
    """What counts in this community: every score, nothing negative, together 10,000. One query."""
    return ask_weights(community_id)()


def ask_weights(community_id: int) -> Later[dict[str, int]]:
    """The same for `rows.together`."""
    own = ask(OWN, community=community_id)
    return lambda: in_force(next((json.loads(weights) for (weights,) in own()), {}))


def in_force(typed: Mapping[str, object]) -> dict[str, int]:
    """What counts where this was typed. Unknown names are ignored, what is missing or no weight is the default."""
    amounts = {
        name: weight if _is_weight(weight := typed.get(name)) else default
        for name, default in WEIGHTS.items()
    }
    return in_shares(amounts if any(amounts.values()) else WEIGHTS, TOP)


def typed_of(community_id: int) -> tuple[dict[str, int], int]:
    """The numbers as they were typed, the default's where none were, and their version: 0 where nobody changed any."""
    own = Policy.objects.filter(community=community_id).first()
    if own is None:
        return dict(WEIGHTS), 0
    return {name: own.weights.get(name, default) for name, default in WEIGHTS.items()}, own.version


def tidy(weights: Mapping[str, object]) -> dict[str, int]:
    """The weights as they will be stored. Raises ValidationError beside each one that cannot stand."""
    wrong = {name: _("There is no such weight.") for name in weights if name not in WEIGHTS}
    for name in WEIGHTS:
        if not _is_weight(weights.get(name)):
            wrong[name] = no_weight()
    if not wrong and not any(weights.values()):
        wrong[next(iter(WEIGHTS))] = _("Something has to count: please give at least one weight more than 0.")
    refuse(wrong)
    return {name: weight for name, weight in weights.items() if _is_weight(weight)}


@transaction.atomic
def save(
    *, community: Community, weights: Mapping[str, object], by: Member, now: datetime, seen: int | None = None
) -> Policy:
    """From now on this is what counts; a round that has begun goes on as it began.

    The default's own numbers mean the default, whatever that becomes. `seen` is the version that whoever changes it had
    before their eyes. Raises ValidationError beside what cannot stand, and ChangedMeanwhile.
    """
    tidied = tidy(weights)
    version = _held_version(community, seen)
    changed = {
        "weights": {} if tidied == WEIGHTS else tidied,
        "version": version + 1,
        "changed_at": now,
        "changed_by": by,
    }
    policy, _made = Policy.objects.update_or_create(community=community, defaults=changed)
    return policy


def no_weight() -> str:
    return _("Please write a whole number from 0 to %(most)s.") % {"most": MOST}


def _held_version(community: Community, seen: int | None) -> int:
    """The version now, with the community's row held so that two changes come one after the other."""
    Community.objects.select_for_update(no_key=True).get(pk=community.pk)
    version = Policy.objects.filter(community=community).values_list("version", flat=True).first() or 0
    if seen is not None and seen != version:
        raise ChangedMeanwhile(
            _("Somebody else changed this a moment ago. Please look at what counts now."), code="changed"
        )
    return version


def _is_weight(weight: object) -> TypeGuard[int]:
    return isinstance(weight, int) and not isinstance(weight, bool) and 0 <= weight <= MOST
