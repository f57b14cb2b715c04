"""What two connected people say to each other."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.fields import EncryptedTextField
from accounts.models import Member
from matching.models import SIGNS_UNTOLD, SIGNS_WAIT, Match, Signed

# A message reaches the other side when it was not held, or was released; it waits while nobody has looked at it yet.
DELIVERED = Q(held_at__isnull=True) | Q(released_at__isnull=False)
WAITING = Q(held_at__isnull=False, released_at__isnull=True, returned_at__isnull=True)


class Message(Signed):
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
    # Read while both had said that such things may show; otherwise empty for ever.
    seen_at = models.DateTimeField(null=True)
    edited_at = models.DateTimeField(null=True)
    # Its words are gone then, but for `FormerWords`.
    taken_back_at = models.DateTimeField(null=True)
    # A moderator took it back: its words are kept in the same place, and both read that it was put aside.
    hidden_at = models.DateTimeField(null=True)
    # What an early message presses for: see `support.pressure`. It is passed on all the same.
    presses = ArrayField(models.CharField(max_length=16), default=list, db_default=[])

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
            models.Index(fields=["signs_since"], name="message_signs", condition=SIGNS_WAIT),
            models.Index(fields=["signs_since"], name="message_signs_untold", condition=SIGNS_UNTOLD),
            models.Index(fields=["sent_at"], name="message_presses", condition=~Q(presses=[])),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"


class FormerWords(models.Model):
    """What a message said before it was changed or taken back: for a moderator, if the message is reported.

    Without this, whoever hurt somebody could make it undone. It goes when the message does.
    """

    message = models.ForeignKey(Message, models.CASCADE, related_name="former")
    words = EncryptedTextField()
    until_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"former words {self.pk}"


class UnsentWords(models.Model):
    """What somebody has begun to write in a conversation: theirs alone, until it is sent or too old."""

    match = models.ForeignKey(Match, models.CASCADE, related_name="unsent")
    author = models.ForeignKey(Member, models.CASCADE, related_name="unsent")
    words = EncryptedTextField()
    kept_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint("match", "author", name="unsent_once")]

    def __str__(self) -> str:
        return f"unsent words {self.pk}"
