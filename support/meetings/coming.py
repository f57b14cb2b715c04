"""What comes next: the meetings that a member has planned, is asked about, or may say something of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import Member
from accounts.prepared import Given, Prepared
from accounts.rows import Later
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
    return told(ask_of(names)() if names else [], member, names, now=now)


def ask_of(matches: Iterable[int]) -> Later[list[Meeting]]:
    """The meetings in these matches, for `rows.together`; `told` says of them what `of` does."""
    return OF_MATCHES.ask(matches=list(matches))


def told(rows: Iterable[Meeting], member: Member, names: Mapping[int, str], *, now: datetime) -> list[Coming]:
    newest: dict[int, Meeting] = {}
    for row in rows:
        newest.setdefault(row.match_id, row)
    found = [
        one
        for row in newest.values()
        if row.match_id in names
        for one in _of(row, member, names[row.match_id], now)
    ]
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
