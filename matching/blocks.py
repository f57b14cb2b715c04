"""Blocks: they hold everywhere, at once, and look like an ordinary ending to the other side."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.locking import lock_members
from accounts.models import Member, Membership
from matching import matches, numbers
from matching.locking import hold
from matching.models import Block, Match

# What the two say to each other, and what is asked about it; it can be read, but no letter carries it across a block.
FROM_EACH_OTHER = ("message_new", "message_unanswered", "thanks_said", "checkin_asked")


class Oneself(ValidationError):
    """Nobody blocks themselves."""


@transaction.atomic
def block(*, blocker: Member, blocked: Member, now: datetime) -> Block:
    """Blocks a member in every community and ends whatever is live between the two. Twice does no harm.

    Where enough different people did so, matching pauses for the blocked member in the same moment (see `numbers`).
    """
    if blocker.pk == blocked.pk:
        raise Oneself(_("You cannot block yourself."), code="oneself")
    # All that a pause may touch is held from the beginning, whether or not one follows: one order of locks.
    hold(Q(seeker=blocked) | Q(helper=blocked), members=[blocker.pk, blocked.pk])
    between = Q(seeker=blocker, helper=blocked) | Q(seeker=blocked, helper=blocker)
    matches.withdraw_all(between, now=now, members=[blocker.pk, blocked.pk], by=blocker)
    for match in Match.objects.filter(between):
        matches.hush(match, [blocker.pk, blocked.pk], FROM_EACH_OTHER, now)
    row, _made = Block.objects.get_or_create(blocker=blocker, blocked=blocked, defaults={"created_at": now})
    numbers.after_block(blocked, now=now)
    return row


@transaction.atomic
def unblock(*, blocker: Member, blocked: Member, now: datetime) -> None:
    """Takes a block back; the two may be matched again like anybody else."""
    lock_members([blocker.pk, blocked.pk])
    Block.objects.filter(blocker=blocker, blocked=blocked).delete()


def with_names(member: Member, theirs: Iterable[Block]) -> list[tuple[Block, str]]:
    """Blocks of this member, each with the name under which the two met. Two queries, however many there are."""
    theirs = list(theirs)
    blocked = [block.blocked_id for block in theirs]
    met = Match.objects.filter(Q(seeker=member, helper__in=blocked) | Q(helper=member, seeker__in=blocked))
    names = Membership.objects.filter(member__in=blocked, community__in=met.values("community"))
    by_member = dict(names.values_list("member_id", "display_name"))
    return [(block, by_member.get(block.blocked_id, _("Somebody"))) for block in theirs]


def blocked_by(member: Member) -> QuerySet[Block]:
    """Whom this member has blocked, the latest first."""
    return member.blocks.select_related("blocked").order_by("-created_at")
