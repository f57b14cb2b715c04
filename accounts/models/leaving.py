"""What outlives an account, and why."""

from django.db import models

from accounts.models.communities import Community


class Tombstone(models.Model):
    """That an account was erased, as a keyed fingerprint: a restored backup is told by it whom to erase again."""

    fingerprint = models.CharField(max_length=64, unique=True)
    erased_at = models.DateTimeField()
    # When it was written down outside of the database as well, where the operator wants that.
    kept_apart_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"tombstone {self.pk}"


class StillSuspended(models.Model):
    """A suspension outlives the account for a while: whoever erases one does not walk out of it by signing up anew."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    address_hash = models.CharField(max_length=64)
    # Of the address as its provider reads it: without dots and tags. Whoever has one like it waits for a moderator.
    near_hash = models.CharField(max_length=64, blank=True, default="", db_default="")
    until = models.DateTimeField()

    class Meta:
        verbose_name_plural = "still suspended"
        constraints = [models.UniqueConstraint("community", "address_hash", name="still_suspended_once")]

    def __str__(self) -> str:
        return f"still suspended {self.pk}"
