"""What each grade does to somebody's place in the community, and how that is taken back.

Each pair holds the people it touches before it looks, so that two moderators at once come one after the other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.locking import lock_members
from accounts.models import Member, Membership, Standing
from matching import standing
from matching.locking import hold_around
from support.models import Grade, Measure, MeasureState
from support.moderation import hiding, in_force, taken


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
    """The pause ends only if it is the one that this measure began (the moment tells), and no other needs it."""
    paused = Membership.objects.filter(pk=membership.pk, matching_paused_at=measure.made_at)
    if not paused.exists():
        return
    if other := _still_pausing(measure, now):
        paused.update(matching_paused_at=other.made_at)
    else:
        standing.resume_matching(membership=membership, now=now)


def _still_pausing(measure: Measure, now: datetime) -> Measure | None:
    """Another limit that holds, or a suspension that waits and keeps them apart meanwhile."""
    holds = Q(grade=Grade.LIMIT_MATCHING, state=MeasureState.IN_FORCE, until__gt=now)
    waits = Q(state=MeasureState.PROPOSED, meanwhile=True)
    here = Measure.objects.filter(holds | waits, community=measure.community_id, member=measure.member_id)
    return here.exclude(pk=measure.pk).order_by("-made_at", "-pk").first()


def _read_first(measure: Measure, membership: Membership, now: datetime) -> None:
    lock_members([membership.member_id])
    Membership.objects.filter(pk=membership.pk).update(read_first_until=measure.until)


def _read_no_more(measure: Measure, membership: Membership, now: datetime) -> None:
    others = in_force.of(measure.member, measure.community, Grade.HOLD).filter(until__gt=now)
    other = others.exclude(pk=measure.pk).order_by("-until").first()
    here = Membership.objects.filter(pk=membership.pk, read_first_until=measure.until)
    here.update(read_first_until=other.until if other else None)


class AlreadyRemoved(ValidationError):
    """Another operator was first."""

    problem = "conflict"

    def __init__(self) -> None:
        super().__init__(_("This was decided a moment ago. Please look again."))


def _suspend(measure: Measure, membership: Membership, now: datetime) -> None:
    hold_around(membership.member)
    measure.took = taken.from_places(membership.member, [membership])
    standing.suspend(membership=membership, now=now)


def _reinstate(measure: Measure, membership: Membership, now: datetime) -> None:
    """Whoever was removed everywhere meanwhile stays out: that is an operator's to take back."""
    lock_members([membership.member_id])
    if Member.objects.filter(pk=membership.member_id, removed_at=None).exists():
        standing.reinstate(membership=membership)
    else:
        taken.note_end_of_suspension(membership)


def _remove(measure: Measure, membership: Membership, now: datetime) -> None:
    member = membership.member
    if hold_around(member).members[member.pk].removed_at is not None:
        raise AlreadyRemoved
    places = member.memberships.exclude(standing=Standing.LEFT).select_related("community", "member")
    measure.took = taken.from_places(member, places)
    for place in places:
        standing.suspend(membership=place, now=now)
    standing.remove(member=member, now=now)


def _take_back_in(measure: Measure, membership: Membership, now: datetime) -> None:
    """The doors open again, and each place stands as it did before, unless a suspension holds there besides."""
    lock_members([membership.member_id])
    standing.remove(member=membership.member, now=None)
    if measure.took:
        taken.give_places_back(measure)
    elif not in_force.of(membership.member, membership.community, Grade.SUSPEND).exists():
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
