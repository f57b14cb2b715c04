"""What two connected people say to each other."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.fields import EncryptedTextField
from accounts.models import Member
from matching.models import Match

# A message reaches the other side when it was not held, or was released; it waits while nobody has looked at it yet.
DELIVERED = Q(held_at__isnull=True) | Q(released_at__isnull=False)
WAITING = Q(held_at__isnull=False, released_at__isnull=True, returned_at__isnull=True)


class Message(models.Model):
    """One message in the conversation that a connected match opens."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    match = models.ForeignKey(Match, models.CASCADE, related_name="messages")
    author = models.ForeignKey(Member, models.CASCADE, related_name="+")
    words = EncryptedTextField()
    # Made by the form that was filled in, so that sending it twice posts it once.
    form_key = models.UUIDField(default=uuid.uuid4)
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    # While a moderator reads a first message, only its author sees it.
    held_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    # A moderator gave it back: its author alone keeps it, and the moderator's words with it.
    returned_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["sent_at", "pk"]
        constraints = [models.UniqueConstraint("match", "author", "form_key", name="message_once_a_form")]
        indexes = [
            models.Index(fields=["match", "sent_at"], name="message_in_order"),
            models.Index(
                fields=["held_at"],
                name="message_waiting",
                condition=WAITING,
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"
