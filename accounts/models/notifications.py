"""What a member should know, and each attempt to tell them."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField
from accounts.models.communities import Community
from accounts.models.members import Member


class Notification(models.Model):
    """What a member should know. Written in the transaction that causes it: the row is the outbox."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    member = models.ForeignKey(Member, models.CASCADE, related_name="notifications")
    community = models.ForeignKey(Community, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=40)
    # What happened, once: "match:81:proposed". Unique a member, so that no event is told twice.
    event = models.CharField(max_length=120)
    # Ids that the kind's link needs, never words.
    refers_to = models.JSONField(default=dict)
    # A link or code that only the message may carry (e-mail verification, signing in); emptied once it was sent.
    secret = EncryptedTextField(blank=True, default="")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("member", "event", name="notification_once_an_event")]
        indexes = [
            models.Index(fields=["member", "-created_at"], name="notification_newest"),
            models.Index(fields=["member"], name="notification_unread", condition=Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    PUSH = "push", _("On my devices")


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    DEAD = "dead", _("Given up")
    CANCELLED = "cancelled", _("No longer wanted")
    FOLDED = "folded", _("Told together with others")


class Delivery(models.Model):
    """One channel's attempt to tell somebody. Being in the app needs none: the notification itself is that."""

    notification = models.ForeignKey(Notification, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=16, choices=Channel.choices)
    state = models.CharField(max_length=16, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    due_at = models.DateTimeField()
    # Goes before all others when many wait: what is urgent, and what is about the account.
    first = models.BooleanField(default=False, db_default=False)
    # Held for one letter that tells of several things: a digest, or what was too much for one day.
    together = models.BooleanField(default=False, db_default=False)
    told_in = models.ForeignKey("self", models.SET_NULL, null=True, related_name="tells_of")
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    # The kind of failure ("SMTP 451", "TimeoutError"), never what the other side wrote.
    failure = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint("notification", "channel", name="delivery_once_a_channel"),
            models.CheckConstraint(name="delivery_attempts", condition=Q(attempts__lte=8)),
            models.CheckConstraint(
                name="delivery_lease_while_sending",
                condition=~Q(state="sending") | Q(lease_until__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                F("first").desc(),
                "due_at",
                name="delivery_next",
                condition=Q(state__in=["waiting", "sending"], together=False),
            ),
            models.Index(
                fields=["due_at"], name="delivery_together", condition=Q(state="waiting", together=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"
