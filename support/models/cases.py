"""What stands beside a case: who looks into it, and what moderators note for each other.

A case itself is no row: it is read from what waits. Both name it by its kind and the row's id.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from accounts.fields import EncryptedTextField
from accounts.models import Community, Member


class Claim(models.Model):
    """Somebody looks into a case until then; afterwards it is free again without anybody's doing."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=24)
    case_key = models.BigIntegerField()
    by = models.ForeignKey(Member, models.CASCADE, related_name="+")
    claimed_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("community", "kind", "case_key", name="claim_once")]
        indexes = [models.Index(fields=["until"], name="claim_lapses")]

    def __str__(self) -> str:
        return f"claim {self.pk}"


class CaseNote(models.Model):
    """What one moderator noted for the others. `concerns` are the members whom the case is about."""

    uid = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=24)
    case_key = models.BigIntegerField()
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    words = EncryptedTextField()
    concerns = ArrayField(models.BigIntegerField(), default=list)
    written_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)  # by its writer: its words are gone then

    class Meta:
        indexes = [
            models.Index(fields=["community", "kind", "case_key", "written_at"], name="case_note_of"),
            models.Index(fields=["written_at"], name="case_note_oldest"),
            GinIndex(fields=["concerns"], name="case_note_concerns"),
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"
