"""Quiet hours: they delay a message until the member's own morning, and never drop it."""

import zoneinfo
from datetime import UTC, datetime, timedelta

from accounts.models import Member


def due_at(member: Member, now: datetime) -> datetime:
    """The first moment from `now` on that lies outside the member's quiet hours, in their own zone."""
    return _end_of_quiet(member, now) if is_quiet(member, now) else now


def is_quiet(member: Member, now: datetime) -> bool:
    """Whether it is quiet for this member; equal ends mean that it never is."""
    at = now.astimezone(zoneinfo.ZoneInfo(member.time_zone)).time()
    begin, end = member.quiet_from, member.quiet_until
    return begin <= at < end if begin <= end else at >= begin or at < end


def _end_of_quiet(member: Member, now: datetime) -> datetime:
    """The next time that the clock on the member's wall shows the end, even if it is put forward or back before that.

    Where it jumps over the end, the first moment after the jump that is not quiet counts.
    """
    zone = zoneinfo.ZoneInfo(member.time_zone)
    today = now.astimezone(zone).date()
    ends = (
        datetime.combine(today + timedelta(days=days), member.quiet_until, zone)
        .replace(fold=fold)
        .astimezone(UTC)
        for days in (0, 1)
        for fold in (0, 1)
    )
    return min(end for end in ends if end > now and not is_quiet(member, end))
