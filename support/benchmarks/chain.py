"""The shortest chain from a post to two people who are told: psycopg, a list in Valkey, psycopg again.

As a program it is the second half. It knows of no rules, no limits and nobody's wishes: it shows what the rest costs.
"""

import json
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import psycopg
import redis

from support.benchmarks import writing_sql as sql

if TYPE_CHECKING:
    from matching.models import Need
    from support.benchmarks.plain import Plain

BELL = "measured-chain"
POST = """
INSERT INTO matching_need (uid, community_id, member_id, formats, languages, wish_same_gender, wish_age_bands, version,
    created_at, changed_at, headline, words, kind, urgency, wish_shared_experience, connect_me, danger, state,
    closed_because, waiting_since, expires_at, places, live)
SELECT gen_random_uuid(), community_id, member_id, formats, languages, false, '{}', 1, now(), now(), headline, words,
    kind, 'this_week', false, false, false, 'open', '', now(), now() + interval '60 days', 1, 0
FROM matching_need WHERE id = %(like)s
RETURNING id
"""
TOPICS = """
INSERT INTO matching_need_topics (need_id, topic_id)
SELECT %(need)s, topic_id FROM matching_need_topics WHERE need_id = %(like)s
"""
# The nearest by the index alone, as few as the service looks at; of these the first with room.
BEST = """
SELECT near.offer_id, near.member_id
FROM (
    SELECT offer_id, member_id, count(*) AS topics, max(bit_count(mask & %(mask)s::bit(672))) AS shared
    FROM matching_listing
    WHERE community_id = %(community)s AND topic_id = ANY(%(reach)s) AND language = ANY(%(languages)s)
      AND kinds & %(kind)s <> 0 AND formats & %(formats)s <> 0 AND member_id <> %(member)s
      AND (mask IS NULL OR good_until < %(until)s::timestamptz OR bit_count(mask & %(mask)s::bit(672)) >= 2)
    GROUP BY offer_id, member_id
    ORDER BY topics DESC, shared DESC NULLS LAST, offer_id
    LIMIT %(limit)s
) near
JOIN matching_offer offer ON offer.id = near.offer_id AND offer.live < offer.capacity
JOIN accounts_member helper ON helper.id = near.member_id AND helper.helping < helper.max_people
ORDER BY topics DESC, shared DESC NULLS LAST, offer_id
LIMIT 1
"""


def posting(bare: "Plain", bell: "redis.Redis", messages: Mapping[int, str]) -> "Callable[[Need], int]":
    """The first half: writes a need like the given one and rings."""

    def post(like: "Need") -> int:
        with bare.transaction():
            (need,) = bare.execute(POST, {"like": like.pk}).fetchone() or (0,)
            bare.execute(TOPICS, {"need": need, "like": like.pk})
        bell.lpush(BELL, json.dumps({"need": need, "facts": messages[like.pk]}))
        return int(need)

    return post


def answer(bare: "Plain", need: int, facts: dict[str, Any]) -> None:
    """The second half: the best candidate is asked, and both are told."""
    with bare.transaction():
        offer, helper = bare.execute(BEST, facts).fetchone() or (0, 0)
        bare.execute(sql.HOLD_MEMBERS, {"members": [facts["member"], helper]})
        bare.execute(sql.HOLD_NEEDS, {"needs": [need]})
        bare.execute(sql.HOLD_OFFERS, {"offers": [offer]})
        pair = {"need": [need], "offer": [offer], "seeker": [facts["member"]], "helper": [helper]}
        made = bare.execute(sql.MATCHES, pair | {"score": [5_000], "reasons": ["[]"]}).fetchall()
        bare.execute(sql.MATCHED, {"needs": [need]})
        told = bare.execute(sql.TELL, {"matches": [match for (match,) in made]}).fetchall()
        bare.execute(sql.DELIVER, {"notifications": [notification for (notification,) in told]})


def main(valkey: str, database: str) -> None:
    bell = redis.Redis.from_url(valkey, socket_timeout=None)  # it waits as long as nobody posts
    with psycopg.connect(database, autocommit=True) as bare:
        while True:
            rung: Any = bell.brpop([BELL])
            message = json.loads(rung[1])
            answer(bare, message["need"], json.loads(message["facts"]))


if __name__ == "__main__":
    main(*sys.argv[1:])
