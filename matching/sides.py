"""Turns rows into the `Side`s that the engine may know: a constant number of queries, however many are asked for."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from accounts.models import Member
from accounts.rows import Later, ask, together
from matching import between, pasts, topics
from matching.between import AREAS, WRITERS
from matching.engine.side import NeedSide, OfferSide, Wishes
from matching.facts import Facts
from matching.limits import person_room
from matching.models import Need, Offer, Urgency
from matching.pasts import NONE_YET, SoFar
from matching.people import KNOWN, people, quiet_of
from matching.times import yesterday_of
from matching.topics import Lineages

__all__ = ["AROUND", "Around", "ask_around", "both", "need_sides", "offer_sides", "pair", "quiet_of"]

Sides = tuple[dict[int, NeedSide], dict[int, OfferSide]]

# Rows of `facts`: their people; their topics, and which of a need's are for admitted helpers alone; the helpers who are
# being asked about a need or are with it, and which of these have said yes; each of their areas with those around it.
AROUND = f"""
WITH who AS MATERIALIZED (SELECT {WRITERS} AS ids), place AS MATERIALIZED (SELECT {AREAS} AS ids)
SELECT 'need', need_id, topic_id, '' FROM matching_need_topics WHERE need_id = ANY(%(needs)s)
UNION ALL SELECT 'offer', offer_id, topic_id, '' FROM matching_offer_topics WHERE offer_id = ANY(%(offers)s)
UNION ALL SELECT 'avoids', offer_id, topic_id, '' FROM matching_offer_avoids WHERE offer_id = ANY(%(offers)s)
UNION ALL SELECT 'sensitive', chosen.need_id, chosen.topic_id, '' FROM matching_need_topics chosen
    JOIN matching_topic topic ON topic.id = chosen.topic_id AND topic.sensitive
    JOIN matching_need need ON need.id = chosen.need_id
    JOIN accounts_community home ON home.id = need.community_id AND home.admits_helpers
    WHERE chosen.need_id = ANY(%(needs)s)
UNION ALL SELECT said.what, need_id, helper_id, '' FROM matching_match
    CROSS JOIN LATERAL (VALUES ('asking', true), ('won', helper_answer = 'yes')) AS said(what, so)
    WHERE need_id = ANY(%(needs)s) AND state IN ('in_review', 'proposed', 'connected') AND said.so
UNION ALL SELECT 'near', area, area, '' FROM place CROSS JOIN unnest(place.ids) area
UNION ALL SELECT 'near', from_area_id, to_area_id, '' FROM accounts_area_neighbours
    WHERE from_area_id = ANY((SELECT ids FROM place)::bigint[])
UNION ALL {KNOWN.format(who="(SELECT ids FROM who)::bigint[]")}
"""  # noqa: S608 - constants only


class Around(NamedTuple):
    """What is true around some postings: their people, topics, areas and matches."""

    facts: Facts
    so_far: dict[int, SoFar]


def ask_around(
    needs: Collection[int], offers: Collection[int], *, now: datetime, sql: str = AROUND, **given: Any
) -> Later[Around]:
    """What is true around these needs and offers, for `rows.together`: who locks them asks for it on the same way.

    `sql` is `AROUND`, or that with more facts that are to be read with it, which may be `given` more.
    """
    asking, giving = list(needs), list(offers)
    since, yesterday = between.since(now), yesterday_of(now)
    rows = ask(sql, needs=asking, offers=giving, since=since, yesterday=yesterday, **given)
    so_far = pasts.ask_for(pasts.OF_OFFERS, giving, now=now) if giving else dict
    return lambda: Around(Facts(rows()), so_far())


def need_sides(needs: Iterable[Need], *, now: datetime) -> dict[int, NeedSide]:
    """The needs as the engine knows them, by id."""
    return both(needs, (), now=now)[0]


def offer_sides(offers: Iterable[Offer], *, now: datetime) -> dict[int, OfferSide]:
    """The offers as the engine knows them, by id."""
    return both((), offers, now=now)[1]


def both(
    needs: Iterable[Need],
    offers: Iterable[Offer],
    *,
    now: datetime,
    members: Mapping[int, Member] | None = None,
    lineages: Lineages | None = None,
    around: Around | None = None,
) -> Sides:
    """Needs and offers as the engine knows them. The rows are taken as they are, all around them is read afresh.

    So are the members' rows, the topics' lineages and what is `around`, unless the caller has just read them.
    """
    asking, giving = list(needs), list(offers)
    if around is None:
        with together():
            read = ask_around([need.pk for need in asking], [offer.pk for offer in giving], now=now)
        around = read()
    if members is None:
        members = Member.objects.in_bulk({row.member_id for row in [*asking, *giving]})
    made = _Sides(asking, giving, now, members, topics.lineages() if lineages is None else lineages, around)
    return {row.pk: made.need(row) for row in asking}, {row.pk: made.offer(row) for row in giving}


def pair(need: Need, offer: Offer, *, now: datetime) -> tuple[NeedSide, OfferSide]:
    """One need and one offer as the engine knows them, read afresh."""
    needs, offers = both(Need.objects.filter(pk=need.pk), Offer.objects.filter(pk=offer.pk), now=now)
    return needs[need.pk], offers[offer.pk]


class _Sides:
    """Makes sides of rows with what was read around them."""

    def __init__(
        self,
        needs: Sequence[Need],
        offers: Sequence[Offer],
        now: datetime,
        members: Mapping[int, Member],
        lineages: Lineages,
        around: Around,
    ) -> None:
        self.now, self.lineages = now, lineages
        self.members, self.facts, self.so_far = members, around.facts, around.so_far
        here: list[Need | Offer] = [*needs, *offers]
        self.people = people({(row.member_id, row.community_id) for row in here}, members, around.facts)
        today = [need.pk for need in needs if need.urgency == Urgency.TODAY and need.live]
        self.pending = pasts.pending(today, now=now)

    def need(self, row: Need) -> NeedSide:
        chosen = self.facts.ids["need", row.pk]
        return NeedSide(
            id=row.pk,
            community_id=row.community_id,
            person=self.people[row.member_id, row.community_id],
            topics=chosen,
            lineage=self._lineage(chosen),
            kind=row.kind,
            formats=frozenset(row.formats),
            languages=frozenset(row.languages),
            area=row.area_id,
            near=self._near(row.area_id),
            wishes=Wishes(row.wish_same_gender, frozenset(row.wish_age_bands), row.wish_shared_experience),
            urgency=row.urgency,
            needed_by=row.needed_by,
            danger=row.danger,
            waiting_since=row.waiting_since or row.created_at,
            # A first yes wins: while the seeker looks at it, nobody more is asked.
            places=0 if self.facts.ids["won", row.pk] else row.places - row.live,
            asking=self.facts.ids["asking", row.pk],
            sensitive=bool(self.facts.ids["sensitive", row.pk]),
            pending=self.pending[row.pk],
        )

    def offer(self, row: Offer) -> OfferSide:
        chosen = self.facts.ids["offer", row.pk]
        theirs = self.so_far.get(row.member_id, NONE_YET)
        return OfferSide(
            id=row.pk,
            community_id=row.community_id,
            person=self.people[row.member_id, row.community_id],
            topics=chosen,
            lineage=self._lineage(chosen),
            avoids=self.facts.ids["avoids", row.pk],
            kinds=frozenset(row.kinds),
            formats=frozenset(row.formats),
            languages=frozenset(row.languages),
            area=row.area_id,
            near=self._near(row.area_id),
            wishes=Wishes(row.wish_same_gender, frozenset(row.wish_age_bands)),
            takes_danger=row.takes_danger and row.community_id in self.facts.ids["trained", row.member_id],
            room=row.capacity - row.live,
            person_room=self._person_room(row, theirs),
            load=self.members[row.member_id].helping,
            past=theirs.past,
            admitted=row.community_id in self.facts.ids["admitted", row.member_id],
        )

    def _near(self, area: int | None) -> frozenset[int]:
        return frozenset() if area is None else self.facts.ids["near", area]

    def _lineage(self, chosen: Iterable[int]) -> frozenset[int]:
        return frozenset().union(*(self.lineages[topic] for topic in chosen))

    def _person_room(self, offer: Offer, so_far: SoFar) -> int:
        helper = self.members[offer.member_id]
        return person_room(
            so_far,
            helping=helper.helping,
            max_people=helper.max_people,
            max_asks_week=helper.max_asks_week,
            since=helper.created_at,
            now=self.now,
            decided=self.facts.text("limits", offer.member_id, offer.community_id),
        )
