"""Which needs are due is read off an index, without a lock on a running service."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("matching", "0009_listings")]

    operations = [
        # It may take longer than other statements may; one that was broken off leaves an index that nobody can use.
        migrations.RunSQL("SET statement_timeout = 0", "SET statement_timeout = 0"),
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS need_looked_at", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "need",
            models.Index(
                condition=models.Q(("live__lt", models.F("places")), ("state__in", ["open", "matched"])),
                fields=["community", "looked_at"],
                name="need_looked_at",
            ),
        ),
        migrations.RunSQL("RESET statement_timeout", migrations.RunSQL.noop),
    ]
