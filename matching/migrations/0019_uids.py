"""Opaque ids for programs; rows that are there get theirs from the database."""

import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import migrations, models


def named(model: str) -> migrations.AddField:
    uid = models.UUIDField(db_default=RandomUUID(), default=uuid.uuid4, editable=False, unique=True)
    return migrations.AddField(model_name=model, name="uid", field=uid)


class Migration(migrations.Migration):
    dependencies = [("matching", "0018_signs_of_danger")]

    operations = [named("away"), named("block"), named("neverask")]
