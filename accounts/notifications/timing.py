"""When a message may leave: at once, after quiet hours, or together with others at the hour that its member chose."""

import zoneinfo
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from accounts.models import Channel, Letters, Member
from accounts.notifications import quiet
from accounts.notifications.kinds import Kind

MONDAY = 0  # the day of the weekly letter


class Due(NamedTuple):
    """`together`: it is held for one letter that tells of several things."""

    at: datetime
    together: bool


def due(member: Member, kind: Kind, channel: Channel, now: datetime) -> Due:
    """When this may reach the member. Asked when it is written down, and again at sending."""
    if kind.account or kind.on_call or (kind.urgent and member.asked_in_quiet_hours):
        return Due(now, together=False)
    held = channel == Channel.EMAIL and not (kind.gathers or kind.urgent)
    if held and member.letters != Letters.AT_ONCE:
        return Due(next_tick(member, now), together=True)
    return Due(quiet.due_at(member, now), together=False)


def next_tick(member: Member, now: datetime) -> datetime:
    """When the next letter comes that tells several things together: at the member's hour, on Mondays if once a week.

    If that hour is a quiet one, when the quiet is over: in the morning, that may still be yesterday's letter.
    """
    zone = zoneinfo.ZoneInfo(member.time_zone)
    today = now.astimezone(zone).date()
    days = (today + timedelta(days=day) for day in range(-1, 9))
    weekly = member.letters == Letters.WEEKLY
    ticks = (
        datetime.combine(day, member.letters_at, zone).astimezone(UTC)
        for day in days
        if not weekly or day.weekday() == MONDAY
    )
    return next(due for tick in ticks if (due := quiet.due_at(member, tick)) > now)
