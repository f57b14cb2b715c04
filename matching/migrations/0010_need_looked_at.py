"""Which needs are due is read off an index, without a lock on a running service."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("matching", "0009_listings")]

    operations = [
        AddIndexConcurrently(
            "need",
            models.Index(
                condition=models.Q(("state__in", ["open", "matched"])),
                fields=["community", "looked_at"],
                name="need_looked_at",
            ),
        ),
    ]
