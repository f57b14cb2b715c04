"""Help at once, on the next page of somebody whose words suggest danger. It stands beside what they came for, and takes
nothing from it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import Community, Member
from matching.danger import DANGEROUS
from matching.models import Match, Signed
from support import checkins, duty, safety
from support.models import Message

STAYS = timedelta(days=2)  # beside a conversation, after the words were said
HEAVIEST = 1


@dataclass(frozen=True)
class Panel:
    """Lines to call, and how it stands with a moderator's eyes. `waits` and `read` are both False where none comes."""

    country: str
    here: list[safety.Line]
    emergency: list[safety.Line]
    waits: bool
    read: bool
    by: datetime | None  # when somebody will have looked, where that can be said


def panel(*, member: Member, place: Community, rows: Iterable[Signed], now: datetime) -> Panel | None:
    """None where none of these words suggests danger to anybody."""
    signed = [row for row in rows if not DANGEROUS.isdisjoint(row.signs)]
    if not signed:
        return None
    return _panel(member, place, now, waits=any(row.signs_wait for row in signed), read=True)


def after_looking_back(*, member: Member, match: Match, now: datetime) -> Panel | None:
    """For words that suggest danger, and for whoever feels as heavy as can be: of that, no moderator is told."""
    said = checkins.said(match, member)
    if said is None or said.answered_at is None or said.answered_at < now - STAYS:
        return None
    found = panel(member=member, place=match.community, rows=[said], now=now)
    if found is None and said.feeling == HEAVIEST:
        return _panel(member, match.community, now, waits=False, read=False)
    return found


def new_of(said: Iterable[Message], *, now: datetime) -> list[Message]:
    """Those of one's own messages beside which help still stands."""
    return [one for one in said if one.signs_since is not None and one.signs_since > now - STAYS]


def _panel(member: Member, place: Community, now: datetime, *, waits: bool, read: bool) -> Panel:
    country = safety.likely_country(member) or place.country
    found = safety.resources_for(country)
    today = timezone.localdate(now)
    return Panel(
        country=country,
        here=safety.as_shown(found.here, today=today),
        emergency=safety.as_shown(found.emergency, today=today),
        waits=waits,
        read=read and not waits,
        by=duty.looks_by(place, now) if waits else None,
    )
