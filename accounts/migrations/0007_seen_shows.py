"""Whether "seen" may stand below messages."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_push'),
    ]

    operations = [
        migrations.AddField(
            model_name='member',
            name='shows_seen',
            field=models.BooleanField(db_default=False, default=False, verbose_name='Show when messages were seen'),
        ),
    ]
