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

from django.db.models import F, Q, QuerySet

from accounts import doorbell
from accounts.models import Member
from accounts.rows import Later, Rows, ask, batched, change, select
from matching import tasks, topics
from matching.engine.pairing import PATIENCE
from matching.limits import NEW_PEOPLE_AT_ONCE
from matching.models import Match, Need, NeedState, Offer, OfferState, Stir

NOW_AND_THEN = timedelta(minutes=10)
LOOKING = (NeedState.OPEN, NeedState.MATCHED)
MOST_NEEDS = 150_000  # in one round; the others have their turn in the next
FEW_OFFERS = 20  # with more than these stirred, everybody who waits is looked at
SERVED = 200  # needs looked at for one offer
AT_ONCE = 1_000  # needs noted in one statement

WAITS = (
    "community_id = %(community)s AND state IN ('open', 'matched') AND live < places AND expires_at > %(now)s"
)
STIRRED = (
    "ARRAY(SELECT need_id FROM matching_stir WHERE community_id = %(community)s AND need_id IS NOT NULL)"
)
# What waits in a community, those that have waited longest first, and since when somebody over whom others were
# preferred for long; and whether anybody waits who is not due.
CALLED = f"""
(
    SELECT 'stir', id, need_id, offer_id, NULL::timestamptz FROM matching_stir
    WHERE community_id = %(community)s ORDER BY id
)
UNION ALL (
    SELECT 'need', id, NULL, NULL, CASE WHEN passed_over >= %(patience)s THEN waiting_since END FROM matching_need
    WHERE {WAITS} AND (looked_at IS NULL OR looked_at < %(before)s OR id = ANY({STIRRED}))
    ORDER BY waiting_since, id LIMIT %(most)s
)
UNION ALL SELECT 'others', 0, NULL, NULL, NULL
    WHERE EXISTS (SELECT FROM matching_need WHERE {WAITS} AND looked_at >= %(before)s AND id <> ALL({STIRRED}))
"""  # noqa: S608 - constants only
ANYTHING = f"""
SELECT EXISTS (SELECT FROM matching_stir WHERE community_id = %(community)s)
    OR EXISTS (SELECT FROM matching_need WHERE {WAITS} AND (looked_at IS NULL OR looked_at < %(before)s))
"""  # noqa: S608 - constants only
# The needs that an offer could serve, those that have waited longest first. Generous, like `candidates`.
COULD_SERVE = """
SELECT need.id, CASE WHEN need.passed_over >= %(patience)s THEN need.waiting_since END
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

TAKEN = "DELETE FROM matching_stir WHERE id = ANY(%(stirs)s)"

PassedOver = datetime | None  # since when a need waits over which others were preferred for long


@dataclass(frozen=True, slots=True)
class Call:
    """What a community's next round is to look at."""

    stirs: list[int]  # to be taken away once it has looked
    needs: list[int]  # due themselves, those that have waited longest first
    served: list[int]  # those that only a stirred offer could serve
    offers: list[int]  # stirred
    whole: bool  # whether these are all that wait
    passed: list[int]  # over whom others were preferred for long, those that have waited longest first

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
    ((found,),) = select(ANYTHING, community=community_id, now=now, before=now - NOW_AND_THEN)
    return bool(found)


def call(community_id: int, *, now: datetime) -> Call:
    """What the next round in this community is to look at. One statement, and one for each offer that was stirred."""
    return ask_call(community_id, now=now)()


def ask_call(community_id: int, *, now: datetime) -> Later[Call]:
    """The same for `rows.together`."""
    asked = {"community": community_id, "now": now, "before": now - NOW_AND_THEN, "patience": PATIENCE}
    rows = ask(CALLED, **asked, most=MOST_NEEDS)
    return lambda: _called(rows(), community_id, now)


def _called(rows: Rows, community_id: int, now: datetime) -> Call:
    needs = {id: since for what, id, *_, since in rows if what == "need"}
    stirs = [(id, offer) for what, id, _need, offer, _ in rows if what == "stir"]
    offers = sorted({offer for _, offer in stirs if offer})
    served: dict[int, PassedOver] = {}
    if len(offers) > FEW_OFFERS:
        needs |= _all_others(community_id, needs, now)
    elif offers:
        served = {need: since for need, since in could_serve(offers, now=now).items() if need not in needs}
    left = len(needs) == MOST_NEEDS or any(what == "others" for what, *_ in rows)
    if left and offers:
        left = _looking(now).filter(community=community_id).count() > len(needs) + len(served)
    called = needs | served
    return Call(
        stirs=[id for id, _ in stirs],
        needs=list(needs),
        served=list(served),
        offers=offers,
        whole=bool(called) and not left,
        passed=[need for _, need in sorted((since, need) for need, since in called.items() if since)],
    )


def _all_others(community_id: int, known: Collection[int], now: datetime) -> dict[int, PassedOver]:
    """The needs that wait and are not due themselves."""
    waiting = _looking(now).filter(community=community_id)
    rows = waiting.values_list("pk", "passed_over", "waiting_since")
    others = ((pk, since if passed >= PATIENCE else None) for pk, passed, since in rows if pk not in known)
    return dict(islice(others, MOST_NEEDS - len(known)))


def could_serve(offers: Iterable[int], *, now: datetime) -> dict[int, PassedOver]:
    """The needs that these offers could serve, at most `SERVED` for each. One query an offer."""
    known = topics.reaches()
    found: dict[int, PassedOver] = {}
    for offer in Offer.objects.filter(pk__in=offers).prefetch_related("topics").order_by("pk"):
        reach = frozenset().union(*(known[topic.pk] for topic in offer.topics.all()))
        asked = {"offer": offer.pk, "reach": sorted(reach), "now": now, "patience": PATIENCE}
        found |= dict(select(COULD_SERVE, **asked, limit=SERVED))
    return found


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
        change(LOOKED, **noted, ids=some)
    if call.stirs:
        change(TAKEN, stirs=call.stirs)


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
