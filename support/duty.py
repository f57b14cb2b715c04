"""When somebody is there: the community's weekly hours of duty, and what they let us promise.

The hours are windows of the community's own clock. How long something takes is counted in hours of duty alone, so that
"by Tuesday at six" is said only where somebody is there to make it true.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Community
from matching.engine.hours import HORIZON, free_time, quarter_from
from matching.engine.side import Hours, Window

A_LOOK = timedelta(hours=1)  # of duty: within this, whoever comes first has looked at what is most grave
A_MOMENT = timedelta(seconds=1)
DAY_MINUTES = 24 * 60


class NoHours(ValidationError):
    """A window that is no stretch of a day."""


def windows_of(community: Community) -> tuple[Window, ...]:
    """The hours of duty, in order, in the community's own time."""
    return tuple(Window(*window) for window in sorted(community.duty_hours))


def hours_of(community: Community) -> Hours:
    """The same with the clock that they are read by."""
    return Hours(zone=community.time_zone, windows=windows_of(community))


def on_duty(community: Community, now: datetime) -> bool:
    """Whether a moderator is there at this moment, as far as their hours say."""
    return bool(free_time(hours_of(community), start=now, end=now + A_MOMENT))


def next_on_duty(community: Community, now: datetime) -> datetime | None:
    """When somebody is there next; `now` while somebody is. None where no hours are known."""
    ahead = free_time(hours_of(community), start=now, end=now + HORIZON)
    return ahead[0][0] if ahead else None


def looks_by(community: Community, now: datetime) -> datetime | None:
    """When somebody will have looked: once an hour of duty has passed, rounded up to a quarter-hour.

    None where no hours are known, or too few to fill that hour within two weeks: then nothing is promised.
    """
    left = A_LOOK
    for begins, ends in free_time(hours_of(community), start=now, end=now + HORIZON):
        if ends - begins >= left:
            return quarter_from(begins + left)
        left -= ends - begins
    return None


def away_until(community: Community, now: datetime) -> datetime | None:
    """By when somebody will have looked, while nobody is there; None while somebody is, or where nothing is known."""
    return None if on_duty(community, now) else looks_by(community, now)


def as_kept(windows: Iterable[Window]) -> list[list[int]]:
    """How windows are written into `Community.duty_hours`: in order, joined where they touch. Raises NoHours."""
    kept: list[list[int]] = []
    for window in sorted(windows, key=lambda one: (one.weekday, one.start)):
        if not (0 <= window.weekday <= 6 and 0 <= window.start < window.end <= DAY_MINUTES):
            raise NoHours(_("A time is missing its end, or ends before it begins."))
        if kept and kept[-1][0] == window.weekday and window.start <= kept[-1][2]:
            kept[-1][2] = max(kept[-1][2], window.end)
        else:
            kept.append([window.weekday, window.start, window.end])
    return kept
