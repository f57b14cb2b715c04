"""What counts in the search of a community: a decision about everybody, and so an owner's."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import Community, Member
from matching import policy
from support import policies
from support.models import DecisionKind
from support.moderation.decisions import record, told


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
