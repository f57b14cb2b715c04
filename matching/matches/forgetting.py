"""Somebody is gone for good: what stood between them and others goes as well, but for what those others still read."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from accounts.models import Member
from matching.models import LIVE, Match

MET = Q(connected_at__isnull=False)


def forget(member: Member) -> None:
    """Deletes this member's matches that never became a meeting, and their name from what they did in others.

    The caller holds the member and has ended what was live.
    """
    theirs = Match.objects.filter(Q(seeker=member) | Q(helper=member))
    theirs.exclude(MET).exclude(state__in=LIVE).delete()
    Match.objects.filter(ended_by=member).update(ended_by=None)
    Match.objects.filter(made_by=member).update(made_by=None)


def ended_before(moment: datetime) -> Q:
    """Matches in which two people met and parted before this moment."""
    return MET & Q(ended_at__lte=moment)


def forget_rounds(ids: Collection[int]) -> None:
    """Rounds of long ago are about to be deleted: their matches no longer name them."""
    Match.objects.filter(round__in=ids).update(round=None)
