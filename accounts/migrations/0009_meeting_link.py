from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0008_telling'),
    ]

    operations = [
        migrations.AddField(
            model_name='community',
            name='meeting_link',
            field=models.CharField(blank=True, db_default='', max_length=200, verbose_name='Where calls happen'),
        ),
    ]
