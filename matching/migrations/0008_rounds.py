"""What rounds leave behind: stirs as rows, prices of offers, and more about what each round did.

The counters of stirs are no longer read. Their columns stay, with a default, until no older process runs.
"""

import django.db.models.deletion
from django.db import migrations, models

KEEP_COLUMNS = """
ALTER TABLE matching_need ALTER COLUMN stirs SET DEFAULT 0;
ALTER TABLE matching_need ALTER COLUMN looked_stirs SET DEFAULT 0;
"""
AS_BEFORE = """
ALTER TABLE matching_need ALTER COLUMN stirs DROP DEFAULT;
ALTER TABLE matching_need ALTER COLUMN looked_stirs DROP DEFAULT;
"""


def counter() -> models.Field:
    return models.PositiveIntegerField(db_default=0, default=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_arrival"), ("matching", "0007_policy")]

    operations = [
        migrations.CreateModel(
            name="Stir",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.community"
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="matching.need"
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="matching.offer"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("need__isnull", True), ("offer__isnull", True), _connector="XOR"),
                        name="stir_one_thing",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OfferPrice",
            fields=[
                (
                    "offer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="price",
                        serialize=False,
                        to="matching.offer",
                    ),
                ),
                ("price", models.PositiveIntegerField()),
                ("left_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField("need", "passed_over", models.PositiveSmallIntegerField(db_default=0, default=0)),
        migrations.AddField("round", "bound", models.PositiveBigIntegerField(db_default=0, default=0)),
        migrations.AddField("round", "offers", counter()),
        migrations.AddField("round", "whole", models.BooleanField(db_default=False, default=False)),
        migrations.AddField("round", "passed_over", counter()),
        migrations.AddField("round", "gather_ms", counter()),
        migrations.AddField("round", "solve_ms", counter()),
        migrations.AddField("round", "write_ms", counter()),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(KEEP_COLUMNS, AS_BEFORE)],
            state_operations=[
                migrations.RemoveField("need", "stirs"),
                migrations.RemoveField("need", "looked_stirs"),
            ],
        ),
    ]
