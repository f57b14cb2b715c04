"""What words suggest is kept on the row that holds them."""

import accounts.fields
import django.contrib.postgres.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0018_signs_of_danger"),
        ("support", "0012_ledger"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="checkin",
            name="signs",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("self", "The writer may be in danger of dying or of hurting themselves"),
                        ("harmed", "Somebody may be hurting or threatening the writer"),
                        ("others", "A child or somebody else may be hurt"),
                        ("young", "The writer may be under 18"),
                    ],
                    max_length=8,
                ),
                db_default=[],
                default=list,
                editable=False,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="checkin",
            name="signs_read_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="checkin",
            name="signs_since",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="checkin",
            name="signs_told_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="checkin",
            name="words",
            field=accounts.fields.EncryptedTextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="message",
            name="signs",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("self", "The writer may be in danger of dying or of hurting themselves"),
                        ("harmed", "Somebody may be hurting or threatening the writer"),
                        ("others", "A child or somebody else may be hurt"),
                        ("young", "The writer may be under 18"),
                    ],
                    max_length=8,
                ),
                db_default=[],
                default=list,
                editable=False,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="signs_read_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="signs_since",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="signs_told_at",
            field=models.DateTimeField(editable=False, null=True),
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
                    ("weights_changed", "What counts in the search changed"),
                    ("danger_read", "Words that may speak of danger read"),
                    ("danger_set", "Request kept for trained helpers"),
                    ("danger_lifted", "Request opened to all helpers"),
                    ("calls_changed", "Where calls happen changed"),
                    ("settings_changed", "Settings changed"),
                    ("role_changed", "Given another role"),
                    ("helpers_called", "Helpers called for"),
                ],
                max_length=24,
            ),
        ),
        migrations.AlterField(
            model_name="look",
            name="what",
            field=models.CharField(
                choices=[
                    ("need", "your request"),
                    ("offer", "your offer"),
                    ("message", "a message of yours"),
                    ("report", "a report of yours"),
                    ("member", "your place in the community"),
                    ("checkin", "what you wrote when looking back"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="look",
            name="why",
            field=models.CharField(
                choices=[
                    ("reading", "It waited for a moderator to read it first."),
                    ("search", "They were looking for somebody who fits."),
                    ("report", "Somebody had asked the moderators to look."),
                    ("danger", "Your words sounded as if somebody could be in danger."),
                    ("standing", "They look after who is here."),
                ],
                max_length=16,
            ),
        ),
        migrations.AddIndex(
            model_name="checkin",
            index=models.Index(
                condition=models.Q(("signs_read_at__isnull", True), ("signs_since__isnull", False)),
                fields=["signs_since"],
                name="checkin_signs",
            ),
        ),
        migrations.AddIndex(
            model_name="checkin",
            index=models.Index(
                condition=models.Q(
                    ("signs_read_at__isnull", True),
                    ("signs_since__isnull", False),
                    ("signs_told_at__isnull", True),
                ),
                fields=["signs_since"],
                name="checkin_signs_untold",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("signs_read_at__isnull", True), ("signs_since__isnull", False)),
                fields=["signs_since"],
                name="message_signs",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(
                    ("signs_read_at__isnull", True),
                    ("signs_since__isnull", False),
                    ("signs_told_at__isnull", True),
                ),
                fields=["signs_since"],
                name="message_signs_untold",
            ),
        ),
    ]
