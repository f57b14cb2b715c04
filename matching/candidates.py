"""The generous query: who could possibly meet. It may name too many, never too few; the strict rules decide.

It reads one index alone (`Listing`), so that it costs the same however many other offers there are. What changes with
every match, room and load, is not in that index: a first look names full offers too.

Each need has a statement of its own, which is planned once (see `rows`) and never outlasts the time a statement has.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from accounts.rows import Later, ask, together
from matching.engine.masks import HORIZON
from matching.models import Format, Kind
from matching.waiting import WAITS

QUERY = """
WITH asked AS MATERIALIZED (
    SELECT need.id, need.community_id, need.member_id, need.languages, need.danger, need.wish_same_gender,
        need.wish_age_bands, need.wish_shared_experience, person.gender,
        1 << array_position(%(kinds)s::text[], need.kind::text) - 1 AS kind,
        EXISTS (
            SELECT FROM matching_need_topics chosen JOIN matching_topic topic ON topic.id = chosen.topic_id
            WHERE chosen.need_id = need.id AND topic.sensitive
        ) AND EXISTS (
            SELECT FROM accounts_community place WHERE place.id = need.community_id AND place.admits_helpers
        ) AS sensitive,
        (SELECT bit_or(1 << array_position(%(formats)s::text[], format::text) - 1) FROM unnest(need.formats) format)
            AS formats,
        -- Its topics with all above and all below them: whatever may have one of them in common with it.
        ARRAY(
            WITH RECURSIVE up AS (
                SELECT topic_id AS id FROM matching_need_topics chosen WHERE chosen.need_id = need.id
                UNION SELECT topic.parent_id FROM up JOIN matching_topic topic ON topic.id = up.id
            ), down AS (
                SELECT topic_id AS id FROM matching_need_topics chosen WHERE chosen.need_id = need.id
                UNION SELECT topic.id FROM down JOIN matching_topic topic ON topic.parent_id = down.id
            )
            SELECT id FROM up WHERE id IS NOT NULL UNION SELECT id FROM down
        ) AS reach,
        -- A mask that is missing or stale loses nobody.
        (SELECT mask FROM matching_weekmask kept
            WHERE kept.member_id = need.member_id AND kept.good_until >= %(until)s) AS mask
    FROM matching_need need JOIN accounts_member person ON person.id = need.member_id
    WHERE need.id = {need}
)
SELECT asked.id, listing.offer_id
FROM asked JOIN matching_listing listing ON listing.community_id = asked.community_id
    AND listing.topic_id = ANY(asked.reach)
    AND listing.language = ANY(asked.languages) {room}
WHERE listing.kinds & asked.kind <> 0
  AND listing.formats & asked.formats <> 0
  AND listing.member_id <> asked.member_id
  AND (listing.mask IS NULL OR listing.good_until < %(until)s OR asked.mask IS NULL
    OR bit_count(listing.mask & asked.mask) >= 2)
GROUP BY asked.id, listing.offer_id
ORDER BY count(*) DESC, max(bit_count(listing.mask & asked.mask)) DESC NULLS LAST, listing.offer_id
LIMIT %(limit)s
"""
THIS = "%(need)s"
# The one that has waited longest of those that nobody has looked at yet.
NEXT = f"""(
    SELECT id FROM matching_need WHERE {WAITS} AND looked_at IS NULL ORDER BY waiting_since, id LIMIT 1
)"""  # noqa: S608 - constants only
WITH_ROOM = """
    JOIN matching_offer offer ON offer.id = listing.offer_id AND offer.live < offer.capacity
    JOIN accounts_member helper ON helper.id = offer.member_id AND helper.helping < helper.max_people
        -- What few helpers are: among very many, the nearest could all be others.
        AND (NOT asked.danger OR offer.takes_danger AND EXISTS (
            SELECT FROM accounts_membership trained
            WHERE trained.member_id = offer.member_id AND trained.community_id = offer.community_id
              AND trained.trained_for_danger_at IS NOT NULL))
        AND (NOT asked.sensitive OR EXISTS (
            SELECT FROM accounts_membership trusted
            WHERE trusted.member_id = offer.member_id AND trusted.community_id = offer.community_id
              AND trusted.admitted_for_sensitive_at IS NOT NULL))
        AND (NOT asked.wish_same_gender OR helper.gender = asked.gender)
        AND (asked.wish_age_bands = '{}' OR helper.age_band = ANY(asked.wish_age_bands))
        AND (NOT asked.wish_shared_experience OR 'experience' = ANY(offer.kinds))
"""


class Pair(NamedTuple):
    """A need and an offer that might meet."""

    need: int
    offer: int


NEAR = QUERY.format(need=THIS, room="")
NEAR_NEXT = QUERY.format(need=NEXT, room="")
FURTHER = QUERY.format(need=THIS, room=WITH_ROOM)


def near(needs: Collection[int], *, now: datetime, limit: int) -> list[Pair]:
    """At most `limit` open offers for each need: most topics in common and most shared hours first, full ones too.

    One statement a need. Generous about time, room, blocks, wishes and standing.
    """
    return _named(NEAR, needs, now, limit)


def ask_near_next(community_id: int, *, now: datetime, limit: int) -> Later[list[Pair]]:
    """The same for the need that is to be looked at first here, whichever that is; for `rows.together`."""
    rows = ask(NEAR_NEXT, community=community_id, now=now, **_asked(now, limit))
    return lambda: [Pair(*row) for row in rows()]


def further(needs: Collection[int], *, now: datetime, limit: int) -> list[Pair]:
    """The same for needs of which few of the nearest may be asked, and many more.

    Only offers and helpers with room, who are trained where words suggest danger, admitted where
    topics are sensitive, and what the seeker wished for.
    """
    return _named(FURTHER, needs, now, limit)


def _named(query: str, needs: Collection[int], now: datetime, limit: int) -> list[Pair]:
    with together():
        found = [ask(query, need=need, **_asked(now, limit)) for need in sorted(needs)]
    return [Pair(*row) for rows in found for row in rows()]


def _asked(now: datetime, limit: int) -> dict[str, Any]:
    return {"kinds": Kind.values, "formats": Format.values, "until": now + HORIZON, "limit": limit}
