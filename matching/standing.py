"""What leaving, suspension or a pause of matching means for somebody's needs, offers and matches."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts import communities
from accounts.models import Membership, Standing
from matching import matches, needs, waiting
from matching.locking import hold
from matching.models import NeedState, OfferState


@transaction.atomic
def leave(*, membership: Membership, now: datetime) -> None:
    """Leaves a community: needs are withdrawn, offers closed, conversations end like any other."""
    _end_all(membership, now)
    communities.leave(membership=membership, now=now)


@transaction.atomic
def suspend(*, membership: Membership, now: datetime) -> None:
    """Takes a member out of everything in this community until they are reinstated."""
    _end_all(membership, now)
    Membership.objects.filter(pk=membership.pk).update(standing=Standing.SUSPENDED)


@transaction.atomic
def reinstate(*, membership: Membership, now: datetime) -> None:
    """Lifts a suspension; what was closed stays closed."""
    suspended = Membership.objects.filter(pk=membership.pk, standing=Standing.SUSPENDED)
    suspended.update(standing=Standing.GOOD)


@transaction.atomic
def pause_matching(*, membership: Membership, now: datetime) -> None:
    """No new matches for this member here until a moderator lifts it; open proposals are taken back."""
    Membership.objects.filter(pk=membership.pk).update(matching_paused_at=now)
    matches.recheck(member=membership.member, now=now)


@transaction.atomic
def resume_matching(*, membership: Membership, now: datetime) -> None:
    """Lifts the pause; the matcher looks again soon."""
    Membership.objects.filter(pk=membership.pk).update(matching_paused_at=None)
    waiting.stir_around(membership.member)


def _end_all(membership: Membership, now: datetime) -> None:
    member, here = membership.member, Q(community=membership.community)
    matches.withdraw_all(
        here & (Q(seeker=member) | Q(helper=member)), now=now, members=[member.pk], by=member
    )
    theirs = member.needs.filter(community=membership.community).exclude(state=NeedState.CLOSED)
    held = hold(Q(pk__in=[]), members=[member.pk], needs=theirs.values_list("pk", flat=True))
    needs.close_all(held, now=now)
    member.offers.filter(community=membership.community).update(state=OfferState.CLOSED, paused_until=None)
