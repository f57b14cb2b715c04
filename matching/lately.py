"""How many others asked about the same lately: told only where they are enough to be nobody."""

from collections.abc import Collection
from datetime import datetime, timedelta

from accounts.models import Community, Member
from matching.crowds import FEW
from matching.models import Need, NeedState, Topic

LATELY = timedelta(days=90)
UNREAD = (NeedState.DRAFT, NeedState.IN_REVIEW)


def others_who_asked(
    *, topics: Collection[Topic], community: Community, member: Member, now: datetime
) -> int:
    """So many others asked about one of these topics here within three months; 0 where they are few. One query."""
    asked = Need.objects.filter(community=community, topics__in=topics, created_at__gt=now - LATELY)
    people = asked.exclude(member=member).exclude(state__in=UNREAD).values("member").distinct().count()
    return people if people >= FEW else 0
