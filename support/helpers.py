"""Helpers as their moderators and they themselves see them: who waits to be admitted, what comes next, their limits."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from accounts.models import Community, Member, Membership, Standing
from matching import limits, pasts
from matching.models import Offer, OfferState
from matching.pasts import NONE_YET
from support.policies import Remit

# An offer about a whole group covers what lies under it.
SENSITIVE = Q(topics__sensitive=True) | Q(topics__children__sensitive=True)


def to_admit(remit: Remit) -> QuerySet[Membership]:
    """Who would like to help with sensitive topics and can be decided about, each with `ready_at`."""
    offers = Offer.objects.filter(
        SENSITIVE, member=OuterRef("member"), community=remit.community, state=OfferState.OPEN
    )
    earliest = Subquery(offers.order_by("created_at").values("created_at")[:1], output_field=DateTimeField())
    rows = remit.memberships().filter(
        Exists(offers),
        community__admits_helpers=True,
        standing=Standing.GOOD,
        admitted_for_sensitive_at=None,
        helper_record__not_now_at=None,
    )
    if remit.community.admission_needs_guide:
        rows = rows.filter(member__sensitive_read_at__isnull=False)
    read = Coalesce(F("member__sensitive_read_at"), earliest)
    return rows.exclude(member__in=remit.near).annotate(ready_at=Greatest(read, earliest))


@dataclass(frozen=True)
class Admission:
    """What stands between a helper and sensitive topics here, as they may know it."""

    reads_next: bool  # the guide
    not_now: bool


def admission_of(member: Member, community: Community, offer: Offer) -> Admission | None:
    """None where nothing does: the community asks for none, nothing in the offer is sensitive, or they are admitted."""
    if not community.admits_helpers or not Offer.objects.filter(SENSITIVE, pk=offer.pk).exists():
        return None
    place = Membership.objects.filter(member=member, community=community, admitted_for_sensitive_at=None)
    found = place.select_related("helper_record").first()
    if found is None:
        return None
    seen = getattr(found, "helper_record", None)
    return Admission(
        reads_next=community.admission_needs_guide and member.sensitive_read_at is None,
        not_now=bool(seen and seen.not_now_at),
    )


@dataclass(frozen=True)
class Limits:
    """How the limits for new helpers stand for somebody."""

    hold: bool
    completed: int
    of: int
    until: date  # the day from which time no longer stands in the way
    a_day: int = limits.NEW_SEEKERS_A_DAY
    at_once: int = limits.NEW_PEOPLE_AT_ONCE


def limits_of(membership: Membership, *, now: datetime) -> Limits:
    """The limits for new helpers here: whether they hold, and how far off their end is."""
    member = membership.member
    so_far = pasts.of([member.pk], now=now).get(member.pk, NONE_YET)
    return Limits(
        hold=limits.is_limited(
            completed=so_far.completed, since=member.created_at, now=now, decided=membership.helper_limits
        ),
        completed=so_far.completed,
        of=limits.NEW_HELPER_COMPLETED,
        until=(member.created_at + limits.NEW_HELPER_DAYS).date(),
    )
