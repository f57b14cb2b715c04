"""Going for good: asked for, thought over for a week, and then done, everywhere and in one transaction."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from accounts import own_data as of_accounts
from accounts.models import Member, Tombstone
from matching import own_data as of_matching
from matching import standing
from matching.locking import hold_around
from support.privacy import own_data as of_support

log = logging.getLogger(__name__)

GRACE = timedelta(days=7)
TOMBSTONES_KEPT = timedelta(days=60)  # longer than any backup
AT_ONCE = 20


@transaction.atomic
def ask(*, member: Member, now: datetime) -> None:
    """Hides the account at once: needs, matches and conversations end, offers rest, all doors close.

    Until `GRACE` is over its owner can sign in and take it back. Asking twice changes nothing.
    """
    standing.rest(member=member, now=now)
    of_accounts.ask(member, now=now)
    of_support.close_doors(member)


@transaction.atomic
def take_back(*, member: Member) -> bool:
    """The account stays. What has ended has ended; False when there was nothing to take back."""
    return of_accounts.stay(member)


def at_once(*, member: Member, now: datetime) -> None:
    """Erases somebody who has no door of their own, as they wish: there is nobody who could take it back."""
    ask(member=member, now=now)
    _erase(member.pk, now, asked_before=None)


def erase_due(*, now: datetime) -> int:
    """Erases the accounts whose time to think is over, each in a transaction of its own; returns how many."""
    due = of_accounts.due(asked_before=now - GRACE, most=AT_ONCE)
    return sum(_erased(member_id, now) for member_id in due)


def _erased(member_id: int, now: datetime) -> bool:
    """One that cannot be erased now stops no other; the next sweep tries it again."""
    try:
        return _erase(member_id, now, asked_before=now - GRACE)
    except Exception as error:
        log.warning("Member %s was not erased yet: %s", member_id, type(error).__name__)
        return False


@transaction.atomic
def _erase(member_id: int, now: datetime, *, asked_before: datetime | None) -> bool:
    """`asked_before` is looked at once the member is held: they may have come back at this moment."""
    member = Member.objects.filter(pk=member_id, erased_at=None).first()
    if member is None:
        return False
    member = hold_around(member).members[member_id]
    asked = member.erase_asked_at
    if asked_before and (asked is None or asked > asked_before):
        return False
    of_support.erase(member)
    of_matching.erase(member, now=now)
    of_accounts.erase(member, now=now)
    return True


def erase_again(fingerprints: Iterable[str], *, now: datetime) -> int:
    """After a backup was restored: erases whoever is in it and was erased since; returns how many."""
    buried = of_accounts.buried({*fingerprints, *Tombstone.objects.values_list("fingerprint", flat=True)})
    return sum(_erase(member.pk, now, asked_before=None) for member in buried)


def keep_apart(*, now: datetime) -> int:
    """Writes new tombstones down outside of the database, where the operator wants that; returns how many.

    A restored backup of the database knows nothing of what came after it; this file does.
    """
    if not settings.TOMBSTONES:
        return 0
    with transaction.atomic():
        new = Tombstone.objects.select_for_update(skip_locked=True).filter(kept_apart_at=None)
        lines = [f"{row.fingerprint} {row.erased_at:%Y-%m-%d}\n" for row in new]
        if lines:
            with Path(settings.TOMBSTONES).open("a", encoding="ascii") as file:
                file.writelines(lines)
        return Tombstone.objects.filter(fingerprint__in=[line.split()[0] for line in lines]).update(
            kept_apart_at=now
        )
