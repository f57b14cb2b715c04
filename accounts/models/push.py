"""Browsers that may be rung, and which of them heard what."""

import uuid

from django.db import models

from accounts.fields import EncryptedTextField
from accounts.models.members import Member
from accounts.models.notifications import Notification


class PushSubscription(models.Model):
    """One browser that shows what is new even while no page of ours is open.

    Its address is a secret: whoever knows it, and the two keys, can make this browser show something. So all three are
    encrypted, and the row is found by a fingerprint.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    member = models.ForeignKey(Member, models.CASCADE, related_name="push_subscriptions")
    name = EncryptedTextField(blank=True, default="")
    endpoint = EncryptedTextField()
    fingerprint = models.CharField(max_length=64, unique=True)
    p256dh = EncryptedTextField()
    auth = EncryptedTextField()
    # The public key of ours that this browser knows: only messages signed with it are let through.
    signed_with = models.CharField(max_length=100)
    made_at = models.DateTimeField()
    # Of a program that put it in: taken back, it takes this browser out.
    by_key = models.UUIDField(null=True)
    last_used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"browser {self.pk}"


class PushReceipt(models.Model):
    """This browser has this message: an attempt that is repeated for another one leaves it out."""

    subscription = models.ForeignKey(PushSubscription, models.CASCADE, related_name="receipts")
    notification = models.ForeignKey(Notification, models.CASCADE, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("subscription", "notification", name="push_once_a_browser"),
        ]

    def __str__(self) -> str:
        return f"receipt {self.pk}"
