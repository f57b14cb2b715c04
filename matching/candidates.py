"""The generous query: who could possibly meet. It may name too many, never too few; the strict rules decide.

It reads one index alone (`Listing`), so that it costs the same however many other offers there are. What changes with
every match, room and load, is not in that index: a first look names full offers too.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from matching import topics
from matching.engine.masks import HORIZON
from matching.models import Format, Kind
from matching.rows import select

TOPICS = "SELECT need_id, topic_id FROM matching_need_topics WHERE need_id = ANY(%(needs)s)"
QUERY = """
WITH waiting AS (
    SELECT need_id, array_agg(topic_id) AS reach
    FROM unnest(%(needs)s::bigint[], %(reach)s::bigint[]) AS pair(need_id, topic_id)
    GROUP BY need_id
), asking AS (
    SELECT need.id, need.community_id, need.member_id, need.languages, waiting.reach, seeker.mask,
        1 << array_position(%(kinds)s::text[], need.kind::text) - 1 AS kind,
        (SELECT bit_or(1 << array_position(%(formats)s::text[], format::text) - 1) FROM unnest(need.formats) format)
            AS formats
    FROM waiting
    JOIN matching_need need ON need.id = waiting.need_id
    LEFT JOIN matching_weekmask seeker ON seeker.member_id = need.member_id AND seeker.good_until >= %(until)s
)
SELECT asking.id, near.offer_id
FROM asking
CROSS JOIN LATERAL (
    SELECT listing.offer_id
    FROM matching_listing listing {room}
    WHERE listing.community_id = asking.community_id
      AND listing.topic_id = ANY(asking.reach)
      AND listing.language = ANY(asking.languages)
      AND listing.kinds & asking.kind <> 0
      AND listing.formats & asking.formats <> 0
      AND listing.member_id <> asking.member_id
      -- A mask that is missing or stale loses nobody.
      AND (asking.mask IS NULL OR listing.mask IS NULL OR listing.good_until < %(until)s
           OR bit_count(asking.mask & listing.mask) >= 2)
    GROUP BY listing.offer_id
    ORDER BY count(*) DESC, max(bit_count(asking.mask & listing.mask)) DESC NULLS LAST, listing.offer_id
    LIMIT %(limit)s
) near
"""
WITH_ROOM = """
    JOIN matching_offer offer ON offer.id = listing.offer_id AND offer.live < offer.capacity
    JOIN accounts_member helper ON helper.id = offer.member_id AND helper.helping < helper.max_people
"""
FIRST_LOOK = QUERY.format(room="")
SECOND_LOOK = QUERY.format(room=WITH_ROOM)


class Pair(NamedTuple):
    """A need and an offer that might meet."""

    need: int
    offer: int


def near(needs: Collection[int], *, now: datetime, limit: int) -> list[Pair]:
    """At most `limit` open offers for each need: most topics in common and most shared hours first, full ones too.

    Three statements, however many needs. Generous about time, room, blocks, wishes and standing.
    """
    return _named(FIRST_LOOK, needs, now, limit)


def further(needs: Collection[int], *, now: datetime, limit: int) -> list[Pair]:
    """The same for needs of which few of the nearest may be asked: only offers and helpers with room, and many more."""
    return _named(SECOND_LOOK, needs, now, limit)


def _named(query: str, needs: Collection[int], now: datetime, limit: int) -> list[Pair]:
    asked = list(_reached(needs))
    found = select(
        query,
        needs=[need for need, _ in asked],
        reach=[topic for _, topic in asked],
        kinds=Kind.values,
        formats=Format.values,
        until=now + HORIZON,
        limit=limit,
    )
    return [Pair(need, offer) for need, offer in found]


def _reached(needs: Collection[int]) -> Iterable[tuple[int, int]]:
    """Each need with each topic that may have something in common with it."""
    known: Mapping[int, frozenset[int]] = topics.reaches()
    return {(need, reached) for need, topic in select(TOPICS, needs=list(needs)) for reached in known[topic]}
