"""Whom to ask how it has gone, and when.

Asked are the two sides of a connected match on their third, fourteenth and thirtieth day; after a good ending its
seeker alone, on the thirtieth. Nobody is asked

- about somebody whom either has blocked, about a match that they have reported, that ended early or by itself, or whose
  need its seeker has asked anew (whoever was reported is asked as before: what fell away would tell them);
- about a longer pairing: they know how it goes;
- who left an earlier question about the same match without an answer (a "not now" is an answer);
- while the conversation is so quiet that both are, or soon will be, asked whether it goes on (`support.silence`);
- who has not answered the other's first message: they are reminded of that already;
- about two matches within a day;
- who is suspended here, has left, or is about to be erased;
- later than `LATE` after the day: a sweep that comes late asks about today, not about last month.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest

from accounts.locking import lock_members
from accounts.models import Member, Membership, Standing
from accounts.notifications.notify import notify
from accounts.prepared import Given
from matching.models import Block, Match, MatchState, Need
from support.models import DELIVERED, CheckIn, Message, Report

DAYS = (3, 14, 30)
LATE = timedelta(days=7)
QUIET = timedelta(days=12)  # nearly as long as `silence` waits: nobody gets both questions
APART = timedelta(hours=20)  # between two questions to the same person
SIDES = ("seeker", "helper")


class Due(NamedTuple):
    """One question that is due."""

    match: Match
    side: str
    day: int


def sweep(*, now: datetime) -> int:
    """Asks whoever is due, each in a transaction of its own, and returns how many were asked."""
    return sum(_ask(one, now) for one in list(_due(now)))


def still_makes_sense(asked: Member | OuterRef | Given) -> QuerySet[Match]:
    """Matches about which `asked`, one of the two, may be asked, or may answer what they were asked."""
    between = Q(blocker=OuterRef("seeker"), blocked=OuterRef("helper")) | Q(
        blocker=OuterRef("helper"), blocked=OuterRef("seeker")
    )
    return Match.objects.filter(
        ~Exists(Block.objects.filter(between)),
        ~Exists(Report.objects.filter(match=OuterRef("pk"), reporter=asked)),
        ~Exists(Need.objects.filter(reopened_from=OuterRef("need"))),
        state__in=(MatchState.CONNECTED, MatchState.COMPLETED),
        apart_since=None,
    )


def _due(now: datetime) -> Iterable[Due]:
    """Everything that is due, the latest day first: whoever is late for one day is asked about the other alone."""
    for day in reversed(DAYS):
        for side in SIDES:
            for match in _of(side, day, now):
                yield Due(match, side, day)


def _of(side: str, day: int, now: datetime) -> QuerySet[Match]:
    """Matches about which this side is to be asked for this day."""
    since, mine = now - timedelta(days=day), CheckIn.objects.filter(member=OuterRef(side))
    here = mine.filter(match=OuterRef("pk"))
    return (
        _goes_on(day, side, now)
        .filter(
            ~Exists(here.filter(Q(day=day) | Q(answered_at=None, put_aside_at=None))),
            ~Exists(mine.filter(asked_at__gt=now - APART)),
            _owes_no_answer(side),
            _in_good_standing(side),
            connected_at__lte=since,
            connected_at__gt=since - LATE,
        )
        .order_by("pk")
    )


def _goes_on(day: int, side: str, now: datetime) -> QuerySet[Match]:
    """Of those that make sense: which this side is asked about on this day."""
    last_word = Greatest("connected_at", Max("messages__sent_at"))
    connected = Q(state=MatchState.CONNECTED, longer_since=None, last_word__gt=now - QUIET)
    helped = Q(state=MatchState.COMPLETED)
    asked = connected | helped if (day, side) == (DAYS[-1], "seeker") else connected
    return still_makes_sense(OuterRef(side)).annotate(last_word=last_word).filter(asked)


def _owes_no_answer(side: str) -> Q:
    """Nobody has written to them, or they have written, too."""
    written = Message.objects.filter(DELIVERED, match=OuterRef("pk"))
    return ~Exists(written.exclude(author=OuterRef(side))) | Q(Exists(written.filter(author=OuterRef(side))))


def _in_good_standing(side: str) -> Exists:
    return Exists(
        Membership.objects.filter(
            member=OuterRef(side),
            community=OuterRef("community"),
            standing=Standing.GOOD,
            member__is_active=True,
            member__erase_asked_at=None,
        )
    )


@transaction.atomic
def _ask(due: Due, now: datetime) -> bool:
    """With both people held no block, ending or other question comes in between, so what is due is looked at again."""
    match, day = due.match, due.day
    lock_members([match.seeker_id, match.helper_id])
    if not _of(due.side, day, now).filter(pk=match.pk).exists():
        return False
    member = match.seeker if due.side == "seeker" else match.helper
    CheckIn.objects.create(match=match, member=member, day=day, asked_at=now)
    notify(
        member=member,
        kind="checkin_asked",
        event=f"match:{match.pk}:checkin:{day}",
        now=now,
        community=match.community,
        refers_to={"match": str(match.uid)},
    )
    return True
