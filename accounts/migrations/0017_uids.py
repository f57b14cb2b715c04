"""Opaque ids for programs; rows that are there get theirs from the database."""

import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0016_invited_as")]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="uid",
            field=models.UUIDField(db_default=RandomUUID(), default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AddField(
            model_name="invitation",
            name="uid",
            field=models.UUIDField(db_default=RandomUUID(), default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
