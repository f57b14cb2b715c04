"""What comes next: the meetings that a member has planned, is asked about, or may say something of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Member
from matching.models import Match
from matching.seen import Card, Connection, Stage
from support.meetings import coming
from support.meetings.coming import Coming
from support.parties import other_side
from support.web import both_clocks
from support.web.both_clocks import SaidHour


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


def of_match(match: Match, member: Member, card: Card, now: datetime) -> list[Next] | None:
    """Of one conversation: at most what is planned, what is suggested, and what is past; None where no two meet."""
    if card.stage != Stage.CONNECTED:
        return None
    return _told(member, {match.pk: card.other_name or ""}, now)


def _told(member: Member, names: dict[int, str], now: datetime) -> list[Next]:
    return [_said(one, member, now) for one in coming.of(member, names, now=now)]


def _said(one: Coming, member: Member, now: datetime) -> Next:
    to = both_clocks.reader(member, other_side(one.match, member), one.name, now)
    return Next(one.match, one.name, one.what, both_clocks.said((one.begins, one.ends), to))
