"""Help at once, on the next page of somebody whose words suggest danger. It stands beside what they came for, and takes
nothing from it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Community
from matching.danger import DANGEROUS
from matching.models import Match, Signed
from support import checkins, duty, safety
from support.models import Message
from support.web import crisis
from support.web.access import MemberRequest

STAYS = timedelta(days=2)  # beside a conversation, after the words were said
HEAVIEST = 1


@dataclass(frozen=True)
class Panel:
    """Lines to call, and how it stands with a moderator's eyes. `waits` and `read` are both False where none comes."""

    country: str
    here: list[crisis.Line]
    emergency: list[crisis.Line]
    waits: bool
    read: bool
    by: datetime | None  # when somebody will have looked, where that can be said


def panel(
    request: HttpRequest, place: Community, rows: Iterable[Signed], *, moment: datetime
) -> Panel | None:
    """None where none of these words suggests danger to anybody."""
    signed = [row for row in rows if not DANGEROUS.isdisjoint(row.signs)]
    if not signed:
        return None
    return _panel(request, place, moment, waits=any(row.signs_wait for row in signed), read=True)


def after_looking_back(request: MemberRequest, match: Match, *, moment: datetime) -> Panel | None:
    """For words that suggest danger, and for whoever feels as heavy as can be: of that, no moderator is told."""
    said = checkins.said(match, request.user)
    if said is None or said.answered_at is None or said.answered_at < moment - STAYS:
        return None
    found = panel(request, match.community, [said], moment=moment)
    if found is None and said.feeling == HEAVIEST:
        return _panel(request, match.community, moment, waits=False, read=False)
    return found


def new_of(said: Iterable[Message], moment: datetime) -> list[Message]:
    """Those of one's own messages beside which help still stands."""
    return [one for one in said if one.signs_since is not None and one.signs_since > moment - STAYS]


def _panel(request: HttpRequest, place: Community, moment: datetime, *, waits: bool, read: bool) -> Panel:
    country = crisis.likely_country(request) or place.country
    found = safety.resources_for(country)
    today = timezone.localdate(moment)
    return Panel(
        country=country,
        here=crisis.lines(found.here, today),
        emergency=crisis.lines(found.emergency, today),
        waits=waits,
        read=read and not waits,
        by=duty.looks_by(place, moment) if waits else None,
    )
