"""The log of what was done. It begins with the next entry of each community, or with `prepare`: nothing is rewritten."""

import django.contrib.postgres.fields
import django.db.models.deletion
import support.models.ledger
from django.conf import settings
from django.db import migrations, models

# Written once. What is older than is said may go at the old end, once its chain says so; a chain only ever grows.
# Test databases are emptied as a whole between tests.
ONCE = r"""
CREATE FUNCTION entry_is_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.at < now() - interval '1090 days' AND OLD.number <=
            (SELECT cut_number FROM support_chain WHERE community_key = OLD.chain_key) THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'the log of what was done is written once' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER entry_is_written_once BEFORE UPDATE OR DELETE ON support_entry
    FOR EACH ROW EXECUTE FUNCTION entry_is_written_once();

CREATE FUNCTION chain_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.community_key = OLD.community_key AND NEW.length > OLD.length
            AND NEW.cut_number BETWEEN OLD.cut_number AND OLD.length THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'the log of what was done only grows' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER chain_only_grows BEFORE UPDATE OR DELETE ON support_chain
    FOR EACH ROW EXECUTE FUNCTION chain_only_grows();

CREATE FUNCTION log_is_not_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_database() LIKE 'test\_%' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'the log of what was done is not emptied' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER entries_are_not_emptied BEFORE TRUNCATE ON support_entry
    FOR EACH STATEMENT EXECUTE FUNCTION log_is_not_emptied();
CREATE TRIGGER chains_are_not_emptied BEFORE TRUNCATE ON support_chain
    FOR EACH STATEMENT EXECUTE FUNCTION log_is_not_emptied();
"""
ONCE_NO_MORE = """
DROP TRIGGER entries_are_not_emptied ON support_entry;
DROP TRIGGER chains_are_not_emptied ON support_chain;
DROP TRIGGER chain_only_grows ON support_chain;
DROP TRIGGER entry_is_written_once ON support_entry;
DROP FUNCTION log_is_not_emptied();
DROP FUNCTION chain_only_grows();
DROP FUNCTION entry_is_written_once();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('support', '0011_pulse'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Chain',
            fields=[
                ('community_key', models.BigIntegerField(primary_key=True, serialize=False)),
                ('length', models.BigIntegerField(default=0)),
                ('head', models.CharField(blank=True, default='', max_length=64)),
                ('cut_number', models.BigIntegerField(default=0)),
                ('cut_seal', models.CharField(blank=True, default='', max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='Alias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.BigIntegerField(default=support.models.ledger.new_key, unique=True)),
                ('member', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'aliases',
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('chain_key', models.BigIntegerField()),
                ('number', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('by_key', models.BigIntegerField(null=True)),
                ('kind', models.CharField(max_length=32)),
                ('member_key', models.BigIntegerField(null=True)),
                ('concerns', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('about', models.JSONField(default=dict)),
                ('decision_key', models.BigIntegerField(null=True)),
                ('look_key', models.BigIntegerField(null=True)),
                ('before', models.CharField(blank=True, max_length=64)),
                ('seal', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name_plural': 'entries',
                'indexes': [models.Index(condition=models.Q(('decision_key__isnull', False)), fields=['decision_key'], name='entry_of_decision'), models.Index(condition=models.Q(('look_key__isnull', False)), fields=['look_key'], name='entry_of_look'), models.Index(condition=models.Q(('kind__in', ['begun', 'shortened'])), fields=['chain_key', '-number'], name='entry_where_it_begins')],
                'constraints': [models.UniqueConstraint(models.F('chain_key'), models.F('number'), name='entry_once_a_number')],
            },
        ),
        migrations.RunSQL(ONCE, ONCE_NO_MORE),
    ]
