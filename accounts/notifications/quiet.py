"""Quiet hours: they delay a message until the member's own morning, and never drop it."""

import zoneinfo
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache

from accounts.models import Member


def due_at(member: Member, now: datetime) -> datetime:
    """The first moment from `now` on that lies outside the member's quiet hours, in their own zone."""
    return _due_at(member.quiet_from, member.quiet_until, member.time_zone, now)


def is_quiet(member: Member, now: datetime) -> bool:
    """Whether it is quiet for this member; equal ends mean that it never is."""
    return _is_quiet(member.quiet_from, member.quiet_until, member.time_zone, now)


@lru_cache(maxsize=1024)
def _due_at(begin: time, end: time, zone: str, now: datetime) -> datetime:
    """The same for all who keep these hours there: a round tells hundreds of people at one moment."""
    return _end_of_quiet(begin, end, zone, now) if _is_quiet(begin, end, zone, now) else now


def _is_quiet(begin: time, end: time, zone: str, now: datetime) -> bool:
    at = now.astimezone(zoneinfo.ZoneInfo(zone)).time()
    return begin <= at < end if begin <= end else at >= begin or at < end


def _end_of_quiet(begin: time, end: time, zone: str, now: datetime) -> datetime:
    """The next time that the clock on the wall there shows the end, even if it is put forward or back before that.

    Where it jumps over the end, the first moment after the jump that is not quiet counts.
    """
    clock = zoneinfo.ZoneInfo(zone)
    today = now.astimezone(clock).date()
    ends = (
        datetime.combine(today + timedelta(days=days), end, clock).replace(fold=fold).astimezone(UTC)
        for days in (0, 1)
        for fold in (0, 1)
    )
    return min(over for over in ends if over > now and not _is_quiet(begin, end, zone, over))
