"""What check-ins add up to in a community: counts and means over many, and nothing where they are few."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Avg, Count, F, QuerySet

from accounts.models import Community
from matching.crowds import FEW
from support.models import CheckIn

LATELY = timedelta(days=90)  # as long as answers are kept


@dataclass(frozen=True)
class Felt:
    """How seekers felt when they asked and when they were asked later, on average, and how many said both."""

    before: float
    after: float
    people: int


def helped(community: Community, *, now: datetime) -> dict[str, int] | None:
    """How many pairs said what about whether it helped, each by its seeker's latest answer; None where they are few."""
    answered = _by_seekers(community, now).exclude(helped="").order_by("match", "-day").distinct("match")
    rows = list(answered.values_list("match__seeker", "helped"))
    if len({seeker for seeker, _ in rows}) < FEW:
        return None
    return dict(Counter(what for _, what in rows))


def felt(community: Community, *, now: datetime) -> Felt | None:
    """The means of before and after, over those who said both; None where they are few."""
    both = _by_seekers(community, now).filter(
        feeling__isnull=False, match__need__feeling__value__isnull=False
    )
    latest = CheckIn.objects.filter(pk__in=both.order_by("match", "-day").distinct("match").values("pk"))
    found = latest.aggregate(
        before=Avg("match__need__feeling__value"), after=Avg("feeling"), people=Count("member", distinct=True)
    )
    if found["people"] < FEW:
        return None
    return Felt(round(found["before"], 1), round(found["after"], 1), found["people"])


def _by_seekers(community: Community, now: datetime) -> QuerySet[CheckIn]:
    return CheckIn.objects.filter(
        match__community=community, member=F("match__seeker"), answered_at__gt=now - LATELY
    )
