"""Needs and offers column by column, some thousand rows at a time, with what is true of the people behind them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain

from accounts.rows import Columns, Later, ask_columns, columns, together
from matching import pasts
from matching.pasts import NONE_YET, SoFar
from matching.times import yesterday_of

CHUNK = 16_384  # rows in one statement

# `bit_send` puts four bytes, the length, before the bits.
COMMON = """
posting.id, posting.member_id AS member, posting.community_id AS community, coalesce(posting.area_id, 0) AS area,
array_to_string(posting.formats, ',') AS formats,
array_to_string(posting.languages, ',') AS languages,
posting.wish_same_gender AS same_gender, array_to_string(posting.wish_age_bands, ',') AS ages,
EXISTS (
    SELECT FROM matching_away away WHERE away.member_id = posting.member_id AND away.last_day >= %(yesterday)s
) AS goes_away,
person.time_zone AS zone, person.gender, person.age_band AS age, substr(bit_send(week.local), 5) AS week,
person.is_active AND coalesce(here.standing = 'good' AND here.matching_paused_at IS NULL, false) AS good
"""
PEOPLE = """
JOIN accounts_member person ON person.id = posting.member_id
LEFT JOIN matching_weekmask week ON week.member_id = posting.member_id
LEFT JOIN accounts_membership here
    ON here.member_id = posting.member_id AND here.community_id = posting.community_id
"""
NEEDS = f"""
SELECT {COMMON},
    array_to_string(ARRAY(
        SELECT topic_id FROM matching_need_topics chosen WHERE chosen.need_id = posting.id ORDER BY topic_id
    ), ',') AS topics,
    posting.kind AS kinds, posting.wish_shared_experience AS shared_experience,
    posting.urgency, posting.needed_by, posting.danger,
    EXISTS (
        SELECT FROM matching_need_topics chosen JOIN matching_topic topic ON topic.id = chosen.topic_id
        WHERE chosen.need_id = posting.id AND topic.sensitive
    ) AND EXISTS (
        SELECT FROM accounts_community place WHERE place.id = posting.community_id AND place.admits_helpers
    ) AS sensitive,
    coalesce(posting.waiting_since, posting.created_at) AS waiting_since,
    -- A first yes wins: while the seeker looks at it, nobody more is asked.
    CASE WHEN EXISTS (
        SELECT FROM matching_match match
        WHERE match.need_id = posting.id AND match.state IN ('in_review', 'proposed', 'connected')
          AND match.helper_answer = 'yes'
    ) THEN 0 ELSE posting.places - posting.live END AS places
FROM matching_need posting
{PEOPLE}
WHERE posting.id = ANY(%(ids)s)
ORDER BY posting.id
"""  # noqa: S608 - constants only
OFFERS = f"""
SELECT {COMMON},
    array_to_string(ARRAY(
        SELECT topic_id FROM matching_offer_topics chosen WHERE chosen.offer_id = posting.id ORDER BY topic_id
    ), ',') AS topics,
    array_to_string(ARRAY(
        SELECT topic_id FROM matching_offer_avoids avoided WHERE avoided.offer_id = posting.id ORDER BY topic_id
    ), ',') AS avoids,
    array_to_string(posting.kinds, ',') AS kinds, false AS shared_experience,
    posting.takes_danger AND here.trained_for_danger_at IS NOT NULL AS takes_danger,
    here.admitted_for_sensitive_at IS NOT NULL AS admitted, coalesce(here.helper_limits, '') AS limits,
    posting.capacity, posting.capacity - posting.live AS room, person.helping AS load,
    person.max_people, person.max_asks_week, person.created_at AS since,
    person.quiet_from, person.quiet_until, person.asked_in_quiet_hours, coalesce(kept.price, 0) AS price
FROM matching_offer posting
{PEOPLE}
LEFT JOIN matching_offerprice kept ON kept.offer_id = posting.id
WHERE posting.community_id = %(community)s AND posting.state = 'open'
"""  # noqa: S608 - constants only
THESE = OFFERS + " AND posting.id = ANY(%(ids)s) ORDER BY posting.id"
NEXT = (
    OFFERS
    + """ AND (%(full)s OR posting.live < posting.capacity AND person.helping < person.max_people)
AND posting.id > %(after)s ORDER BY posting.id LIMIT %(limit)s"""
)


def needs_at(ids: Sequence[int], *, now: datetime) -> Iterator[Columns]:
    """These needs, in order of their ids; at least one chunk, which may be empty. The first is asked for at once."""
    return _one_ahead(ids, lambda some: ask_columns(NEEDS, ids=some, yesterday=yesterday_of(now)))


def offers_at(community_id: int, ids: Sequence[int], *, now: datetime) -> Iterator[Columns]:
    """Those of these offers that are open in the community, full ones among them. The first are asked for at once."""

    def these(some: list[int]) -> Later[Columns]:
        with together():
            rows = ask_columns(THESE, community=community_id, ids=some, yesterday=yesterday_of(now))
            so_far = pasts.ask_for(pasts.OF_OFFERS, some, now=now)
        return lambda: _with_pasts(rows(), so_far())

    return _one_ahead(ids, these)


def all_offers(community_id: int, *, now: datetime, full: bool = False) -> Iterator[Columns]:
    """All open offers of the community that have room; with `full` the others too."""
    after = 0
    asked = {"community": community_id, "full": full, "limit": CHUNK, "yesterday": yesterday_of(now)}
    while True:
        found = columns(NEXT, **asked, after=after)
        yield _with_pasts(found, pasts.of(set(found["member"]), now=now))
        if len(found["id"]) < CHUNK:
            return
        after = found["id"][-1]


def _with_pasts(rows: Columns, so_far: Mapping[int, SoFar]) -> Columns:
    """The helpers' matches so far beside their offers."""
    return rows | {"so_far": tuple(so_far.get(member, NONE_YET) for member in rows["member"])}


def _one_ahead(ids: Sequence[int], asked: Callable[[list[int]], Later[Columns]]) -> Iterator[Columns]:
    """Chunk by chunk; the first is asked for before anybody reads it."""
    first, *others = _chunks(sorted(ids))
    rows = asked(first)
    return chain((each() for each in (rows,)), (asked(some)() for some in others))


def _chunks(ids: Sequence[int]) -> Iterator[list[int]]:
    for first in range(0, max(1, len(ids)), CHUNK):
        yield list(ids[first : first + CHUNK])
