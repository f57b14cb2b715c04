"""What counts in the search of a community: a decision about everybody, and so an owner's."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import Community, Member
from matching import policy, rehearsal
from matching.rehearsal import Comparison
from matching.stage import gather
from support import policies
from support.models import DecisionKind
from support.moderation.decisions import record, told
from support.policies import Remit


@transaction.atomic
def change(
    *, community: Community, weights: Mapping[str, object], seen: int, by: Member, because: str, now: datetime
) -> None:
    """From now on this is what counts; the log keeps why, and the numbers as they were typed.

    Raises NotAllowed, NoReason, TooLong, `policy.ChangedMeanwhile`, and ValidationError beside what cannot stand.
    """
    remit = policies.require_weights(by, community)
    because = told(because)
    changed = policy.save(community=community, weights=weights, by=by, now=now, seen=seen)
    record(
        remit,
        DecisionKind.WEIGHTS_CHANGED,
        now=now,
        member=None,
        because=because,
        words="",
        version=changed.version,
        **weights,
    )


def trial(remit: Remit, weights: Mapping[str, object], *, now: datetime) -> Comparison:
    """What these numbers would change; nothing is written. Raises ValidationError beside what cannot stand.

    People near to the moderator are left out, as everywhere at the desk.
    """
    tidied = policy.tidy(weights)
    stage = gather(remit.community.pk, now=now, without=remit.near)
    before = rehearsal.play(stage, policy.weights_of(remit.community.pk))
    return rehearsal.compare(before, rehearsal.play(stage, policy.in_force(tidied)))
