"""Turns rows into the `Side`s that the engine may know: a constant number of queries, however many are asked for."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from accounts.models import Member
from accounts.rows import Later, Rows, ask, together
from matching import between, pasts, topics
from matching.between import AREAS
from matching.engine.side import NeedSide, OfferSide, Wishes
from matching.limits import person_room
from matching.models import Need, Offer, Urgency
from matching.pasts import NONE_YET, SoFar
from matching.people import Read, ask_writers, people, quiet_of
from matching.topics import Lineages

__all__ = ["Around", "ask_around", "both", "need_sides", "offer_sides", "pair", "quiet_of"]

Sides = tuple[dict[int, NeedSide], dict[int, OfferSide]]

# Their topics, and which of a need's are for admitted helpers alone; the helpers who are being asked about a need or
# are with it, and which of these have said yes; each of their areas with those around it.
AROUND = f"""
SELECT 'need', need_id, topic_id FROM matching_need_topics WHERE need_id = ANY(%(needs)s)
UNION ALL SELECT 'offer', offer_id, topic_id FROM matching_offer_topics WHERE offer_id = ANY(%(offers)s)
UNION ALL SELECT 'avoids', offer_id, topic_id FROM matching_offer_avoids WHERE offer_id = ANY(%(offers)s)
UNION ALL SELECT 'sensitive', chosen.need_id, chosen.topic_id FROM matching_need_topics chosen
    JOIN matching_topic topic ON topic.id = chosen.topic_id AND topic.sensitive
    JOIN matching_need need ON need.id = chosen.need_id
    JOIN accounts_community place ON place.id = need.community_id AND place.admits_helpers
    WHERE chosen.need_id = ANY(%(needs)s)
UNION ALL SELECT 'asking', need_id, helper_id FROM matching_match
    WHERE need_id = ANY(%(needs)s) AND state IN ('in_review', 'proposed', 'connected')
UNION ALL SELECT 'won', need_id, helper_id FROM matching_match
    WHERE need_id = ANY(%(needs)s) AND state IN ('in_review', 'proposed', 'connected') AND helper_answer = 'yes'
UNION ALL SELECT 'near', place, place FROM unnest({AREAS}) place
UNION ALL SELECT 'near', from_area_id, to_area_id FROM accounts_area_neighbours WHERE from_area_id = ANY({AREAS})
"""  # noqa: S608 - constants only


class Around(NamedTuple):
    """What is true around some postings: their people, topics, areas and matches."""

    people: Read
    rows: Rows
    so_far: dict[int, SoFar]


def ask_around(needs: Collection[int], offers: Collection[int], *, now: datetime) -> Later[Around]:
    """What is true around these needs and offers, for `rows.together`: who locks them asks for it on the same way."""
    asking, giving = list(needs), list(offers)
    written = ask_writers(asking, giving, now=now)
    rows = ask(AROUND, needs=asking, offers=giving)
    so_far = pasts.ask_for(pasts.OF_OFFERS, giving, now=now) if giving else dict
    return lambda: Around(written(), rows(), so_far())


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
        written, rows, self.so_far = around
        here: list[Need | Offer] = [*needs, *offers]
        self.people = people({(row.member_id, row.community_id) for row in here}, members, written)
        self.around = between.sets(((what, posting), other) for what, posting, other in rows)
        today = [need.pk for need in needs if need.urgency == Urgency.TODAY and need.live]
        self.pending = pasts.pending(today, now=now)

    def need(self, row: Need) -> NeedSide:
        chosen = self.around["need", row.pk]
        return NeedSide(
            id=row.pk,
            community_id=row.community_id,
            person=self.people.persons[row.member_id, row.community_id],
            topics=chosen,
            lineage=self._lineage(chosen),
            kind=row.kind,
            formats=frozenset(row.formats),
            languages=frozenset(row.languages),
            area=row.area_id,
            near=self.around["near", row.area_id],
            wishes=Wishes(row.wish_same_gender, frozenset(row.wish_age_bands), row.wish_shared_experience),
            urgency=row.urgency,
            needed_by=row.needed_by,
            danger=row.danger,
            waiting_since=row.waiting_since or row.created_at,
            # A first yes wins: while the seeker looks at it, nobody more is asked.
            places=0 if self.around["won", row.pk] else row.places - row.live,
            asking=self.around["asking", row.pk],
            sensitive=bool(self.around["sensitive", row.pk]),
            pending=self.pending[row.pk],
        )

    def offer(self, row: Offer) -> OfferSide:
        chosen = self.around["offer", row.pk]
        theirs = self.so_far.get(row.member_id, NONE_YET)
        return OfferSide(
            id=row.pk,
            community_id=row.community_id,
            person=self.people.persons[row.member_id, row.community_id],
            topics=chosen,
            lineage=self._lineage(chosen),
            avoids=self.around["avoids", row.pk],
            kinds=frozenset(row.kinds),
            formats=frozenset(row.formats),
            languages=frozenset(row.languages),
            area=row.area_id,
            near=self.around["near", row.area_id],
            wishes=Wishes(row.wish_same_gender, frozenset(row.wish_age_bands)),
            takes_danger=row.takes_danger and (row.member_id, row.community_id) in self.people.trained,
            room=row.capacity - row.live,
            person_room=self._person_room(row, theirs),
            load=self.people.members[row.member_id].helping,
            past=theirs.past,
            admitted=(row.member_id, row.community_id) in self.people.admitted,
        )

    def _lineage(self, chosen: Iterable[int]) -> frozenset[int]:
        return frozenset().union(*(self.lineages[topic] for topic in chosen))

    def _person_room(self, offer: Offer, so_far: SoFar) -> int:
        helper = self.people.members[offer.member_id]
        return person_room(
            so_far,
            helping=helper.helping,
            max_people=helper.max_people,
            max_asks_week=helper.max_asks_week,
            since=helper.created_at,
            now=self.now,
            decided=self.people.limits.get((offer.member_id, offer.community_id), ""),
        )
