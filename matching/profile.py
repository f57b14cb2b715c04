"""What a member says about themselves, where the rules lean on it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts import members
from accounts.models import Member
from matching import availability
from matching.locking import hold_around


@transaction.atomic
def keep(*, member: Member, now: datetime, limits: dict[str, int] | None = None, **said: Any) -> None:
    """Keeps what a member said (fields of `members.update_profile`; `limits` of `members.set_limits`).

    The rules are asked again: open proposals that zone, languages or wishes no longer allow are taken back.
    """
    hold_around(member)
    if limits:
        members.set_limits(member=member, **limits)
    members.update_profile(member=member, **said)
    availability.hours_changed(member=member, now=now)
