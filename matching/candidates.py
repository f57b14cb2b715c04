"""The generous query: who could possibly meet. It may name too many, never too few; the strict rules decide.

It reads one index alone (`Listing`), so that it costs the same however many other offers there are. What changes with
every match, room and load, is not in that index: a first look names full offers too.

What a need asks for is read first, for all needs at once; then each has a flat statement of its own, which is planned
in a fraction of the time of one for all, and never outlasts the time a statement has.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from matching import topics
from matching.engine.masks import HORIZON
from matching.models import Format, Kind
from matching.rows import columns, select

ASKED = """
SELECT need.id, need.community_id AS community, need.member_id AS member, need.languages,
    need.danger, need.wish_same_gender AS same_gender, need.wish_age_bands AS ages,
    need.wish_shared_experience AS experience, person.gender,
    1 << array_position(%(kinds)s::text[], need.kind::text) - 1 AS kind,
    (SELECT bit_or(1 << array_position(%(formats)s::text[], format::text) - 1) FROM unnest(need.formats) format)
        AS formats,
    ARRAY(SELECT topic_id FROM matching_need_topics chosen WHERE chosen.need_id = need.id) AS topics,
    -- A mask that is missing or stale loses nobody.
    (SELECT mask::text FROM matching_weekmask kept
        WHERE kept.member_id = need.member_id AND kept.good_until >= %(until)s) AS mask
FROM matching_need need JOIN accounts_member person ON person.id = need.member_id
WHERE need.id = ANY(%(needs)s)
ORDER BY need.id
"""
QUERY = """
SELECT listing.offer_id
FROM matching_listing listing {room}
WHERE listing.community_id = %(community)s
  AND listing.topic_id = ANY(%(reach)s)
  AND listing.language = ANY(%(languages)s)
  AND listing.kinds & %(kind)s <> 0
  AND listing.formats & %(formats)s <> 0
  AND listing.member_id <> %(member)s
  {free}
GROUP BY listing.offer_id
ORDER BY count(*) DESC {hours}, listing.offer_id
LIMIT %(limit)s
"""
FREE = """AND (listing.mask IS NULL OR listing.good_until < %(until)s
    OR bit_count(listing.mask & %(mask)s::bit(672)) >= 2)"""
HOURS = ", max(bit_count(listing.mask & %(mask)s::bit(672))) DESC NULLS LAST"
WITH_ROOM = """
    JOIN matching_offer offer ON offer.id = listing.offer_id AND offer.live < offer.capacity
    JOIN accounts_member helper ON helper.id = offer.member_id AND helper.helping < helper.max_people
        -- What few helpers are: among very many, the nearest could all be others.
        AND (NOT %(danger)s OR offer.takes_danger AND EXISTS (
            SELECT FROM accounts_membership trained
            WHERE trained.member_id = offer.member_id AND trained.community_id = offer.community_id
              AND trained.trained_for_danger_at IS NOT NULL))
        AND (NOT %(same_gender)s OR helper.gender = %(gender)s)
        AND (%(ages)s::text[] = '{{}}' OR helper.age_band = ANY(%(ages)s::text[]))
        AND (NOT %(experience)s OR 'experience' = ANY(offer.kinds))
"""


class Pair(NamedTuple):
    """A need and an offer that might meet."""

    need: int
    offer: int


def near(needs: Collection[int], *, now: datetime, limit: int) -> list[Pair]:
    """At most `limit` open offers for each need: most topics in common and most shared hours first, full ones too.

    Two statements, and one a need. Generous about time, room, blocks, wishes and standing.
    """
    return _named("", needs, now, limit)


def further(needs: Collection[int], *, now: datetime, limit: int) -> list[Pair]:
    """The same for needs of which few of the nearest may be asked, and many more.

    Only offers and helpers with room, who are trained where words suggest danger, and what the seeker wished for.
    """
    return _named(WITH_ROOM.format(), needs, now, limit)


def _named(room: str, needs: Collection[int], now: datetime, limit: int) -> list[Pair]:
    return [
        Pair(asked["id"], offer)
        for asked in _asked(needs, now)
        for (offer,) in select(_query(room, timed=asked["mask"] is not None), **asked, limit=limit)
    ]


def _query(room: str, *, timed: bool) -> str:
    return QUERY.format(room=room, free=FREE if timed else "", hours=HOURS if timed else "")


def _asked(needs: Collection[int], now: datetime) -> list[dict[str, Any]]:
    """What each of these needs asks for, as the query is told; those without any topic ask nobody."""
    until, known = now + HORIZON, topics.reaches()
    read = columns(ASKED, needs=list(needs), kinds=Kind.values, formats=Format.values, until=until)
    rows = [dict(zip(read, row, strict=True)) for row in zip(*read.values(), strict=True)]
    for row in rows:
        row["until"] = until
        row["reach"] = sorted(frozenset().union(*(known[topic] for topic in row["topics"])))
    return [row for row in rows if row["reach"]]
