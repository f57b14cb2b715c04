"""What each grade does to somebody's place in the community, and how that is taken back.

Each pair holds the people it touches before it looks, so that two moderators at once come one after the other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from accounts.locking import lock_members
from accounts.models import Membership, Standing
from matching import standing
from support.models import Grade, Measure
from support.moderation import hiding


@dataclass(frozen=True)
class Effect:
    """What begins with a measure, and what ends with it."""

    begin: Callable[[Measure, Membership, datetime], None]
    end: Callable[[Measure, Membership, datetime], None]


def _only_words(measure: Measure, membership: Membership, now: datetime) -> None:
    """Nothing changes but that the member is told; messages ask `in_force` themselves."""
    lock_members([membership.member_id])


def pause(measure: Measure, membership: Membership, now: datetime) -> None:
    """No matching, in the one column that every rule reads. A pause that somebody set by hand before stays theirs."""
    here = Membership.objects.filter(pk=membership.pk)
    by_hand = (
        here.filter(matching_paused_at__isnull=False).values_list("matching_paused_at", flat=True).first()
    )
    if by_hand is None or _is_of_a_limit(membership, by_hand):
        standing.pause_matching(membership=membership, now=now)


def _is_of_a_limit(membership: Membership, moment: datetime) -> bool:
    limits = Measure.objects.filter(community=membership.community_id, member=membership.member_id)
    return limits.filter(grade__in=PAUSING, made_at=moment).exists()


def go_on(measure: Measure, membership: Membership, now: datetime) -> None:
    """The pause ends only if it is the one that this measure began: the moment tells."""
    paused = Membership.objects.filter(pk=membership.pk, matching_paused_at=measure.made_at)
    if paused.exists():
        standing.resume_matching(membership=membership, now=now)


def _read_first(measure: Measure, membership: Membership, now: datetime) -> None:
    lock_members([membership.member_id])
    Membership.objects.filter(pk=membership.pk).update(read_first_until=measure.until)


def _read_no_more(measure: Measure, membership: Membership, now: datetime) -> None:
    Membership.objects.filter(pk=membership.pk, read_first_until=measure.until).update(read_first_until=None)


def _suspend(measure: Measure, membership: Membership, now: datetime) -> None:
    standing.suspend(membership=membership, now=now)


def _reinstate(measure: Measure, membership: Membership, now: datetime) -> None:
    standing.reinstate(membership=membership)


def _remove(measure: Measure, membership: Membership, now: datetime) -> None:
    member = membership.member
    for place in member.memberships.exclude(standing=Standing.LEFT).select_related("community", "member"):
        standing.suspend(membership=place, now=now)
    standing.remove(member=member, now=now)


def _take_back_in(measure: Measure, membership: Membership, now: datetime) -> None:
    """The doors open again, and they come back here; elsewhere each community reinstates them itself."""
    standing.remove(member=membership.member, now=None)
    standing.reinstate(membership=membership)


PAUSING = (
    Grade.LIMIT_MATCHING,
    Grade.SUSPEND,
)  # a suspension that waits for a second moderator may pause meanwhile

EFFECTS: dict[Grade, Effect] = {
    Grade.GUIDANCE: Effect(_only_words, _only_words),
    Grade.WARN: Effect(_only_words, _only_words),
    Grade.HIDE: Effect(hiding.hide, hiding.show_again),
    Grade.HOLD: Effect(_read_first, _read_no_more),
    Grade.LIMIT_MATCHING: Effect(pause, go_on),
    Grade.LIMIT_MESSAGES: Effect(_only_words, _only_words),
    Grade.SUSPEND: Effect(_suspend, _reinstate),
    Grade.REMOVE: Effect(_remove, _take_back_in),
}
