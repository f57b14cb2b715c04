"""How many people a helper may be asked about: their own limits, and gentle ones for those who are new."""

from datetime import datetime, timedelta

from accounts.models import HelperLimits
from matching.pasts import SoFar

NEW_HELPER_DAYS = timedelta(days=30)
NEW_HELPER_COMPLETED = 5
NEW_SEEKERS_A_DAY = 3
NEW_PEOPLE_AT_ONCE = 5


def person_room(
    so_far: SoFar,
    helping: int,
    max_people: int,
    max_asks_week: int,
    since: datetime,
    decided: str = HelperLimits.BY_TIME,
    *,
    now: datetime,
) -> int:
    """Places left in the helper's own limits, over all their offers; a helper who came `since` lately begins gently.

    `decided` is what a moderator of the offer's community said about the limits for new helpers.
    """
    room = min(max_people - helping, max_asks_week - so_far.asked_this_week)
    if is_limited(completed=so_far.completed, since=since, now=now, decided=decided):
        room = min(room, NEW_SEEKERS_A_DAY - so_far.seekers_today, NEW_PEOPLE_AT_ONCE - helping)
    return max(room, 0)


def is_limited(
    *, completed: int, since: datetime, now: datetime, decided: str = HelperLimits.BY_TIME
) -> bool:
    """Whether the limits for new helpers hold: until both time and help given lift them, or as a moderator decided."""
    if decided:
        return decided == HelperLimits.KEPT
    return completed < NEW_HELPER_COMPLETED or since > now - NEW_HELPER_DAYS
