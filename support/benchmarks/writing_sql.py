"""The statements that write proposals as a script would, with the locks and outbox rows of `matching.matches`."""

PAIRS = """
SELECT need_id, offer_id, seeker_id, helper_id, score, reasons::text FROM matching_match
WHERE community_id = %(community)s ORDER BY id
"""
HOLD_MEMBERS = "SELECT id FROM accounts_member WHERE id = ANY(%(members)s) ORDER BY id FOR NO KEY UPDATE"
HOLD_NEEDS = "SELECT id FROM matching_need WHERE id = ANY(%(needs)s) ORDER BY id FOR NO KEY UPDATE"
HOLD_OFFERS = "SELECT id FROM matching_offer WHERE id = ANY(%(offers)s) ORDER BY id FOR NO KEY UPDATE"
MATCHES = """
INSERT INTO matching_match (uid, community_id, need_id, offer_id, seeker_id, helper_id, need_version, offer_version,
    state, score, reasons, seeker_answer, helper_answer, created_at, proposed_at, expires_at, seeker_again,
    helper_again)
SELECT gen_random_uuid(), need.community_id, pair.need, pair.offer, pair.seeker, pair.helper, 1, 1, 'proposed',
    pair.score, pair.reasons, '', '', now(), now(), now() + interval '24 hours', false, false
FROM unnest(%(need)s::bigint[], %(offer)s::bigint[], %(seeker)s::bigint[], %(helper)s::bigint[], %(score)s::int[],
    %(reasons)s::jsonb[]) AS pair(need, offer, seeker, helper, score, reasons)
JOIN matching_need need ON need.id = pair.need
RETURNING id
"""
MATCHED = "UPDATE matching_need SET state = 'matched' WHERE id = ANY(%(needs)s)"
TELL = """
INSERT INTO accounts_notification (uid, member_id, community_id, kind, event, refers_to, secret, created_at)
SELECT gen_random_uuid(), match.helper_id, match.community_id, 'match_asked', 'match:' || match.id || ':match_asked',
    jsonb_build_object('match', match.uid), '', now()
FROM matching_match match WHERE match.id = ANY(%(matches)s)
UNION ALL
SELECT gen_random_uuid(), match.seeker_id, match.community_id, 'need_searching', 'need:' || need.id || ':searching',
    jsonb_build_object('need', need.uid), '', now()
FROM matching_match match JOIN matching_need need ON need.id = match.need_id WHERE match.id = ANY(%(matches)s)
ON CONFLICT DO NOTHING
RETURNING id
"""
# Due tomorrow, as in quiet hours: nobody carries them out while something else is measured.
DELIVER = """
INSERT INTO accounts_delivery (notification_id, channel, state, due_at, attempts, failure)
SELECT unnest(%(notifications)s::bigint[]), 'email', 'waiting', now() + interval '1 day', 0, ''
"""
LOOKED = "UPDATE matching_need SET looked_at = now() WHERE id = ANY(%(needs)s)"
