import accounts.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0001_initial"),
        ("support", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="words",
            field=accounts.fields.EncryptedTextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="message",
            name="returned_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="decision",
            name="kind",
            field=models.CharField(
                choices=[
                    ("admitted", "Admitted to the community"),
                    ("not_admitted", "Not admitted"),
                    ("need_released", "Need released after reading"),
                    ("need_returned", "Need returned to its writer"),
                    ("proposal_released", "Proposal released"),
                    ("proposal_refused", "Proposal refused"),
                    ("matched_by_hand", "Two people matched by hand"),
                    ("message_released", "Message released after reading"),
                    ("message_returned", "Message returned to its writer"),
                    ("matching_paused", "Matching paused"),
                    ("matching_resumed", "Matching resumed"),
                    ("suspended", "Suspended"),
                    ("reinstated", "Reinstated"),
                    ("report_closed", "Report closed"),
                ],
                max_length=24,
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(
                    ("held_at__isnull", False), ("released_at__isnull", True), ("returned_at__isnull", True)
                ),
                fields=["held_at"],
                name="message_waiting",
            ),
        ),
    ]
