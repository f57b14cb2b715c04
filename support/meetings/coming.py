"""What comes next: the meetings that a member has planned, is asked about, or may say something of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import Member
from accounts.prepared import Given, Prepared
from matching.models import Match
from support.meetings import planning
from support.models import AHEAD, Meeting, MeetingState

ASKED_FOR = timedelta(days=7)  # whether it happened


OF_MATCHES = Prepared(
    lambda: (
        Meeting.objects.filter(match__any_of=Given("matches"), state__in=(*AHEAD, MeetingState.OVER))
        .select_related("match__seeker", "match__helper")
        .order_by("-created_at", "-pk")
    )
)


@dataclass(frozen=True)
class Coming:
    """One meeting. `what`: planned, asked (their answer is awaited), waiting or past."""

    match: Match
    name: str
    what: str
    begins: datetime
    ends: datetime


def of(member: Member, names: Mapping[int, str], *, now: datetime) -> list[Coming]:
    """In these matches, by id with the other's name; the soonest first. One query."""
    newest: dict[int, Meeting] = {}
    for row in OF_MATCHES.all(matches=list(names)):
        newest.setdefault(row.match_id, row)
    found = [one for row in newest.values() for one in _of(row, member, names[row.match_id], now)]
    return sorted(found, key=lambda one: one.begins)


def _of(row: Meeting, member: Member, name: str, now: datetime) -> Iterable[Coming]:
    if row.agreed and planning.has_begun(row, now):
        mine = row.seeker_said if member.pk == row.match.seeker_id else row.helper_said
        if not mine and now - row.agreed[1] < ASKED_FOR:
            yield Coming(row.match, name, "past", *row.agreed)
        return
    if row.agreed:
        yield Coming(row.match, name, "planned", *row.agreed)
    if row.wanted and row.wanted[0] > now:
        what = "waiting" if row.suggested_by == member.pk else "asked"
        yield Coming(row.match, name, what, *row.wanted)
