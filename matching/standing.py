"""What leaving, suspension or a pause of matching means for somebody's needs, offers and matches."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts import communities
from accounts.models import Member, Membership, Standing
from accounts.notifications.notify import notify
from matching import matches, needs, waiting
from matching.locking import hold, hold_around
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
def reinstate(*, membership: Membership) -> None:
    """Lifts a suspension; what was closed stays closed."""
    suspended = Membership.objects.filter(pk=membership.pk, standing=Standing.SUSPENDED)
    suspended.update(standing=Standing.GOOD)


@transaction.atomic
def remove(*, member: Member, now: datetime | None) -> None:
    """No community lets this member in any more; with `now` None they may be let in again. Ends nothing by itself."""
    Member.objects.filter(pk=member.pk).update(removed_at=now)
    member.refresh_from_db(fields=["removed_at"])


@transaction.atomic
def pause_matching(*, membership: Membership, now: datetime) -> None:
    """No new matches for this member here until a moderator lifts it; open proposals are taken back."""
    hold_around(membership.member)
    Membership.objects.filter(pk=membership.pk).update(matching_paused_at=now)
    matches.recheck(member=membership.member, now=now)


@transaction.atomic
def resume_matching(*, membership: Membership, now: datetime) -> None:
    """Lifts the pause; the matcher looks again soon. Of the safety numbers, what came before counts no more.

    Whoever was told that the numbers had paused them is told that it is over.
    """
    paused = Membership.objects.filter(pk=membership.pk, pause_told_at__isnull=False).first()
    if paused:
        notify(
            member=membership.member,
            kind="matching_resumed",
            event=f"paused:{membership.pk}:{paused.matching_paused_at:%Y%m%d%H%M%S}:over",
            now=now,
            community=membership.community,
            refers_to={"community": membership.community.slug},
        )
    Membership.objects.filter(pk=membership.pk).update(
        matching_paused_at=None, paused_by_numbers="", pause_told_at=None, numbers_seen_at=now
    )
    waiting.stir_around(membership.member)


@transaction.atomic
def keep_paused(*, membership: Membership, now: datetime) -> None:
    """A moderator has looked at a pause of the safety numbers and it stays, as a pause of their own."""
    paused = Membership.objects.filter(pk=membership.pk, matching_paused_at__isnull=False)
    paused.update(paused_by_numbers="", numbers_seen_at=now)


@transaction.atomic
def rest(*, member: Member, now: datetime) -> None:
    """Takes a member out of everything, everywhere, because they are about to go for good: needs are withdrawn and
    matches end like any other; offers rest, so that whoever thinks again can open them.
    """
    end_everywhere(member, now)
    # Those that rest already, too: none opens by itself in the days until they are gone.
    member.offers.exclude(state=OfferState.CLOSED).update(state=OfferState.PAUSED, paused_until=None)


def end_everywhere(member: Member, now: datetime, here: Q | None = None) -> None:
    """Ends a member's live matches and withdraws their needs: all of them, or those `here`. Holds what it touches."""
    here = here or Q()
    live_here = here & (Q(seeker=member) | Q(helper=member))
    hold(live_here, members=[member.pk])
    # Nobody posts for a member who is held: these are all.
    theirs = member.needs.filter(here).exclude(state=NeedState.CLOSED)
    held = hold(Q(pk__in=[]), needs=theirs.values_list("pk", flat=True))
    matches.withdraw_all(live_here, now=now, members=[member.pk], by=member)
    needs.close_all(held, now=now)


def _end_all(membership: Membership, now: datetime) -> None:
    member = membership.member
    end_everywhere(member, now, Q(community=membership.community))
    member.offers.filter(community=membership.community).update(state=OfferState.CLOSED, paused_until=None)
