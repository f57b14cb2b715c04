"""What comes next: the meetings that a member has planned, is asked about, or may say something of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Member
from matching.models import Match
from matching.seen import Card, Stage
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


def of_talks(member: Member, found: Iterable[Coming], now: datetime) -> list[Next]:
    """All of somebody's open conversations, the soonest first."""
    return [_said(one, member, now) for one in found]


def of_match(match: Match, member: Member, card: Card, now: datetime) -> list[Next] | None:
    """Of one conversation: at most what is planned, what is suggested, and what is past; None where no two meet."""
    if card.stage != Stage.CONNECTED:
        return None
    names = {match.pk: card.other_name or ""}
    return [_said(one, member, now) for one in coming.of(member, names, now=now)]


def _said(one: Coming, member: Member, now: datetime) -> Next:
    to = both_clocks.reader(member, other_side(one.match, member), one.name, now)
    return Next(one.match, one.name, one.what, both_clocks.said((one.begins, one.ends), to))
