"""Where the calls of a community happen: it sends everybody to another site, and so is an owner's to decide."""

from datetime import datetime

from django.db import transaction

from accounts import meeting_link
from accounts.models import Community, Member
from support import policies
from support.models import DecisionKind
from support.moderation.decisions import record


@transaction.atomic
def change(*, community: Community, pattern: str, by: Member, now: datetime) -> None:
    """From now on meetings lead there; the log keeps that it was changed. Raises NotAllowed, `meeting_link.NoLink`."""
    remit = policies.require_weights(by, community)
    kept = meeting_link.put(community=community, pattern=pattern)
    record(remit, DecisionKind.CALLS_CHANGED, now=now, has_link=bool(kept))
