"""What somebody writes for themselves."""

import uuid

from django.db import models

from accounts.fields import EncryptedTextField
from accounts.models import Member


class Reflection(models.Model):
    """A page of somebody's journal: what helped, and what they learned. Only its writer ever reads it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    member = models.ForeignKey(Member, models.CASCADE, related_name="reflections")
    helped = EncryptedTextField(blank=True, default="")
    learned = EncryptedTextField(blank=True, default="")
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    # Taken out, and gone for good once it can no longer be undone.
    removed_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["member", "-written_at"], name="reflection_newest")]

    def __str__(self) -> str:
        return f"reflection {self.pk}"


class PutAside(models.Model):
    """An invitation that somebody does not want to see again, for good."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="put_aside")
    what = models.CharField(max_length=20)
    put_aside_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "put aside"
        constraints = [models.UniqueConstraint("member", "what", name="put_aside_once")]

    def __str__(self) -> str:
        return f"{self.what} {self.pk}"
