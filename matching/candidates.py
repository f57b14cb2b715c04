"""The generous query: who could possibly meet. It may name too many, never too few; the strict rules decide.

One statement for any number of needs. For each it names at most `limit` offers: those with most topics in common,
most shared hours, and the fewest people already with them.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from matching import topics
from matching.engine.masks import HORIZON
from matching.models import Need

QUERY = """
WITH waiting AS (
    SELECT need_id, array_agg(topic_id) AS reach
    FROM unnest(%(needs)s::bigint[], %(reach)s::bigint[]) AS pair(need_id, topic_id)
    GROUP BY need_id
)
SELECT need.id, near.offer_id
FROM waiting
JOIN matching_need need ON need.id = waiting.need_id
LEFT JOIN matching_weekmask seeker ON seeker.member_id = need.member_id AND seeker.good_until >= %(until)s
CROSS JOIN LATERAL (
    SELECT offer.id AS offer_id
    FROM (
        SELECT chosen.offer_id, count(*) AS topics
        FROM matching_offer_topics chosen
        WHERE chosen.topic_id = ANY(waiting.reach)
        GROUP BY chosen.offer_id
    ) shared
    JOIN matching_offer offer ON offer.id = shared.offer_id
    JOIN accounts_member helper ON helper.id = offer.member_id
    LEFT JOIN matching_weekmask free ON free.member_id = offer.member_id AND free.good_until >= %(until)s
    WHERE offer.community_id = need.community_id
      AND offer.state = 'open'
      AND offer.member_id <> need.member_id
      AND offer.live < offer.capacity
      AND helper.helping < helper.max_people
      AND need.kind = ANY(offer.kinds)
      AND offer.formats && need.formats
      AND offer.languages && need.languages
      -- A mask that is missing or stale loses nobody.
      AND (seeker.mask IS NULL OR free.mask IS NULL OR bit_count(seeker.mask & free.mask) >= 2)
    ORDER BY shared.topics DESC, bit_count(seeker.mask & free.mask) DESC NULLS LAST, offer.live, offer.id
    LIMIT %(limit)s
) near
"""


def for_needs(needs: Iterable[Need], *, now: datetime, limit: int) -> list[tuple[int, int]]:
    """Pairs of need id and offer id; at most `limit` a need. Two queries, however many needs.

    Generous about time, blocks, wishes and standing, exact about what an index can tell.
    """
    known = topics.reaches()
    pairs = [(need.pk, topic) for need in needs for topic in _reach(need, known)]
    asked: dict[str, Any] = {
        "needs": [need for need, _ in pairs],
        "reach": [topic for _, topic in pairs],
        "until": now + HORIZON,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(QUERY, asked)
        return [(need, offer) for need, offer in cursor.fetchall()]


def _reach(need: Need, known: Mapping[int, frozenset[int]]) -> frozenset[int]:
    return frozenset().union(*(known[topic.pk] for topic in need.topics.all()))
