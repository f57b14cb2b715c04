"""What a dry run plays with: the needs and offers as if nobody was being asked, and which of them may meet."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from accounts.models import Member
from matching import limits, sides
from matching.engine import ranking, rules
from matching.engine.side import NeedSide, OfferSide
from matching.models import MatchState, Need, NeedState, Offer, OfferState
from matching.waiting import LOOKING

LATELY = timedelta(days=14)
# A moderator waits for the answer, so it looks at the newest only and says so.
MOST_NEEDS = 500
MOST_OFFERS = 1_000
OVER = (NeedState.CONNECTED, NeedState.CLOSED)


class Possible(NamedTuple):
    """A need and an offer that may meet, and how they do on each score, in the order of `WEIGHTS`."""

    need_id: int
    offer_id: int
    values: tuple[float, ...]


@dataclass(frozen=True)
class Stage:
    """What a dry run plays with. The rules and scores are asked once, however many weights are tried on it."""

    needs: dict[int, NeedSide]
    offers: dict[int, OfferSide]
    possible: list[Possible]
    now: datetime
    whole: bool  # False where there were more needs or offers than it looks at


def gather(community_id: int, *, now: datetime, without: Collection[int] = ()) -> Stage:
    """The needs and offers of a dry run, and every pair of them that may meet."""
    needs, all_needs = _needs(community_id, now, without)
    offers, all_offers = _offers(community_id, now, without)
    return Stage(needs, offers, _edges(needs, offers, now), now, all_needs and all_offers)


def _needs(community_id: int, now: datetime, without: Collection[int]) -> tuple[dict[int, NeedSide], bool]:
    """The needs, as if nobody was being asked about any of them; whether these are all."""
    lately = Q(state__in=OVER, waiting_since__gt=now - LATELY)
    still_time = Q(needed_by__isnull=True) | Q(needed_by__gte=now.date())
    rows = Need.objects.filter(Q(state__in=LOOKING) | lately, still_time, community=community_id)
    newest = rows.exclude(member__in=without).order_by("-created_at", "-pk")
    places = dict(newest.values_list("pk", "places")[: MOST_NEEDS + 1])
    ids = list(places)[:MOST_NEEDS]
    found = sides.need_sides(Need.objects.filter(pk__in=ids), now=now)
    nobody: frozenset[int] = frozenset()
    needs = {pk: replace(need, places=places[pk], asking=nobody) for pk, need in found.items()}
    return needs, len(places) <= MOST_NEEDS


def _offers(community_id: int, now: datetime, without: Collection[int]) -> tuple[dict[int, OfferSide], bool]:
    """The open offers with all their room; whether these are all."""
    rows = Offer.objects.filter(community=community_id, state=OfferState.OPEN).exclude(member__in=without)
    capacity = dict(rows.order_by("-pk").values_list("pk", "capacity")[: MOST_OFFERS + 1])
    chosen = Offer.objects.filter(pk__in=list(capacity)[:MOST_OFFERS])
    found, rooms = sides.offer_sides(chosen, now=now), _rooms(chosen, now)
    offers = {
        pk: replace(offer, room=capacity[pk], person_room=rooms[offer.person.member_id])
        for pk, offer in found.items()
    }
    return offers, len(capacity) <= MOST_OFFERS


def _rooms(offers: QuerySet[Offer], now: datetime) -> dict[int, int]:
    """The helpers' own limits while they are with nobody and were not asked lately; the new begin gently."""
    completed = Count("matches_as_helper", filter=Q(matches_as_helper__state=MatchState.COMPLETED))
    helpers = Member.objects.filter(pk__in=offers.values("member")).annotate(completed=completed)
    return {helper.pk: _room(helper, helper.completed, now) for helper in helpers}


def _room(helper: Member, completed: int, now: datetime) -> int:
    room = min(helper.max_people, helper.max_asks_week)
    new = helper.created_at > now - limits.NEW_HELPER_DAYS or completed < limits.NEW_HELPER_COMPLETED
    return min(room, limits.NEW_SEEKERS_A_DAY) if new else room


def _edges(needs: Mapping[int, NeedSide], offers: Mapping[int, OfferSide], now: datetime) -> list[Possible]:
    """Every pair that may meet, with its scores: the one costly step."""
    return [
        Possible(need.id, offer.id, tuple(part.value for part in ranking.fit(need, offer, now).parts))
        for need in needs.values()
        for offer in offers.values()
        if rules.may_meet(need, offer, now)
    ]
