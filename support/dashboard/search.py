"""How the search goes: how long people have been looking, and whether the machinery runs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Delivery, DeliveryState
from matching.models import MatchState, Need, Round
from matching.waiting import LOOKING
from support import matchmaking
from support.dashboard.desk import Desk, moderated, show
from support.dashboard.figures import in_percent
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


@moderated
@require_safe
def search(request: Desk) -> HttpResponse:
    remit, now = request.remit, request.now
    return show(
        request,
        "search.html",
        ages=_ages(remit, now),
        longest=_longest(remit, now),
        matches=_by_state(remit),
        rounds=_rounds(remit),
        given_up=_given_up(remit, now),
        lately=LATELY.days,
    )


def _ages(remit: Remit, now: datetime) -> dict[str, int]:
    """How many open needs have waited how long."""
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


def _by_state(remit: Remit) -> list[tuple[str, str, int]]:
    """State, its words, and how many; the states nobody is in, too, so that the table keeps its shape."""
    found = dict(remit.matches().order_by().values_list("state").annotate(Count("pk")))
    return [(state.value, str(state.label), found.get(state.value, 0)) for state in MatchState]


def _rounds(remit: Remit) -> list[tuple[Round, float | None, str]]:
    """The last rounds of the matcher: how many seconds each took (None for one that has not finished), and how near
    it came to the best that is proven possible."""
    rounds = Round.objects.filter(community=remit.community).order_by("-started_at", "-pk")[:ROUNDS]
    return [
        (
            round,
            (round.finished_at - round.started_at).total_seconds() if round.finished_at else None,
            in_percent(round.total / round.bound) if round.bound else "",
        )
        for round in rounds
    ]


def _given_up(remit: Remit, now: datetime) -> list[tuple[str, int]]:
    """What could not be delivered lately, by the kind of failure."""
    dead = Delivery.objects.filter(
        notification__community=remit.community, state=DeliveryState.DEAD, finished_at__gt=now - LATELY
    )
    counted = dead.order_by().values_list("failure").annotate(number=Count("pk")).order_by("-number")
    return [(failure or _("no reason known"), number) for failure, number in counted]
