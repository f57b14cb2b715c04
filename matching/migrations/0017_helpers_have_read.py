"""Whoever offered help before has read the guide on listening well: the page asked it of them."""

from django.db import migrations

READ = """
UPDATE accounts_member helper SET listening_read_at = first.offered_at
FROM (SELECT member_id, min(created_at) AS offered_at FROM matching_offer GROUP BY member_id) first
WHERE helper.id = first.member_id AND helper.listening_read_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_helpers"),
        ("matching", "0016_longer_pairings"),
    ]

    operations = [migrations.RunSQL(READ, migrations.RunSQL.noop)]
