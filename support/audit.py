# ruff: noqa: S608 - every query is our own text, and no input is in it
"""What must hold in a live database, asked in SQL. Each entry finds the rows that break one promise; none is right.

Most of these the database refuses by itself (constraints, triggers); they are asked again because a restored backup or
a hand at the console knows no promises.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from accounts.clock import database_now
from support.ledger.verifying import Verdict, verdicts

LIVE = "('in_review', 'proposed', 'connected')"
LISTED = "offer_id, community_id, topic_id, language, member_id, kinds, formats, mask, good_until"

# Where an erased member is nowhere to be found: what stays, and for how long, is said in `support.privacy.kept`.
NOTHING_LEFT = {
    "accounts_membership": "member_id",
    "accounts_arrival": "member_id",
    "accounts_notification": "member_id",
    "accounts_invitation": "made_by_id",
    "account_emailaddress": "user_id",
    "matching_availability": "member_id",
    "matching_away": "member_id",
    "matching_weekmask": "member_id",
    "matching_block": "blocker_id",
    "matching_mayknow": "member_id",
    "matching_neverask": "member_id",
    "matching_listing": "member_id",
    "support_attending": "member_id",
    "support_calendarfeed": "member_id",
    "support_draft": "member_id",
    "support_checkin": "member_id",
    "support_reflection": "member_id",
    "support_putaside": "member_id",
    "support_export": "member_id",
    "support_alias": "member_id",
    "support_measure": "member_id",
    "mfa_authenticator": "user_id",
    "support_session": "member_key",
}


def _anywhere(places: dict[str, str]) -> str:
    return " OR ".join(
        f"EXISTS (SELECT FROM {table} WHERE {table}.{column} = erased.id)" for table, column in places.items()
    )


# Where each chain of the log begins: what is older than that has no entry.
BEGINS = """
    SELECT DISTINCT ON (chain_key) chain_key, (about->>'decisions_through')::bigint AS decisions,
        (about->>'looks_through')::bigint AS looks
    FROM support_entry WHERE kind IN ('begun', 'shortened') ORDER BY chain_key, number DESC"""
WHOLE_LOG = "the log of what was done is as it was written, from its first entry to its last"

PROMISES = {
    "a need connects with one helper at most": """
        SELECT need_id FROM matching_match WHERE state = 'connected' GROUP BY need_id HAVING count(*) > 1""",
    "a need is put to no more helpers at once than it may": f"""
        SELECT need.id FROM matching_need need JOIN matching_match match ON match.need_id = need.id
        WHERE match.state IN {LIVE} GROUP BY need.id HAVING count(*) > need.places""",
    "an offer never has more people than its places": f"""
        SELECT offer.id FROM matching_offer offer JOIN matching_match match ON match.offer_id = offer.id
        WHERE match.state IN {LIVE} GROUP BY offer.id HAVING count(*) > offer.capacity""",
    "a helper is never with more people than they chose": f"""
        SELECT helper.id FROM accounts_member helper JOIN matching_match match ON match.helper_id = helper.id
        WHERE match.state IN {LIVE} GROUP BY helper.id HAVING count(*) > helper.max_people""",
    "the counters say what the matches say": f"""
        SELECT need.id FROM matching_need need WHERE need.live <>
            (SELECT count(*) FROM matching_match m WHERE m.need_id = need.id AND m.state IN {LIVE})
        UNION ALL SELECT offer.id FROM matching_offer offer WHERE offer.live <>
            (SELECT count(*) FROM matching_match m WHERE m.offer_id = offer.id AND m.state IN {LIVE})
        UNION ALL SELECT helper.id FROM accounts_member helper WHERE helper.helping <>
            (SELECT count(*) FROM matching_match m WHERE m.helper_id = helper.id AND m.state IN {LIVE})""",
    "connected means that both said yes": """
        SELECT id FROM matching_match WHERE state IN ('connected', 'completed', 'ended')
        AND NOT (seeker_answer = 'yes' AND helper_answer = 'yes' AND connected_at IS NOT NULL)""",
    "what is over has an end, what is live has none": f"""
        SELECT id FROM matching_match WHERE (state IN {LIVE}) = (ended_at IS NOT NULL)""",
    "a need's state says what its matches say": f"""
        SELECT need.id FROM matching_need need WHERE
            (need.state = 'connected') <> EXISTS (
                SELECT FROM matching_match m WHERE m.need_id = need.id AND m.state = 'connected')
            OR (need.state = 'matched' AND need.live = 0)
            OR (need.state IN ('draft', 'in_review', 'closed') AND need.live > 0)
            OR (need.state = 'open' AND EXISTS (
                SELECT FROM matching_match m WHERE m.need_id = need.id AND m.state IN {LIVE}))""",
    "nothing live crosses a block": f"""
        SELECT match.id FROM matching_match match JOIN matching_block block
        ON (block.blocker_id, block.blocked_id) IN
            ((match.seeker_id, match.helper_id), (match.helper_id, match.seeker_id))
        WHERE match.state IN {LIVE}""",
    "no message was sent across a block or after an end": """
        SELECT message.id FROM support_message message JOIN matching_match match ON match.id = message.match_id
        WHERE match.connected_at IS NULL OR message.sent_at > match.ended_at""",
    "whoever was asked was told": """
        SELECT match.id FROM matching_match match WHERE match.state = 'proposed' AND NOT EXISTS (
            SELECT FROM accounts_notification told
            WHERE told.member_id = match.helper_id AND told.event = 'match:' || match.id || ':match_asked')""",
    "a connection was told to both": """
        SELECT match.id FROM matching_match match CROSS JOIN LATERAL
            (VALUES (match.seeker_id), (match.helper_id)) AS side(member_id)
        WHERE match.state = 'connected' AND match.connected_at > now() - interval '360 days' AND NOT EXISTS (
            SELECT FROM accounts_notification told WHERE told.member_id = side.member_id
            AND told.event = 'match:' || match.id || ':match_connected')""",
    "every open offer is listed as it is": f"""
        SELECT DISTINCT offer_id FROM (
            (SELECT {LISTED} FROM offers_as_listed(ARRAY(SELECT id FROM matching_offer))
                EXCEPT SELECT {LISTED} FROM matching_listing)
            UNION ALL (SELECT {LISTED} FROM matching_listing
                EXCEPT SELECT {LISTED} FROM offers_as_listed(ARRAY(SELECT id FROM matching_offer)))
        ) AS other_than_it_is""",
    "who asked to be erased is in nothing any more": f"""
        SELECT member.id FROM accounts_member member WHERE member.erase_asked_at IS NOT NULL AND (
            EXISTS (SELECT FROM matching_match m WHERE m.state IN {LIVE} AND m.seeker_id = member.id)
            OR EXISTS (SELECT FROM matching_match m WHERE m.state IN {LIVE} AND m.helper_id = member.id)
            OR EXISTS (SELECT FROM matching_need need WHERE need.member_id = member.id AND need.state <> 'closed')
            OR EXISTS (SELECT FROM matching_offer offer WHERE offer.member_id = member.id AND offer.state = 'open'))""",
    "who was erased has nothing left": f"""
        SELECT erased.id FROM accounts_member erased WHERE erased.erased_at IS NOT NULL AND (
            erased.is_active OR erased.email <> erased.id || '@erased.invalid'
            OR {_anywhere(NOTHING_LEFT)}
            OR EXISTS (SELECT FROM matching_need n WHERE n.member_id = erased.id AND n.headline || n.words <> '')
            OR EXISTS (SELECT FROM matching_offer o WHERE o.member_id = erased.id AND o.experience <> '')
            OR EXISTS (SELECT FROM matching_match m WHERE m.connected_at IS NULL
                AND erased.id IN (m.seeker_id, m.helper_id)))""",
    "nobody is in two meetings at once": """
        SELECT one.id FROM support_attending one JOIN support_attending other
        ON one.member_id = other.member_id AND one.id < other.id AND one.during && other.during""",
    "a meeting that lies ahead is between two connected people": """
        SELECT meeting.id FROM support_meeting meeting JOIN matching_match match ON match.id = meeting.match_id
        WHERE meeting.state IN ('proposed', 'accepted') AND match.state <> 'connected'""",
    "a planned meeting takes the time of both, and no other meeting does": """
        SELECT meeting.id FROM support_meeting meeting JOIN matching_match match ON match.id = meeting.match_id
        WHERE (SELECT count(*) FROM support_attending seat WHERE seat.meeting_id = meeting.id
            AND seat.member_id IN (match.seeker_id, match.helper_id)
            AND seat.during = tstzrange(meeting.begins_at, meeting.ends_at)
        ) <> CASE WHEN meeting.state = 'accepted' THEN 2 ELSE 0 END
        OR (SELECT count(*) FROM support_attending seat WHERE seat.meeting_id = meeting.id) NOT IN (0, 2)""",
    "every decision stands in the log": f"""
        SELECT decision.id FROM support_decision decision
        LEFT JOIN ({BEGINS}) begins ON begins.chain_key = decision.community_id
        WHERE decision.id > coalesce(begins.decisions, 0) AND NOT EXISTS (
            SELECT FROM support_entry entry WHERE entry.decision_key = decision.id)""",
    "every look at private words stands in the log": f"""
        SELECT look.id FROM support_look look LEFT JOIN ({BEGINS}) begins ON begins.chain_key = look.community_key
        WHERE look.id > coalesce(begins.looks, 0) AND NOT EXISTS (
            SELECT FROM support_entry entry WHERE entry.look_key = look.id)""",
    "no decision from before the log was begun is gone": """
        SELECT entry.id FROM support_entry entry JOIN accounts_community place ON place.id = entry.chain_key
        WHERE entry.kind = 'begun' AND (entry.about->>'decisions')::bigint > (
            SELECT count(*) FROM support_decision decision WHERE decision.community_id = place.id
            AND decision.id <= (entry.about->>'decisions_through')::bigint)""",
    "every delivery is on its way or over": """
        SELECT id FROM accounts_delivery WHERE
            (state IN ('sent', 'dead', 'cancelled', 'folded')) = (finished_at IS NULL) OR attempts > 8""",
}


@dataclass(frozen=True)
class Finding:
    """One promise, and how many rows break it."""

    promise: str
    broken: int


def findings(chains: Sequence[Verdict] | None = None) -> list[Finding]:
    """Asks every promise. Reads whole tables: for operators, not for pages. `chains`, where they were read already."""
    chains = list(verdicts(now=database_now())) if chains is None else chains
    with connection.cursor() as cursor:
        asked = [Finding(promise, _count(cursor, query)) for promise, query in PROMISES.items()]
    return [*asked, Finding(WHOLE_LOG, sum(chain.broken is not None for chain in chains))]


def _count(cursor, query: str) -> int:  # type: ignore[no-untyped-def]
    cursor.execute(f"SELECT count(*) FROM ({query}) AS broken")
    return int(cursor.fetchone()[0])
