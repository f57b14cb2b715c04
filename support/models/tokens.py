"""Programs that speak for a member, and what is remembered so that asking twice does nothing twice."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.fields import EncryptedTextField
from accounts.models import Member


class Token(models.Model):
    """A key for a program. Only a fingerprint of it is kept; the key itself is shown once."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    member = models.ForeignKey(Member, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    fingerprint = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=20))
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # By day: enough to notice one that nobody uses, or that somebody else does, and no trail.
    used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["member", "-made_at"], name="token_of_member")]

    def __str__(self) -> str:
        return f"token {self.pk}"


class Answered(models.Model):
    """A request that was answered, under the key that its program gave it: asked again, it gets the same answer."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)  # fingerprints, of the key and of what was asked
    asked = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)  # 0 while it is being answered
    location = models.CharField(max_length=300, blank=True, default="")
    answer = EncryptedTextField(blank=True, default="")
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("member", "key", name="answered_once")]
        indexes = [models.Index(fields=["asked_at"], name="answered_oldest")]

    def __str__(self) -> str:
        return f"answered {self.pk}"
