"""What is counted: for each kind of figure one statement for every community and all its times at once.

Each gives rows of community, beginning and then its columns, in the order of the names beside it. Counts are of
different people. Nothing here counts who said no.
"""

from dataclasses import dataclass
from datetime import timedelta

from support.pulse.times import FOUR_WEEKS, WEEK


@dataclass(frozen=True)
class Measure:
    """A statement that tells of stretches of `span`, some time (`rests`) after each is over, under these names.

    `by_topic`: its rows begin with community, beginning and group of topics. `middles`: its columns are no counts of
    people but means or times, each followed by the number of people behind it (see `publishing`).
    """

    names: tuple[str, ...]
    sql: str
    span: timedelta = FOUR_WEEKS
    rests: timedelta = timedelta(weeks=2)
    by_topic: bool = False
    middles: str = ""  # "felt" or "lasted"


def _within(moment: str, span: timedelta) -> str:
    days = span.days
    return f"date_bin('{days} days', {moment}, TIMESTAMPTZ '2001-01-01 00:00+00')"


def _between(moment: str) -> str:
    return f"{moment} >= %(since)s AND {moment} < %(until)s"


def _weekly(name: str, people: str, moment: str, tables: str, where: str = "true") -> Measure:
    """How many people did one thing in each week."""
    sql = f"""
        SELECT {_COMMUNITY[name]}, {_within(moment, WEEK)}, count(DISTINCT {people})
        FROM {tables} WHERE {where} AND {_between(moment)} GROUP BY 1, 2"""  # noqa: S608 names of ours alone
    return Measure((name,), sql, WEEK, timedelta())


_COMMUNITY = {
    "asked": "n.community_id",
    "first_asked": "n.community_id",
    "offered": "o.community_id",
    "connected": "m.community_id",
    "met": "m.community_id",
    "thanked": "m.community_id",
}
_FIRSTS = """(
    SELECT community_id, member_id, min(waiting_since) AS waiting_since FROM matching_need
    WHERE waiting_since IS NOT NULL GROUP BY 1, 2) n"""

WEEKLY = (
    _weekly("asked", "n.member_id", "n.waiting_since", "matching_need n"),
    _weekly("first_asked", "n.member_id", "n.waiting_since", _FIRSTS),
    _weekly("offered", "o.member_id", "o.created_at", "matching_offer o"),
    _weekly("connected", "m.seeker_id", "m.connected_at", "matching_match m"),
    _weekly(
        "met",
        "m.seeker_id",
        "e.begins_at",
        "support_meeting e JOIN matching_match m ON m.id = e.match_id",
        "e.state = 'over'",
    ),
    _weekly(
        "thanked", "t.author_id", "t.said_at", "support_thanks t JOIN matching_match m ON m.id = t.match_id"
    ),
)

# How the requests of four weeks had fared two weeks later; and the wait for the first yes, endless where none came.
_FARED = f"""
    SELECT n.community_id, n.member_id, n.reopened_from_id, {_within("n.waiting_since", FOUR_WEEKS)} AS begins,
        extract(epoch FROM fared.yes - n.waiting_since)::float8 AS waited,
        fared.connected IS NOT NULL AS connected,
        fared.asked IS NOT NULL OR fared.connected IS NOT NULL AS reached,
        fared.connected IS NOT NULL AND n.closed_because = 'helped' AS helped
    FROM matching_need n LEFT JOIN (
        SELECT need_id, min(proposed_at) AS asked, min(connected_at) AS connected,
            min(helper_answered_at) FILTER (WHERE helper_answer = 'yes') AS yes
        FROM matching_match GROUP BY 1
    ) fared ON fared.need_id = n.id
    WHERE {_between("n.waiting_since")}"""  # noqa: S608 names of ours alone

ASKING = Measure(
    ("seekers", "seekers_reached", "seekers_connected", "seekers_helped", "seekers_again", "seekers_give"),
    f"""
    WITH fared AS ({_FARED}), giving AS (SELECT DISTINCT community_id, member_id FROM matching_offer)
    SELECT fared.community_id, begins, count(DISTINCT fared.member_id),
        count(DISTINCT fared.member_id) FILTER (WHERE reached),
        count(DISTINCT fared.member_id) FILTER (WHERE connected),
        count(DISTINCT fared.member_id) FILTER (WHERE helped),
        count(DISTINCT fared.member_id) FILTER (WHERE reopened_from_id IS NOT NULL),
        count(DISTINCT giving.member_id)
    FROM fared LEFT JOIN giving USING (community_id, member_id) GROUP BY 1, 2""",  # noqa: S608
)
WAITING = Measure(
    ("wait_half", "wait_most"),
    f"""
    WITH fared AS ({_FARED}), waits AS (
        SELECT *, coalesce(waited, 'Infinity'::float8) AS so_long FROM fared)
    SELECT community_id, begins, percentile_disc(0.5) WITHIN GROUP (ORDER BY so_long),
        percentile_disc(0.9) WITHIN GROUP (ORDER BY so_long), count(DISTINCT member_id)
    FROM waits GROUP BY 1, 2""",  # noqa: S608
    middles="lasted",
)
TALKING = Measure(
    ("pairs", "pairs_wrote", "pairs_met"),
    f"""
    WITH pairs AS (
        SELECT m.id, m.community_id, m.seeker_id, m.helper_id, {_within("m.connected_at", FOUR_WEEKS)} AS begins
        FROM matching_match m WHERE {_between("m.connected_at")}
    ), wrote AS (
        SELECT match_id FROM support_message WHERE match_id IN (SELECT id FROM pairs)
        GROUP BY 1 HAVING count(DISTINCT author_id) = 2
    ), met AS (
        SELECT DISTINCT match_id FROM support_meeting
        WHERE state = 'over' AND match_id IN (SELECT id FROM pairs)
    )
    SELECT community_id, begins, count(DISTINCT seeker_id),
        count(DISTINCT seeker_id) FILTER (WHERE wrote.match_id IS NOT NULL),
        count(DISTINCT seeker_id) FILTER (WHERE met.match_id IS NOT NULL)
    FROM pairs LEFT JOIN wrote ON wrote.match_id = pairs.id LEFT JOIN met ON met.match_id = pairs.id
    GROUP BY 1, 2""",  # noqa: S608
)
CARRYING = Measure(
    ("helpers_one", "helpers_two", "helpers_more"),
    f"""
    SELECT community_id, begins, count(*) FILTER (WHERE pairs = 1), count(*) FILTER (WHERE pairs = 2),
        count(*) FILTER (WHERE pairs > 2)
    FROM (
        SELECT m.community_id, {_within("m.connected_at", FOUR_WEEKS)} AS begins, m.helper_id, count(*) AS pairs
        FROM matching_match m WHERE {_between("m.connected_at")} GROUP BY 1, 2, 3
    ) carried GROUP BY 1, 2""",  # noqa: S608
)
FEELING = Measure(
    ("felt_before", "felt_after"),
    f"""
    SELECT community_id, begins, avg(before)::float8, avg(after)::float8, count(DISTINCT seeker_id)
    FROM (
        SELECT DISTINCT ON (m.id) m.community_id, m.seeker_id, {_within("c.answered_at", FOUR_WEEKS)} AS begins,
            f.value AS before, c.feeling AS after
        FROM support_checkin c JOIN matching_match m ON m.id = c.match_id AND m.seeker_id = c.member_id
        JOIN support_feeling f ON f.need_id = m.need_id
        WHERE f.value IS NOT NULL AND c.feeling IS NOT NULL AND {_between("c.answered_at")}
        ORDER BY m.id, c.day DESC
    ) said GROUP BY 1, 2""",  # noqa: S608
    middles="felt",
)
HELPING = Measure(
    ("said_yes", "said_a_little", "said_not_yet"),
    f"""
    SELECT community_id, begins, count(DISTINCT seeker_id) FILTER (WHERE helped = 'yes'),
        count(DISTINCT seeker_id) FILTER (WHERE helped = 'a_little'),
        count(DISTINCT seeker_id) FILTER (WHERE helped = 'not_yet')
    FROM (
        SELECT DISTINCT ON (m.id) m.community_id, m.seeker_id, {_within("c.answered_at", FOUR_WEEKS)} AS begins,
            c.helped
        FROM support_checkin c JOIN matching_match m ON m.id = c.match_id AND m.seeker_id = c.member_id
        WHERE c.helped <> '' AND {_between("c.answered_at")}
        ORDER BY m.id, c.day DESC
    ) said GROUP BY 1, 2""",  # noqa: S608
)
MODERATING = Measure(
    ("looked_half", "looked_most"),
    f"""
    WITH decided AS (
        SELECT r.community_id, r.reporter_id AS who, r.created_at AS since, d.made_at
        FROM support_report r JOIN support_decision d ON d.community_id = r.community_id
            AND d.kind = 'report_closed' AND d.refers_to->>'report' = r.uid::text
        UNION ALL
        SELECT m.community_id, s.author_id, s.held_at, coalesce(s.released_at, s.returned_at)
        FROM support_message s JOIN matching_match m ON m.id = s.match_id
        WHERE s.held_at IS NOT NULL
        UNION ALL
        SELECT p.community_id, p.member_id, p.asked_at, d.made_at
        FROM accounts_membership p JOIN support_decision d ON d.community_id = p.community_id
            AND d.member_id = p.member_id AND d.kind = 'admitted' AND d.made_at >= p.asked_at
    )
    SELECT community_id, {_within("made_at", FOUR_WEEKS)},
        percentile_disc(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM made_at - since)::float8),
        percentile_disc(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM made_at - since)::float8),
        count(DISTINCT who)
    FROM decided WHERE {_between("made_at")} GROUP BY 1, 2""",  # noqa: S608
    middles="lasted",
)

# Who asked about each group of topics, who of them had not heard a yes yet, and who was ready to help with it.
TOPICS = Measure(
    ("topic_asked", "topic_waiting", "topic_helpers"),
    f"""
    WITH groups AS (SELECT id, coalesce(parent_id, id) AS top FROM matching_topic), asking AS (
        SELECT n.community_id, n.member_id, {_within("n.waiting_since", FOUR_WEEKS)} AS begins, g.top,
            bool_and(y.need_id IS NULL) AS waiting
        FROM matching_need n
        JOIN matching_need_topics t ON t.need_id = n.id JOIN groups g ON g.id = t.topic_id
        LEFT JOIN (SELECT DISTINCT need_id FROM matching_match WHERE helper_answer = 'yes') y ON y.need_id = n.id
        WHERE {_between("n.waiting_since")} GROUP BY 1, 2, 3, 4
    ), offering AS (
        SELECT DISTINCT o.community_id, o.member_id, begins, g.top
        FROM unnest(%(starts)s::timestamptz[]) AS begins
        JOIN matching_offer o ON o.created_at < begins + INTERVAL '28 days'
            AND (o.state = 'open' OR o.changed_at >= begins + INTERVAL '28 days')
        JOIN matching_offer_topics t ON t.offer_id = o.id JOIN groups g ON g.id = t.topic_id
    ), asked AS (
        SELECT community_id, begins, top, count(*) AS people, count(*) FILTER (WHERE waiting) AS waiting
        FROM asking GROUP BY 1, 2, 3
    ), helped AS (SELECT community_id, begins, top, count(*) AS people FROM offering GROUP BY 1, 2, 3)
    SELECT community_id, begins, top, coalesce(asked.people, 0), coalesce(asked.waiting, 0),
        coalesce(helped.people, 0)
    FROM asked FULL JOIN helped USING (community_id, begins, top)""",  # noqa: S608
    rests=timedelta(),
    by_topic=True,
)

MEASURES = (*WEEKLY, ASKING, WAITING, TALKING, CARRYING, FEELING, HELPING, MODERATING, TOPICS)
