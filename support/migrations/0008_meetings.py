import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import support.models.meetings
import uuid
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models


# Whatever ends a match takes the meeting that lies ahead off, in the same transaction: no ending has to know of meetings.
# What has begun is over and stays. Calendars that hold an entry must still hear of it (`support.meetings.sweeping`).
ENDS_WITH_ITS_MATCH = """
CREATE FUNCTION meeting_ends_with_its_match() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM support_attending USING support_meeting meeting
        WHERE support_attending.meeting_id = meeting.id AND meeting.match_id = NEW.id;
    UPDATE support_meeting SET
        state = CASE WHEN begins_at <= NEW.ended_at THEN 'over' ELSE 'cancelled' END,
        sequence = sequence + COALESCE(begins_at > NEW.ended_at, false)::integer,
        untold = COALESCE(begins_at > NEW.ended_at, false),
        wanted_from = NULL,
        wanted_until = NULL,
        changed_at = NEW.ended_at
    WHERE match_id = NEW.id AND state IN ('proposed', 'accepted');
    RETURN NULL;
END $$;
CREATE TRIGGER meeting_ends_with_its_match AFTER UPDATE OF state ON matching_match
    FOR EACH ROW WHEN (OLD.state = 'connected' AND NEW.state <> 'connected')
    EXECUTE FUNCTION meeting_ends_with_its_match();
"""
BACK = """
DROP TRIGGER meeting_ends_with_its_match ON matching_match;
DROP FUNCTION meeting_ends_with_its_match();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0015_never_ask_by_block'),
        ('support', '0007_looking_back'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        BtreeGistExtension(),
        migrations.AlterField(
            model_name='decision',
            name='kind',
            field=models.CharField(choices=[('admitted', 'Admitted to the community'), ('not_admitted', 'Not admitted'), ('need_released', 'Need released after reading'), ('need_returned', 'Need returned to its writer'), ('proposal_released', 'Proposal released'), ('proposal_refused', 'Proposal refused'), ('matched_by_hand', 'Two people matched by hand'), ('message_released', 'Message released after reading'), ('message_returned', 'Message returned to its writer'), ('matching_paused', 'Matching paused'), ('matching_resumed', 'Matching resumed'), ('suspended', 'Suspended'), ('reinstated', 'Reinstated'), ('report_closed', 'Report closed'), ('weights_changed', 'What counts in the search changed'), ('calls_changed', 'Where calls happen changed')], max_length=24),
        ),
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('member', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feed', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('proposed', 'Suggested'), ('accepted', 'Planned'), ('over', 'Its time is over'), ('cancelled', 'Not taking place')], default='proposed', max_length=16)),
                ('begins_at', models.DateTimeField(null=True)),
                ('ends_at', models.DateTimeField(null=True)),
                ('wanted_from', models.DateTimeField(null=True)),
                ('wanted_until', models.DateTimeField(null=True)),
                ('by_seeker', models.BooleanField()),
                ('zone', models.CharField(max_length=64)),
                ('sequence', models.PositiveIntegerField(default=0)),
                ('room', models.CharField(default=support.models.meetings._room, max_length=32)),
                ('created_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('untold', models.BooleanField(default=False)),
                ('seeker_said', models.CharField(blank=True, choices=[('met', 'We met'), ('missed', 'It did not happen')], max_length=8)),
                ('helper_said', models.CharField(blank=True, choices=[('met', 'We met'), ('missed', 'It did not happen')], max_length=8)),
                ('match', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='matching.match')),
            ],
        ),
        migrations.CreateModel(
            name='Attending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('during', django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ('day_before_at', models.DateTimeField(null=True)),
                ('hour_before_at', models.DateTimeField(null=True)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attending', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attending', to='support.meeting')),
            ],
            options={
                'verbose_name_plural': 'attending',
            },
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(fields=['match', '-created_at'], name='meeting_newest'),
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(condition=models.Q(('state', 'accepted')), fields=['ends_at'], name='meeting_to_end'),
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(condition=models.Q(('state', 'proposed')), fields=['wanted_from'], name='meeting_to_lapse'),
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(condition=models.Q(('untold', True)), fields=['id'], name='meeting_untold'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.UniqueConstraint(models.F('match'), condition=models.Q(('state__in', ['proposed', 'accepted'])), name='meeting_one_ahead'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('begins_at__isnull', True), ('ends_at__isnull', True)), ('begins_at__lt', models.F('ends_at')), _connector='OR'), name='meeting_in_order'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('wanted_from__isnull', True), ('wanted_until__isnull', True)), ('wanted_from__lt', models.F('wanted_until')), _connector='OR'), name='meeting_wanted_in_order'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['accepted', 'over']), _negated=True), ('begins_at__isnull', False), _connector='OR'), name='meeting_agreed_has_time'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'proposed'), _negated=True), models.Q(('begins_at__isnull', True), ('wanted_from__isnull', False)), _connector='OR'), name='meeting_suggested_has_time'),
        ),
        migrations.AddIndex(
            model_name='attending',
            index=models.Index(condition=models.Q(('day_before_at__isnull', False)), fields=['day_before_at'], name='attending_day'),
        ),
        migrations.AddIndex(
            model_name='attending',
            index=models.Index(condition=models.Q(('hour_before_at__isnull', False)), fields=['hour_before_at'], name='attending_hour'),
        ),
        migrations.AddConstraint(
            model_name='attending',
            constraint=models.UniqueConstraint(models.F('meeting'), models.F('member'), name='attending_once'),
        ),
        migrations.AddConstraint(
            model_name='attending',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('member', '='), ('during', '&&')], name='attending_one_at_a_time'),
        ),
        migrations.RunSQL(ENDS_WITH_ITS_MATCH, BACK),
    ]
