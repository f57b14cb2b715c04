"""How the search of a community goes: how long people have been looking, and whether the machinery runs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Q

from accounts.models import Community, Delivery, DeliveryState
from matching.models import MatchState, Need, Round
from matching.waiting import LOOKING
from support import matchmaking
from support.masks import headline, seeker_name
from support.parties import names_of
from support.policies import Remit
from support.privacy import looks

LONGEST_WAITING = 5
ROUNDS = 5
LATELY = timedelta(days=30)


@dataclass(frozen=True)
class Waits:
    """One need that has waited long."""

    need: Need
    headline: str
    name: str
    why: str


class Held(NamedTuple):
    """A round of the matcher: None for how long one took that has not finished; how near it came to the best that is
    proven possible, where that is known."""

    round: Round
    seconds: float | None
    share: float | None


@dataclass(frozen=True)
class Overview:
    """The search of a community at a moment."""

    ages: dict[str, int]  # how many open needs have waited since today, some days, a week, longer
    longest: list[Waits]
    matches: dict[MatchState, int]  # the states nobody is in, too
    rounds: list[Held]  # the newest first
    given_up: list[
        tuple[str, int]
    ]  # what could not be delivered lately, by the kind of failure, if one is known


def overview(remit: Remit, *, now: datetime) -> Overview:
    """How the search goes. The look at those who have waited longest is written down."""
    return Overview(
        ages=_ages(remit, now),
        longest=_longest(remit, now),
        matches=_by_state(remit),
        rounds=_rounds(remit.community),
        given_up=_given_up(remit.community, now),
    )


def _ages(remit: Remit, now: datetime) -> dict[str, int]:
    day, three, week = (now - timedelta(days=days) for days in (1, 3, 7))
    since = "waiting_since__gt"
    return (
        remit.needs()
        .filter(state__in=LOOKING)
        .aggregate(
            today=Count("pk", filter=Q(**{since: day})),
            days=Count("pk", filter=Q(**{since: three}) & ~Q(**{since: day})),
            week=Count("pk", filter=Q(**{since: week}) & ~Q(**{since: three})),
            older=Count("pk", filter=~Q(**{since: week})),
        )
    )


def _longest(remit: Remit, now: datetime) -> list[Waits]:
    looking = remit.needs().filter(state__in=LOOKING, live=0).order_by("waiting_since", "pk")
    needs = list(looking[:LONGEST_WAITING])
    looks.at_list(remit, needs, now=now)
    names = names_of(remit.community, (need.member_id for need in needs))
    why = matchmaking.why_waiting(needs, remit, now=now)
    return [
        Waits(need, headline(remit, need), seeker_name(remit, need, names), why[need.pk]) for need in needs
    ]


def _by_state(remit: Remit) -> dict[MatchState, int]:
    found = dict(remit.matches().order_by().values_list("state").annotate(Count("pk")))
    return {state: found.get(state.value, 0) for state in MatchState}


def _rounds(community: Community) -> list[Held]:
    rounds = Round.objects.filter(community=community).order_by("-started_at", "-pk")[:ROUNDS]
    return [
        Held(
            round,
            (round.finished_at - round.started_at).total_seconds() if round.finished_at else None,
            round.total / round.bound if round.bound else None,
        )
        for round in rounds
    ]


def _given_up(community: Community, now: datetime) -> list[tuple[str, int]]:
    dead = Delivery.objects.filter(
        notification__community=community, state=DeliveryState.DEAD, finished_at__gt=now - LATELY
    )
    counted = dead.order_by().values_list("failure").annotate(number=Count("pk")).order_by("-number")
    return list(counted)
