"""What the database itself holds true of matches, whoever writes them.

Counters: a match that becomes live takes a place in its need, its offer and its helper; one that ends gives them back.
The CHECK constraints on those counters refuse the place that is not there, under the row lock that the update takes
(offers before members before needs would be another order than the house's: `matching.matches` therefore locks all
rows in order before it writes).

Transitions: final states are final, and a state is reached only from where it may be reached.
"""

from django.db import migrations

COUNT = """
CREATE FUNCTION match_counts_places() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was boolean := TG_OP <> 'INSERT' AND OLD.state IN ('in_review', 'proposed', 'connected');
    is_live boolean := TG_OP <> 'DELETE' AND NEW.state IN ('in_review', 'proposed', 'connected');
    step integer := is_live::int - was::int;
    row record := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    IF step <> 0 THEN
        UPDATE accounts_member SET helping = helping + step WHERE id = row.helper_id;
        UPDATE matching_need SET live = live + step WHERE id = row.need_id;
        UPDATE matching_offer SET live = live + step WHERE id = row.offer_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER match_counts_places AFTER INSERT OR UPDATE OF state OR DELETE ON matching_match
    FOR EACH ROW EXECUTE FUNCTION match_counts_places();
"""

STEPS = """
CREATE FUNCTION match_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.need_id <> OLD.need_id OR NEW.offer_id <> OLD.offer_id
       OR NEW.seeker_id <> OLD.seeker_id OR NEW.helper_id <> OLD.helper_id THEN
        RAISE EXCEPTION 'a match keeps its need, its offer and its people' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state <> OLD.state AND NOT (
        (OLD.state = 'in_review' AND NEW.state IN ('proposed', 'declined', 'withdrawn', 'superseded'))
        OR (OLD.state = 'proposed'
            AND NEW.state IN ('connected', 'declined', 'expired', 'withdrawn', 'superseded'))
        OR (OLD.state = 'connected' AND NEW.state IN ('completed', 'ended'))
    ) THEN
        RAISE EXCEPTION 'a match cannot go from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER match_steps BEFORE UPDATE ON matching_match
    FOR EACH ROW EXECUTE FUNCTION match_steps();
"""

# No live match across a block: the last guard behind the locks that `matches` and `blocks` take.
BLOCKS = """
CREATE FUNCTION match_no_block() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state IN ('in_review', 'proposed', 'connected') AND EXISTS (
        SELECT FROM matching_block
        WHERE (blocker_id, blocked_id) IN ((NEW.seeker_id, NEW.helper_id), (NEW.helper_id, NEW.seeker_id))
    ) THEN
        RAISE EXCEPTION 'no match across a block' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER match_no_block BEFORE INSERT OR UPDATE OF state ON matching_match
    FOR EACH ROW EXECUTE FUNCTION match_no_block();
"""


def dropping(name: str) -> str:
    return f"DROP TRIGGER {name} ON matching_match; DROP FUNCTION {name}();"


class Migration(migrations.Migration):
    dependencies = [("matching", "0001_initial")]

    operations = [
        migrations.RunSQL(COUNT, dropping("match_counts_places")),
        migrations.RunSQL(STEPS, dropping("match_steps")),
        migrations.RunSQL(BLOCKS, dropping("match_no_block")),
    ]
