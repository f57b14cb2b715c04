"""Which needs wait for the matcher's next look, and what stirred them.

A need waits while it is open and may still have somebody asked. The matcher looks at it when it is new, when something
changed that could give it a match ("stirred"), and now and then anyway. Where an offer changed, only that offer is
noted: the round finds the needs it could serve, so that posting an offer costs the same however many wait.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet

from accounts import doorbell
from accounts.models import Member
from matching import tasks, topics
from matching.limits import NEW_PEOPLE_AT_ONCE
from matching.models import Match, Need, NeedState, Offer, OfferState, Stir
from matching.rows import batched, select

NOW_AND_THEN = timedelta(minutes=10)
LOOKING = (NeedState.OPEN, NeedState.MATCHED)
MOST_NEEDS = 150_000  # in one round; the others have their turn in the next
FEW_OFFERS = 20  # with more than these stirred, everybody who waits is looked at
FEW = 1_000
SERVED = 200  # needs looked at for one offer
AT_ONCE = 1_000  # needs noted in one statement

# The needs that an offer could serve, those that have waited longest first. Generous, like `candidates`.
COULD_SERVE = """
SELECT need.id
FROM matching_offer offer
JOIN accounts_member helper ON helper.id = offer.member_id
JOIN matching_need need ON need.community_id = offer.community_id
WHERE offer.id = %(offer)s AND offer.state = 'open'
  AND offer.live < offer.capacity AND helper.helping < helper.max_people
  AND need.state IN ('open', 'matched') AND need.live < need.places AND need.expires_at > %(now)s
  AND need.member_id <> offer.member_id
  AND need.kind = ANY(offer.kinds) AND need.formats && offer.formats AND need.languages && offer.languages
  AND EXISTS (
    SELECT FROM matching_need_topics chosen WHERE chosen.need_id = need.id AND chosen.topic_id = ANY(%(reach)s)
  )
ORDER BY need.waiting_since, need.id
LIMIT %(limit)s
"""
LOOKED = """
WITH held AS (SELECT id FROM matching_need WHERE id = ANY(%(ids)s::bigint[]) ORDER BY id FOR NO KEY UPDATE)
UPDATE matching_need need
SET looked_at = CASE WHEN need.id = ANY(%(served)s::bigint[]) THEN looked_at ELSE %(started)s END,
    passed_over = least(passed_over + (need.id = ANY(%(passed)s::bigint[]))::int, 32767)
FROM held WHERE need.id = held.id
"""


@dataclass(frozen=True, slots=True)
class Call:
    """What a community's next round is to look at."""

    stirs: list[int]  # to be taken away once it has looked
    needs: list[int]  # due themselves, those that have waited longest first
    served: list[int]  # those that only a stirred offer could serve
    offers: list[int]  # stirred
    whole: bool  # whether these are all that wait

    @property
    def all_needs(self) -> list[int]:
        """Those that are due themselves first."""
        return [*self.needs, *self.served]

    @property
    def anything(self) -> bool:
        return bool(self.stirs or self.needs)


def due(*, now: datetime) -> QuerySet[Need]:
    """The needs that are due themselves at this moment, those that have waited longest first."""
    stirred = Stir.objects.filter(need__isnull=False).values_list("need", flat=True)
    return _looking(now).filter(_by_the_clock(now) | Q(pk__in=list(stirred)))


def _by_the_clock(now: datetime) -> Q:
    """New, or not looked at for a while."""
    return Q(looked_at__isnull=True) | Q(looked_at__lt=now - NOW_AND_THEN)


def communities_due(*, now: datetime) -> list[int]:
    """The communities in which a need is due or something was stirred."""
    needs = _looking(now).filter(_by_the_clock(now)).order_by().values_list("community_id", flat=True)
    return sorted({*needs.distinct(), *Stir.objects.values_list("community_id", flat=True).distinct()})


def anything(community_id: int, *, now: datetime) -> bool:
    """Whether the next round in this community has anything to look at."""
    return (
        Stir.objects.filter(community=community_id).exists()
        or _looking(now).filter(_by_the_clock(now), community=community_id).exists()
    )


def call(community_id: int, *, now: datetime) -> Call:
    """What the next round in this community is to look at."""
    stirs = Stir.objects.filter(community=community_id).order_by("pk").values_list("pk", "need", "offer")
    stirred = list(stirs)
    offers = sorted({offer for _, _, offer in stirred if offer})
    due_now = _by_the_clock(now) | Q(pk__in=[need for _, need, _ in stirred if need])
    needs = list(
        _looking(now).filter(due_now, community=community_id).values_list("pk", flat=True)[:MOST_NEEDS]
    )
    waiting = _looking(now).filter(community=community_id)
    served: list[int] = []
    known = set(needs)
    if len(offers) > FEW_OFFERS:
        others = (need for need in waiting.values_list("pk", flat=True) if need not in known)
        needs += islice(others, MOST_NEEDS - len(needs))
    elif offers:
        served = [need for need in could_serve(offers, now=now) if need not in known]
    called = [*needs, *served]
    left = waiting.exclude(pk__in=called).exists() if len(called) <= FEW else waiting.count() > len(called)
    return Call([pk for pk, *_ in stirred], needs, served, offers, bool(called) and not left)


def could_serve(offers: Iterable[int], *, now: datetime) -> list[int]:
    """The needs that these offers could serve, at most `SERVED` for each. One query an offer."""
    known = topics.reaches()
    found: dict[int, None] = {}
    for offer in Offer.objects.filter(pk__in=offers).prefetch_related("topics").order_by("pk"):
        reach = frozenset().union(*(known[topic.pk] for topic in offer.topics.all()))
        rows = select(COULD_SERVE, offer=offer.pk, reach=sorted(reach), now=now, limit=SERVED)
        found |= dict.fromkeys(need for (need,) in rows)
    return list(found)


def in_turn(needs: QuerySet[Need]) -> QuerySet[Need]:
    """Those that have waited longest first."""
    return needs.order_by("waiting_since", "pk")


def _looking(now: datetime) -> QuerySet[Need]:
    return in_turn(Need.objects.filter(state__in=LOOKING, live__lt=F("places"), expires_at__gt=now))


def looked(call: Call, *, started: datetime, passed_over: Collection[int] = ()) -> None:
    """Notes that a round begun at `started` has looked at these; what was stirred since it was called stays.

    For those that a stirred offer might serve only some offers were looked at: their own turn comes as it would have.
    """
    noted: dict[str, Any] = {"served": call.served, "started": started, "passed": list(passed_over)}
    # Some at a time: whoever answers or edits meanwhile must not wait until all are noted.
    for some in batched(call.all_needs, AT_ONCE):
        with connection.cursor() as cursor:
            cursor.execute(LOOKED, {**noted, "ids": some})
    Stir.objects.filter(pk__in=call.stirs).delete()


def call_matcher(community_id: int) -> None:
    """Needs are due in this community: the doorbell rings after commit."""
    doorbell.ring(tasks.match_community, community_id=community_id)


def stir(need: Need) -> None:
    """Something about this need changed: the matcher should look soon."""
    Stir.objects.create(community_id=need.community_id, need=need)
    call_matcher(need.community_id)


def stir_for(offers: Iterable[Offer]) -> None:
    """Offers opened or have room again: needs that they could serve should be looked at soon."""
    offers = list(offers)
    Stir.objects.bulk_create(Stir(community_id=offer.community_id, offer=offer) for offer in offers)
    for community_id in {offer.community_id for offer in offers}:
        call_matcher(community_id)


def stir_for_many(offers: Sequence[Offer]) -> None:
    """Offers of one community were posted at once. Where very many come and nobody waits yet, there is nobody to wake.

    A few wake the matcher anyway: somebody may be posting a need at this moment, whom nobody else sees yet.
    """
    waits = Need.objects.filter(community__in={offer.community_id for offer in offers}, state__in=LOOKING)
    if len(offers) <= FEW_OFFERS or waits.exists():
        stir_for(offers)


def stir_for_place(match: Match) -> None:
    """A match has ended: needs that waited for just the place it gave back should be looked at soon.

    That is a place in the offer if that was full, and in all the helper's offers if the helper had no room left. One
    that never went out also gives back its place among the week's requests.
    """
    helper = match.helper
    helper.refresh_from_db(fields=["helping", "max_people"])
    given = Offer.objects.filter(member=helper, state=OfferState.OPEN)
    had_room = helper.helping + 1 < min(helper.max_people, NEW_PEOPLE_AT_ONCE)
    if had_room and match.proposed_at is not None:
        given = given.filter(pk=match.offer_id, live__gte=F("capacity") - 1)
    stir_for(given)


def stir_around(member: Member) -> None:
    """A member's hours, languages or limits changed: their own needs, and those their offers could serve."""
    for need in member.needs.filter(state__in=LOOKING):
        stir(need)
    stir_for(Offer.objects.filter(member=member, state=OfferState.OPEN))
