"""Accounts that are about to be erased, and what is known of those that were."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_arrival_door'),
    ]

    operations = [
        migrations.CreateModel(
            name='StillSuspended',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address_hash', models.CharField(max_length=64)),
                ('until', models.DateTimeField()),
            ],
            options={
                'verbose_name_plural': 'still suspended',
            },
        ),
        migrations.CreateModel(
            name='Tombstone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64, unique=True)),
                ('erased_at', models.DateTimeField()),
                ('kept_apart_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='member',
            name='erase_asked_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='member',
            name='erased_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name='member',
            index=models.Index(condition=models.Q(('erase_asked_at__isnull', False)), fields=['erase_asked_at'], name='member_to_erase'),
        ),
        migrations.AddField(
            model_name='stillsuspended',
            name='community',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.community'),
        ),
        migrations.AddConstraint(
            model_name='stillsuspended',
            constraint=models.UniqueConstraint(models.F('community'), models.F('address_hash'), name='still_suspended_once'),
        ),
    ]
