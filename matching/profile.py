"""What a member says about themselves, where the rules lean on it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts import members
from accounts.models import Member
from matching import availability, matches
from matching.locking import hold_around

WISHED = ("gender", "age_band")  # what somebody may wish of the other, without their learning of it


@transaction.atomic
def keep(*, member: Member, now: datetime, limits: dict[str, int] | None = None, **said: Any) -> None:
    """Keeps what a member said (fields of `members.update_profile`; `limits` of `members.set_limits`, one
    or both).

    The rules are asked again: open proposals that they no longer allow are taken back. A change of gender or age puts
    back every proposal that the member can see: if only one vanished, it would tell what its other side had wished.
    """
    hold_around(member)
    if any(name in said and said[name] != getattr(member, name) for name in WISHED):
        matches.step_back(member=member, now=now)
    if limits:
        now_are = {"max_people": member.max_people, "max_asks_week": member.max_asks_week}
        members.set_limits(member=member, **(now_are | limits))
    members.update_profile(member=member, **said)
    availability.hours_changed(member=member, now=now)
