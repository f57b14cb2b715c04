"""Offers that were open before there were listings are listed, some at a time, while the service runs.

All at once would hold every offer locked for as long as it takes, and take longer than a statement may.
"""

from django.db import migrations, transaction

BATCH = 2_000

NEXT = """
SELECT id, member_id FROM matching_offer WHERE state = 'open' AND id > %s ORDER BY id LIMIT %s
"""
# In the order in which everybody locks, so that nobody changes hours or topics between the reading and the writing.
HOLD_MEMBERS = "SELECT FROM accounts_member WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"
HOLD_OFFERS = "SELECT FROM matching_offer WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"


def list_open_offers(apps, schema_editor):
    after = 0
    while after is not None:
        after = _list_next(schema_editor.connection, after)


def _list_next(connection, after):
    """Lists the next offers and returns the last of them; None when there are no more. A second time changes nothing."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(NEXT, [after, BATCH])
        rows = cursor.fetchall()
        if not rows:
            return None
        ids = [offer for offer, _ in rows]
        cursor.execute(HOLD_MEMBERS, [[member for _, member in rows]])
        cursor.execute(HOLD_OFFERS, [ids])
        cursor.execute("SELECT list_offers(%s)", [ids])
        return ids[-1]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("matching", "0011_listings_held")]

    operations = [migrations.RunPython(list_open_offers, migrations.RunPython.noop)]
