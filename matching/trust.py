"""Whom a moderator trusts with more: sensitive topics, needs that speak of danger, more people at once.

What is given makes the matcher look again; what is taken back takes open proposals back with it.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.models import Community, HelperLimits, Membership
from matching import alone, matches, waiting
from matching.locking import hold, hold_around
from matching.models import MatchState, Need, Topic

OPEN = (MatchState.IN_REVIEW, MatchState.PROPOSED)


@transaction.atomic
def admit(*, membership: Membership, now: datetime) -> None:
    """From now on this helper may be asked about sensitive topics here; needs that waited for it are looked at."""
    _set(membership, admitted_for_sensitive_at=now)
    waiting.stir_around(membership.member)


@transaction.atomic
def take_back_admission(*, membership: Membership, now: datetime) -> None:
    """No longer; open proposals on sensitive topics are taken back, conversations go on."""
    hold_around(membership.member)
    _set(membership, admitted_for_sensitive_at=None)
    matches.recheck(member=membership.member, now=now)


@transaction.atomic
def train(*, membership: Membership, now: datetime) -> None:
    """Trained for needs that speak of danger; whether to take them is the helper's own wish, on the offer."""
    _set(membership, trained_for_danger_at=now)
    waiting.stir_around(membership.member)


@transaction.atomic
def take_back_training(*, membership: Membership, now: datetime) -> None:
    """No longer; open proposals on such needs are taken back, conversations go on."""
    hold_around(membership.member)
    _set(membership, trained_for_danger_at=None)
    matches.recheck(member=membership.member, now=now)


@transaction.atomic
def limit(*, membership: Membership, limits: HelperLimits) -> None:
    """Lifts the limits for new helpers early, keeps them for longer, or leaves them to time. Takes no proposal back."""
    _set(membership, helper_limits=limits)
    waiting.stir_around(membership.member)


@transaction.atomic
def ask_for_admission(
    *, community: Community, asks: bool, guide: bool, reference: bool, now: datetime
) -> None:
    """Whether sensitive topics go only to admitted helpers here, and what is asked of these before.

    Where it begins, open proposals to others are taken back in the same moment. One that is just being made is waited
    for, and whoever comes to make another waits, and reads the new setting.
    """
    alone.while_rules_change(community.pk)
    about = Need.objects.filter(community=community, topics__in=Topic.objects.filter(sensitive=True))
    others = ~Q(
        helper__in=Membership.objects.filter(
            community=community, admitted_for_sensitive_at__isnull=False
        ).values("member")
    )
    held = hold(Q(need__in=about.values("pk"), state__in=OPEN) & others if asks else Q(pk__in=[]))
    Community.objects.filter(pk=community.pk).update(
        admits_helpers=asks, admission_needs_guide=guide, admission_needs_reference=reference
    )
    matches.recheck_held(held, now=now)


def _set(membership: Membership, **columns: object) -> None:
    Membership.objects.filter(pk=membership.pk).update(**columns)
    membership.refresh_from_db(fields=list(columns))
