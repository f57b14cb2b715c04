"""Where the candidate query finds open offers: a row for each topic and language of each, kept by triggers.

Whoever writes an offer, its topics or a week mask, and on whatever path: the listings follow in the same transaction.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import matching.fields

LIST = """
CREATE FUNCTION list_offers(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM matching_listing WHERE offer_id = ANY(ids);
    INSERT INTO matching_listing
        (community_id, topic_id, language, offer_id, member_id, kinds, formats, mask, good_until)
    SELECT offer.community_id, chosen.topic_id, spoken.language, offer.id, offer.member_id,
        (SELECT coalesce(bit_or(1 << array_position(
            ARRAY['listening', 'experience', 'advice', 'practical', 'learning'], kind::text) - 1), 0)
            FROM unnest(offer.kinds) kind),
        (SELECT coalesce(bit_or(1 << array_position(ARRAY['chat', 'call', 'in_person'], format::text) - 1), 0)
            FROM unnest(offer.formats) format),
        week.mask, week.good_until
    FROM matching_offer offer
    JOIN matching_offer_topics chosen ON chosen.offer_id = offer.id
    CROSS JOIN LATERAL (SELECT DISTINCT unnest(offer.languages) AS language) spoken
    LEFT JOIN matching_weekmask week ON week.member_id = offer.member_id
    WHERE offer.id = ANY(ids) AND offer.state = 'open';
END $$;
"""

# What a transition table holds depends on the event, so each event has its own trigger; the function is one.
FOLLOW = """
CREATE FUNCTION listings_follow_offers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM list_offers(ARRAY[NEW.id]);
    RETURN NULL;
END $$;
CREATE TRIGGER listings_follow_offers AFTER UPDATE OF state, kinds, formats, languages ON matching_offer
    FOR EACH ROW WHEN ((OLD.state, OLD.kinds, OLD.formats, OLD.languages)
        IS DISTINCT FROM (NEW.state, NEW.kinds, NEW.formats, NEW.languages))
    EXECUTE FUNCTION listings_follow_offers();

CREATE FUNCTION listings_follow_topics() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM list_offers(ARRAY(SELECT DISTINCT offer_id FROM changed));
    RETURN NULL;
END $$;
CREATE TRIGGER listings_follow_new_topics AFTER INSERT ON matching_offer_topics
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION listings_follow_topics();
CREATE TRIGGER listings_follow_old_topics AFTER DELETE ON matching_offer_topics
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION listings_follow_topics();

CREATE FUNCTION listings_follow_masks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE matching_listing listing SET mask = changed.mask, good_until = changed.good_until
    FROM changed JOIN matching_offer offer ON offer.member_id = changed.member_id AND offer.state = 'open'
    WHERE listing.offer_id = offer.id
        AND (listing.mask, listing.good_until) IS DISTINCT FROM (changed.mask, changed.good_until);
    RETURN NULL;
END $$;
CREATE TRIGGER listings_follow_new_masks AFTER INSERT ON matching_weekmask
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION listings_follow_masks();
CREATE TRIGGER listings_follow_masks AFTER UPDATE ON matching_weekmask
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION listings_follow_masks();

CREATE FUNCTION listings_forget_masks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE matching_listing SET mask = NULL, good_until = NULL WHERE member_id = OLD.member_id
        AND offer_id IN (SELECT id FROM matching_offer WHERE member_id = OLD.member_id);
    RETURN NULL;
END $$;
CREATE TRIGGER listings_forget_masks AFTER DELETE ON matching_weekmask
    FOR EACH ROW EXECUTE FUNCTION listings_forget_masks();
"""
FOLLOW_NO_MORE = """
DROP TRIGGER listings_follow_offers ON matching_offer;
DROP TRIGGER listings_follow_new_topics ON matching_offer_topics;
DROP TRIGGER listings_follow_old_topics ON matching_offer_topics;
DROP TRIGGER listings_follow_new_masks ON matching_weekmask;
DROP TRIGGER listings_follow_masks ON matching_weekmask;
DROP TRIGGER listings_forget_masks ON matching_weekmask;
DROP FUNCTION listings_follow_offers();
DROP FUNCTION listings_follow_topics();
DROP FUNCTION listings_follow_masks();
DROP FUNCTION listings_forget_masks();
"""

# A tenth of the rows changed and not yet vacuumed makes the query three times as slow.
VACUUM_SOON = """
ALTER TABLE matching_listing SET (
    autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_insert_scale_factor = 0.01
);
"""

# Last, when every trigger is there: what was written meanwhile is listed twice over, and once in the end.
FILL = "SELECT list_offers(ARRAY(SELECT id FROM matching_offer WHERE state = 'open'));"


class Migration(migrations.Migration):
    dependencies = [("matching", "0008_rounds")]

    operations = [
        migrations.CreateModel(
            name="Listing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=16)),
                ("kinds", models.PositiveSmallIntegerField()),
                ("formats", models.PositiveSmallIntegerField()),
                ("mask", matching.fields.WeekMaskField(null=True)),
                ("good_until", models.DateTimeField(null=True)),
                (
                    "community",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.community",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="listings",
                        to="matching.offer",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="matching.topic",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["community", "topic", "language"],
                        include=("offer", "member", "kinds", "formats", "good_until", "mask"),
                        name="listing_found",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("offer", "topic", "language"), name="listing_once")
                ],
            },
        ),
        migrations.RunSQL(LIST, "DROP FUNCTION list_offers(bigint[]);"),
        migrations.RunSQL(FOLLOW, FOLLOW_NO_MORE),
        migrations.RunSQL(VACUUM_SOON, migrations.RunSQL.noop),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
