"""Addresses whose owners a member never wants to be put together with, on either side.

Only a keyed hash is compared, so nobody learns whether an address has an account; the address itself is kept,
encrypted, for whoever listed it to see and remove.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.fields import keyed_hash
from accounts.models import Member
from matching import matches
from matching.locking import hold_around
from matching.models import NeverAsk

MOST = 100


class TooMany(ValidationError):
    """More addresses than one person can have good reasons for."""


@transaction.atomic
def add(*, member: Member, address: str, now: datetime) -> NeverAsk:
    """Keeps an address. Every open proposal that the member can see is put back, whoever it is with: if only one
    vanished, it would tell whose address this is. Twice does no harm.

    Raises ValidationError for what is no address, or TooMany.
    """
    address = address.strip().lower()
    validate_email(address)
    hold_around(member)
    if of(member).count() >= MOST:
        raise TooMany(
            _("This list is full. Please remove an address before you add another."), code="too_many"
        )
    entry, made = NeverAsk.objects.get_or_create(
        member=member, address_hash=keyed_hash(address), defaults={"address": address, "created_at": now}
    )
    if entry.block_id:  # a block had put it there; from now on it stands in the list
        entry.block, entry.address = None, address
        entry.save()
    if made:
        matches.step_back(member=member, now=now)
    matches.recheck(member=member, now=now, by=member)
    return entry


def remove(*, entry: NeverAsk) -> None:
    """Forgets an address; its owner may be put together with the member again like anybody else."""
    entry.delete()


def of(member: Member) -> QuerySet[NeverAsk]:
    """The addresses that a member has listed, the latest first."""
    return member.never_ask.filter(block=None).order_by("-created_at", "-pk")
