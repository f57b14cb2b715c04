"""How each member wants to be told; what goes first, and what is told together with other things."""

import datetime
import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0007_seen_shows'),
    ]

    operations = [
        migrations.AddField(
            model_name='delivery',
            name='first',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='delivery',
            name='together',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='delivery',
            name='told_in',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='tells_of', to='accounts.delivery'),
        ),
        migrations.AddField(
            model_name='member',
            name='email_stopped_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='member',
            name='letters',
            field=models.CharField(choices=[('at_once', 'As things happen'), ('daily', 'Once a day, all in one'), ('weekly', 'Once a week, all in one')], db_default='at_once', default='at_once', max_length=8),
        ),
        migrations.AddField(
            model_name='member',
            name='letters_at',
            field=models.TimeField(db_default=datetime.time(18, 0), default=datetime.time(18, 0)),
        ),
        migrations.AddField(
            model_name='member',
            name='ways_off',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), db_default=[], default=list, size=None),
        ),
        migrations.AddField(
            model_name='member',
            name='ways_on',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), db_default=[], default=list, size=None),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='channel',
            field=models.CharField(choices=[('email', 'E-mail'), ('push', 'On my devices')], max_length=16),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='state',
            field=models.CharField(choices=[('waiting', 'Waiting'), ('sending', 'Being sent'), ('sent', 'Sent'), ('dead', 'Given up'), ('cancelled', 'No longer wanted'), ('folded', 'Told together with others')], default='waiting', max_length=16),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(models.OrderBy(models.F('first'), descending=True), models.F('due_at'), condition=models.Q(('state__in', ['waiting', 'sending']), ('together', False)), name='delivery_next'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state', 'waiting'), ('together', True)), fields=['due_at'], name='delivery_together'),
        ),
        migrations.RemoveIndex(
            model_name='delivery',
            name='delivery_due',
        ),
    ]
