"""A member's own meetings under an address that their calendar reads: made on wish, renewed, taken back.

Whoever has the address can read when they have meetings, and nothing else. It is shown once; a fingerprint is kept.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.fields import keyed_hash
from accounts.languages import speaking_to
from accounts.locking import lock_members
from accounts.models import Member
from support.meetings import entries
from support.models import CalendarFeed, Meeting, MeetingState

LOOKS_BACK = timedelta(days=30)


@transaction.atomic
def make(*, member: Member, now: datetime, by_key: UUID | None = None) -> str:
    """The secret of a new address; one from before no longer works. `by_key` is the key of the program that asks."""
    lock_members([member.pk])
    secret = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(
        member=member, defaults={"fingerprint": keyed_hash(secret), "made_at": now, "by_key": by_key}
    )
    return secret


def take_back(*, member: Member) -> None:
    """The address works no longer. Twice does no harm."""
    CalendarFeed.objects.filter(member=member).delete()


def of(member: Member) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(member=member).first()


def owner_of(secret: str) -> Member | None:
    """Whose address this is, while their account is open."""
    found = CalendarFeed.objects.filter(fingerprint=keyed_hash(secret)).select_related("member").first()
    if found is None or not found.member.is_active or found.member.erase_asked_at is not None:
        return None
    return found.member


def read(member: Member, *, now: datetime) -> str:
    """What stands in their calendar now: what is planned, and what was in the last weeks."""
    theirs = Q(match__seeker=member) | Q(match__helper=member)
    kept = Meeting.objects.filter(
        theirs,
        state__in=(MeetingState.ACCEPTED, MeetingState.OVER),
        ends_at__gt=now - LOOKS_BACK,
    )
    with speaking_to(member):
        return entries.feed(kept.order_by("begins_at", "pk"))
