"""Listings are right whoever writes at the same time, and whatever is written by hand.

Two transactions could each list an offer as they saw it, one before and one after a pause: now whoever lists an offer
holds it and its member's week mask, and looks once it has them. What a listing should be stands in one function, which
`audit` asks too.
"""

from importlib import import_module

from django.db import migrations

before = import_module("matching.migrations.0009_listings")

AS_LISTED = """
CREATE FUNCTION offers_as_listed(ids bigint[]) RETURNS TABLE (
    community_id bigint, topic_id bigint, language varchar, offer_id bigint, member_id bigint,
    kinds smallint, formats smallint, mask bit(672), good_until timestamptz
) LANGUAGE sql STABLE AS $$
    SELECT offer.community_id, chosen.topic_id, spoken.language, offer.id, offer.member_id,
        (SELECT coalesce(bit_or(1 << array_position(
            ARRAY['listening', 'experience', 'advice', 'practical', 'learning'], kind::text) - 1), 0)
            FROM unnest(offer.kinds) kind)::smallint,
        (SELECT coalesce(bit_or(1 << array_position(ARRAY['chat', 'call', 'in_person'], format::text) - 1), 0)
            FROM unnest(offer.formats) format)::smallint,
        week.mask, week.good_until
    FROM matching_offer offer
    JOIN matching_offer_topics chosen ON chosen.offer_id = offer.id
    CROSS JOIN LATERAL (SELECT DISTINCT unnest(offer.languages) AS language) spoken
    LEFT JOIN matching_weekmask week ON week.member_id = offer.member_id
    WHERE offer.id = ANY(ids) AND offer.state = 'open'
$$;
"""
# Each statement sees what was committed before it: the locks first, then the look.
LIST = """
CREATE OR REPLACE FUNCTION list_offers(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM matching_offer WHERE id = ANY(ids) ORDER BY id FOR NO KEY UPDATE;
    PERFORM FROM matching_weekmask
        WHERE member_id IN (SELECT offer.member_id FROM matching_offer offer WHERE offer.id = ANY(ids))
        ORDER BY member_id FOR SHARE;
    DELETE FROM matching_listing WHERE offer_id = ANY(ids);
    INSERT INTO matching_listing
        (community_id, topic_id, language, offer_id, member_id, kinds, formats, mask, good_until)
    SELECT * FROM offers_as_listed(ids);
END $$;
"""
LIST_BEFORE = before.LIST.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")

FOLLOW_HANDS = """
DROP TRIGGER listings_follow_offers ON matching_offer;
CREATE TRIGGER listings_follow_offers
    AFTER UPDATE OF state, kinds, formats, languages, member_id, community_id ON matching_offer
    FOR EACH ROW WHEN ((OLD.state, OLD.kinds, OLD.formats, OLD.languages, OLD.member_id, OLD.community_id)
        IS DISTINCT FROM (NEW.state, NEW.kinds, NEW.formats, NEW.languages, NEW.member_id, NEW.community_id))
    EXECUTE FUNCTION listings_follow_offers();

CREATE FUNCTION listings_follow_changed_topics() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM list_offers(ARRAY(SELECT offer_id FROM was UNION SELECT offer_id FROM changed));
    RETURN NULL;
END $$;
CREATE TRIGGER listings_follow_changed_topics AFTER UPDATE ON matching_offer_topics
    REFERENCING OLD TABLE AS was NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION listings_follow_changed_topics();

CREATE FUNCTION listings_forget_all() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM matching_listing;
    RETURN NULL;
END $$;
CREATE TRIGGER listings_forget_all AFTER TRUNCATE ON matching_offer_topics
    FOR EACH STATEMENT EXECUTE FUNCTION listings_forget_all();
"""
FOLLOW_HANDS_NO_MORE = """
DROP TRIGGER listings_forget_all ON matching_offer_topics;
DROP FUNCTION listings_forget_all();
DROP TRIGGER listings_follow_changed_topics ON matching_offer_topics;
DROP FUNCTION listings_follow_changed_topics();
DROP TRIGGER listings_follow_offers ON matching_offer;
CREATE TRIGGER listings_follow_offers AFTER UPDATE OF state, kinds, formats, languages ON matching_offer
    FOR EACH ROW WHEN ((OLD.state, OLD.kinds, OLD.formats, OLD.languages)
        IS DISTINCT FROM (NEW.state, NEW.kinds, NEW.formats, NEW.languages))
    EXECUTE FUNCTION listings_follow_offers();
"""


class Migration(migrations.Migration):
    dependencies = [("matching", "0010_need_looked_at")]

    operations = [
        migrations.RunSQL(AS_LISTED, "DROP FUNCTION offers_as_listed(bigint[]);"),
        migrations.RunSQL(LIST, LIST_BEFORE),
        migrations.RunSQL(FOLLOW_HANDS, FOLLOW_HANDS_NO_MORE),
    ]
