"""What comes next: the meetings that a member has planned, is asked about, or may say something of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import Member
from matching.models import Match
from matching.seen import Connection
from support.meetings import planning
from support.models import AHEAD, Meeting, MeetingState
from support.parties import names_of, other_side
from support.web import both_clocks
from support.web.both_clocks import SaidHour

ASKED_FOR = timedelta(days=7)  # whether it happened


@dataclass(frozen=True)
class Next:
    """One meeting on somebody's page. `what`: planned, asked (their answer is awaited), waiting or past."""

    match: Match
    name: str
    what: str
    hour: SaidHour


def of_talks(member: Member, talks: Iterable[Connection], now: datetime) -> list[Next]:
    """All of somebody's open conversations, the soonest first. One query."""
    names = {talk.match_id: talk.other_name for talk in talks if talk.open}
    return _told(member, names, now) if names else []


def of_match(match: Match, member: Member, now: datetime) -> list[Next]:
    """Of one conversation: at most what is planned, what is suggested, and what is past."""
    other = other_side(match, member)
    return _told(member, {match.pk: names_of(match.community, [other.pk]).get(other.pk, "")}, now)


def _told(member: Member, names: dict[int, str], now: datetime) -> list[Next]:
    rows = Meeting.objects.filter(match__in=names, state__in=(*AHEAD, MeetingState.OVER))
    rows = rows.select_related("match__seeker", "match__helper").order_by("-created_at", "-pk")
    newest: dict[int, Meeting] = {}
    for row in rows:
        newest.setdefault(row.match_id, row)
    found = [one for row in newest.values() for one in _of(row, member, names[row.match_id], now)]
    return sorted(found, key=lambda one: one.hour.begins)


def _of(row: Meeting, member: Member, name: str, now: datetime) -> Iterable[Next]:
    to = both_clocks.reader(member, other_side(row.match, member), name, now)
    if row.agreed and planning.has_begun(row, now):
        mine = row.seeker_said if member.pk == row.match.seeker_id else row.helper_said
        if not mine and now - row.agreed[1] < ASKED_FOR:
            yield Next(row.match, name, "past", both_clocks.said(row.agreed, to))
        return
    if row.agreed:
        yield Next(row.match, name, "planned", both_clocks.said(row.agreed, to))
    if row.wanted and row.wanted[0] > now:
        what = "waiting" if row.suggested_by == member.pk else "asked"
        yield Next(row.match, name, what, both_clocks.said(row.wanted, to))
