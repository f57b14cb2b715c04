"""Who looked at whose private words, copies of what is kept, and sessions that know whose they are.

Everybody signs in once more afterwards: sessions of before cannot be found by their member.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Written once. What is older than members are told may go; nothing may ever be changed.
ONCE = """
CREATE FUNCTION look_is_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.looked_at < now() - interval '360 days' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'who looked at private words is written once' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER look_is_written_once BEFORE UPDATE OR DELETE ON support_look
    FOR EACH ROW EXECUTE FUNCTION look_is_written_once();
"""
ONCE_NO_MORE = "DROP TRIGGER look_is_written_once ON support_look; DROP FUNCTION look_is_written_once();"


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0015_never_ask_by_block'),
        ('support', '0004_drafts'),
        ('sessions', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Session',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('member_key', models.BigIntegerField(db_index=True, null=True)),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'abstract': False,
            },
        ),
        migrations.AlterField(
            model_name='report',
            name='match',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reports', to='matching.match'),
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('community_key', models.BigIntegerField()),
                ('moderator_key', models.BigIntegerField()),
                ('member_key', models.BigIntegerField()),
                ('what', models.CharField(choices=[('need', 'your request'), ('offer', 'your offer'), ('message', 'a message of yours'), ('report', 'a report of yours'), ('member', 'your place in the community')], max_length=16)),
                ('thing_key', models.BigIntegerField()),
                ('why', models.CharField(choices=[('reading', 'It waited for a moderator to read it first.'), ('search', 'They were looking for somebody who fits.'), ('report', 'Somebody had asked the moderators to look.'), ('standing', 'They look after who is here.')], max_length=16)),
                ('looked_at', models.DateTimeField()),
                ('shown_from', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['member_key', '-looked_at'], name='look_newest'), models.Index(fields=['looked_at'], name='look_oldest')],
            },
        ),
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('ready', 'Ready'), ('failed', 'It did not work')], default='waiting', max_length=16)),
                ('language', models.CharField(max_length=16)),
                ('step', models.PositiveSmallIntegerField(default=0)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('asked_at', models.DateTimeField()),
                ('lease_until', models.DateTimeField(null=True)),
                ('ready_at', models.DateTimeField(null=True)),
                ('sealed', models.BinaryField(null=True)),
                ('member', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='export', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['asked_at'], name='export_waiting')],
            },
        ),
        migrations.RunSQL(ONCE, ONCE_NO_MORE),
        migrations.RunSQL("DELETE FROM django_session", migrations.RunSQL.noop),
    ]
