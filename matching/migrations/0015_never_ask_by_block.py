"""A block goes on when the blocked person erases their account: their address becomes one never to be asked."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0014_topic_phrases'),
    ]

    operations = [
        migrations.AddField(
            model_name='neverask',
            name='block',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='matching.block'),
        ),
    ]
