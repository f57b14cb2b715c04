"""The statements that `filling` writes a community with."""

COMMUNITY = """
INSERT INTO accounts_community (slug, name, about, run_by, joining, listed, languages, country, in_person,
    moderator_hours, response_hours, review_first_needs, review_first_messages, review_proposals, created_at)
VALUES ('measured-' || (SELECT count(*) FROM accounts_community), 'Measured', '', '', 'open', false, '{en}', '', true,
    '', 24, false, false, false, %(now)s)
RETURNING id
"""
TEMPORARY = """
CREATE TEMPORARY TABLE week (week int, zone text, mask bit(672), local bit(672), good_until timestamptz)
    ON COMMIT DROP;
CREATE TEMPORARY TABLE free_window (week int, weekday int, first int, last int) ON COMMIT DROP;
CREATE TEMPORARY TABLE posting (kind text, id bigint, member bigint, week int, zone text, topics bigint[],
    languages text[], kinds text[], formats text[], urgency text, places int) ON COMMIT DROP;
"""
FIRSTS = (
    "SELECT coalesce(max(id), 0) + 1 FROM accounts_member",
    "SELECT coalesce(max(id), 0) + 1 FROM matching_need",
    "SELECT coalesce(max(id), 0) + 1 FROM matching_offer",
)
MEMBERS = """
INSERT INTO accounts_member (id, password, email, email_safe, is_active, is_operator, created_at, time_zone,
    time_zone_confirmed, languages, quiet_from, quiet_until, asked_in_quiet_hours, country, gender, age_band,
    max_people, max_asks_week, helping)
SELECT member, '!', 'member-' || member || '@members.example', true, true, false, %(now)s - interval '200 days', zone,
    true, languages, '22:00', '07:00', member %% 5 > 0, '', '', '', greatest(3, least(places, 20)), 50, 0
FROM posting
"""
MEMBERSHIPS = """
INSERT INTO accounts_membership (community_id, member_id, display_name, role, standing, asked_at, joined_at)
SELECT %(community)s, member, 'Member ' || member, 'member', 'good', %(now)s, %(now)s FROM posting
"""
HOURS = """
INSERT INTO matching_availability (member_id, weekday, start, "end")
SELECT posting.member, free_window.weekday, free_window.first, free_window.last
FROM posting JOIN free_window USING (week)
"""
WEEKS = """
INSERT INTO matching_weekmask (member_id, mask, good_until, local)
SELECT posting.member, week.mask, week.good_until, week.local FROM posting JOIN week USING (week, zone)
"""
NEEDS = """
INSERT INTO matching_need (id, uid, community_id, member_id, formats, languages, wish_same_gender, wish_age_bands,
    version, created_at, changed_at, headline, words, kind, urgency, wish_shared_experience, connect_me, danger, state,
    closed_because, waiting_since, expires_at, places, live)
SELECT id, gen_random_uuid(), %(community)s, member, formats, languages, false, '{}', 1, %(now)s, %(now)s, %(words)s,
    %(words)s, kinds[1], urgency, false, false, false, 'open', '',
    %(now)s - interval '1 minute' * (id * 7919 %% 10000), %(now)s + interval '60 days', 1, 0
FROM posting WHERE kind = 'need'
"""
NEED_TOPICS = """
INSERT INTO matching_need_topics (need_id, topic_id)
SELECT id, unnest(topics) FROM posting WHERE kind = 'need'
"""
OFFERS = """
INSERT INTO matching_offer (id, uid, community_id, member_id, formats, languages, wish_same_gender, wish_age_bands,
    version, created_at, changed_at, kinds, capacity, live, experience, takes_danger, state)
SELECT id, gen_random_uuid(), %(community)s, member, formats, languages, false, '{}', 1, %(now)s, %(now)s, kinds,
    least(places, 20), 0, '', false, 'open'
FROM posting WHERE kind = 'offer'
"""
OFFER_TOPICS = """
INSERT INTO matching_offer_topics (offer_id, topic_id)
SELECT id, unnest(topics) FROM posting WHERE kind = 'offer'
"""
GO_ON = """
SELECT setval(pg_get_serial_sequence(name, 'id'), last) FROM (
    SELECT 'accounts_member' AS name, max(id) AS last FROM accounts_member
    UNION ALL SELECT 'matching_need', max(id) FROM matching_need
    UNION ALL SELECT 'matching_offer', max(id) FROM matching_offer
) each WHERE last IS NOT NULL
"""
INTO_TABLES = (MEMBERS, MEMBERSHIPS, HOURS, WEEKS, NEEDS, NEED_TOPICS, OFFERS, OFFER_TOPICS, GO_ON)
LISTINGS = """
SELECT list_offers(ARRAY(SELECT id FROM matching_offer WHERE community_id = %(community)s AND state = 'open'))
"""
AS_BEFORE = (
    """
    DELETE FROM accounts_delivery USING accounts_notification told
    WHERE told.id = notification_id AND told.community_id = ANY(%(communities)s)
    """,
    "DELETE FROM accounts_notification WHERE community_id = ANY(%(communities)s)",
    "DELETE FROM matching_match WHERE community_id = ANY(%(communities)s)",
    "DELETE FROM matching_round WHERE community_id = ANY(%(communities)s)",
    "DELETE FROM matching_stir WHERE community_id = ANY(%(communities)s)",
    """
    DELETE FROM matching_offerprice USING matching_offer offer
    WHERE offer.id = offer_id AND offer.community_id = ANY(%(communities)s)
    """,
    """
    UPDATE matching_need SET state = 'open', looked_at = NULL, passed_over = 0
    WHERE community_id = ANY(%(communities)s) AND (state <> 'open' OR looked_at IS NOT NULL)
    """,
)
