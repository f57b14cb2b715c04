"""When somebody is reminded of a meeting: a day before, and an hour before.

The last one is urgent by its nature, and useless when it comes too late. Quiet hours hold for it all the same: a phone
that rings at night can be dangerous to its owner. Where they would hold it back until the meeting has begun, it comes
before they begin; whoever has said that urgent requests may reach them gets it an hour before, whatever the hour.
"""

from datetime import datetime, timedelta

from accounts.models import Member
from accounts.notifications import quiet

KINDS = ("meeting_tomorrow", "meeting_soon")

DAY, HOUR, QUARTER = timedelta(days=1), timedelta(hours=1), timedelta(minutes=15)
# A reminder of tomorrow that could not be sent in time says nothing that the next one does not say better.
STILL_A_DAY = timedelta(hours=2)


def day_before(begins: datetime, *, now: datetime) -> datetime | None:
    """None where less than a day is left: what was agreed just now needs no reminding."""
    return begins - DAY if begins - DAY > now else None


def hour_before(member: Member, begins: datetime, *, now: datetime) -> datetime | None:
    """An hour before, or before this member's quiet hours begin; None where that is over already."""
    at = _last_good(member, begins)
    return at if at > now else None


def _last_good(member: Member, begins: datetime) -> datetime:
    at = begins - HOUR
    if member.asked_in_quiet_hours or quiet.due_at(member, at) < begins:
        return at
    while quiet.is_quiet(member, at):  # never for a whole day: equal ends mean that it is never quiet
        at -= QUARTER
    return at
