"""Where to turn in a crisis."""

import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import models


class CrisisResource(models.Model):
    """Where to turn right now. Data with a source and an expiry; see `support.safety`."""

    uid = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    country = models.CharField(max_length=2, blank=True)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=40)
    note = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200)
    verified_on = models.DateField(null=True)
    expires_on = models.DateField()
    removed_on = models.DateField(null=True)  # kept, so that the seed does not bring it back

    class Meta:
        ordering = ["country", "name"]
        constraints = [models.UniqueConstraint("country", "phone", name="crisis_resource_once")]

    def __str__(self) -> str:
        return self.name
