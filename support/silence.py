"""A conversation that falls silent: both are asked whether it goes on, and later it ends by itself."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, F, Max, Q, QuerySet, When
from django.db.models.functions import Greatest

from accounts.locking import lock_members
from matching import matches
from matching.models import Match, MatchState
from support.models import MeetingState, Message

ASKED_AFTER = timedelta(days=14)
ENDED_AFTER = timedelta(days=7)  # counted from the question
# Two who go on for longer may be quiet for longer.
LONGER_ASKED_AFTER = timedelta(days=60)
LONGER_ENDED_AFTER = timedelta(days=14)
LONGER = Q(longer_since__isnull=False)


def sweep_silent(*, now: datetime) -> None:
    """Asks about and ends what is due, each conversation in a transaction of its own."""
    for match in list(to_end(now=now)):
        _still_silent(match, to_end, matches.end_silent, now)
    for match in list(to_ask(now=now)):
        _still_silent(match, to_ask, matches.ask_silent, now)


def to_ask(*, now: datetime) -> QuerySet[Match]:
    """Connected matches without a word for 14 days, about which nobody was asked since that word.

    For two who go on for longer it is 60 days.
    """
    asked = Q(nudged_at__gte=F("last_word"))
    return _silent(now, ASKED_AFTER, LONGER_ASKED_AFTER).exclude(asked)


def to_end(*, now: datetime) -> QuerySet[Match]:
    """Connected matches about which both were asked 7 days ago, and which are as silent as before.

    For two who go on for longer it is 14 days. A word after the question starts the whole wait anew, and the question
    with it.
    """
    long_ago = ~LONGER & Q(nudged_at__lte=now - ENDED_AFTER) | LONGER & Q(
        nudged_at__lte=now - LONGER_ENDED_AFTER
    )
    silent = _silent(now, ASKED_AFTER + ENDED_AFTER, LONGER_ASKED_AFTER + LONGER_ENDED_AFTER)
    return silent.filter(long_ago, nudged_at__gte=F("last_word"))


def asked_about(match: Match, said: Iterable[Message]) -> bool:
    """Whether both were asked if this goes on, and since then neither a word was said nor both wished to go on.

    `said` is what the asker may see.
    """
    asked = match.nudged_at
    if asked is None or (match.longer_since is not None and match.longer_since > asked):
        return False
    return not any(message.sent_at > asked for message in said)


def _silent(now: datetime, ordinary: timedelta, longer: timedelta) -> QuerySet[Match]:
    """Connected matches that have been silent for so long; an hour that both keep for each other is no silence."""
    kept = Q(meetings__state__in=(MeetingState.ACCEPTED, MeetingState.OVER))
    last_word = Greatest(  # PostgreSQL's greatest passes over NULL
        "connected_at",
        Max("messages__sent_at"),
        "longer_since",  # both have said that they go on
        Max("meetings__changed_at"),
        Max("meetings__ends_at", filter=kept),
    )
    silent = Case(When(LONGER, then=now - longer), default=now - ordinary)
    connected = Match.objects.filter(state=MatchState.CONNECTED, connected_at__lte=now - ordinary)
    return connected.annotate(last_word=last_word).filter(last_word__lte=silent).order_by("pk")


@transaction.atomic
def _still_silent(
    match: Match, due: Callable[..., QuerySet[Match]], act: Callable[..., None], now: datetime
) -> None:
    """A message may have come meanwhile; with both people locked none can come now, so the silence is checked again."""
    lock_members([match.seeker_id, match.helper_id])
    if due(now=now).filter(pk=match.pk).exists():
        act(match=match, now=now)
