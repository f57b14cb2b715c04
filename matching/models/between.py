"""What keeps two people apart."""

import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q

from accounts.fields import EncryptedTextField
from accounts.models import Member


class Block(models.Model):
    """Holds everywhere, in every community, at once. The blocked person is never told."""

    uid = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    blocker = models.ForeignKey(Member, models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(Member, models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("blocker", "blocked", name="block_once"),
            models.CheckConstraint(name="block_somebody_else", condition=~Q(blocker=F("blocked"))),
        ]

    def __str__(self) -> str:
        return f"block {self.pk}"


class MayKnow(models.Model):
    """ "I may know this person": the two are never put to each other again. No reason is asked."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="may_know")
    other = models.ForeignKey(Member, models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "may know"
        constraints = [
            models.UniqueConstraint("member", "other", name="may_know_once"),
            models.CheckConstraint(name="may_know_somebody_else", condition=~Q(member=F("other"))),
        ]

    def __str__(self) -> str:
        return f"may know {self.pk}"


class NeverAsk(models.Model):
    """An address whose owner is never to meet me, as a keyed hash: nobody learns whether it has an account."""

    uid = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    member = models.ForeignKey(Member, models.CASCADE, related_name="never_ask")
    address_hash = models.CharField(max_length=64)
    # The address as typed, so that its owner can see and remove it; empty where a block put it here.
    address = EncryptedTextField()
    # Somebody whom the member has blocked erased their account: the block goes on, for as long as it stands.
    block = models.ForeignKey(Block, models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "never ask"
        constraints = [models.UniqueConstraint("member", "address_hash", name="never_ask_once")]

    def __str__(self) -> str:
        return f"never ask {self.pk}"
