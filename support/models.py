"""What stands around a match: words exchanged, thanks, reports, decisions, and where to turn in a crisis."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField
from accounts.models import Community, Member
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


class Draft(models.Model):
    """What somebody has begun to write on a page of several steps: theirs alone, until it is posted or too old.

    Somebody who is not signed in has one too; only the session that holds its uid finds it then.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    member = models.ForeignKey(Member, models.CASCADE, null=True, related_name="drafts")
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    what = models.CharField(max_length=10)
    # The answers so far, by field, as JSON.
    answers = EncryptedTextField()
    kept_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint("member", "community", "what", name="draft_once")]

    def __str__(self) -> str:
        return f"draft {self.pk}"


class Thanks(models.Model):
    """A word of thanks after a match; private unless both agree to share it."""

    match = models.ForeignKey(Match, models.CASCADE, related_name="thanks")
    author = models.ForeignKey(Member, models.CASCADE, related_name="+")
    words = EncryptedTextField()
    said_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "thanks"
        constraints = [models.UniqueConstraint("match", "author", name="thanks_once_a_side")]

    def __str__(self) -> str:
        return f"thanks {self.pk}"


class ReportState(models.TextChoices):
    OPEN = "open", _("Open")
    DECIDED = "decided", _("Decided")


class Report(models.Model):
    """Somebody tells the moderators that something was not right."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(Member, models.CASCADE, related_name="+")
    about = models.ForeignKey(Member, models.CASCADE, related_name="+")
    match = models.ForeignKey(Match, models.CASCADE, null=True, related_name="reports")
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="reports")
    words = EncryptedTextField()
    state = models.CharField(max_length=16, choices=ReportState.choices, default=ReportState.OPEN)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["community", "created_at"], name="report_waiting", condition=Q(state="open"))
        ]

    def __str__(self) -> str:
        return f"report {self.pk}"


class DecisionKind(models.TextChoices):
    ADMITTED = "admitted", _("Admitted to the community")
    NOT_ADMITTED = "not_admitted", _("Not admitted")
    NEED_RELEASED = "need_released", _("Need released after reading")
    NEED_RETURNED = "need_returned", _("Need returned to its writer")
    PROPOSAL_RELEASED = "proposal_released", _("Proposal released")
    PROPOSAL_REFUSED = "proposal_refused", _("Proposal refused")
    MATCHED_BY_HAND = "matched_by_hand", _("Two people matched by hand")
    MESSAGE_RELEASED = "message_released", _("Message released after reading")
    MESSAGE_RETURNED = "message_returned", _("Message returned to its writer")
    MATCHING_PAUSED = "matching_paused", _("Matching paused")
    MATCHING_RESUMED = "matching_resumed", _("Matching resumed")
    SUSPENDED = "suspended", _("Suspended")
    REINSTATED = "reinstated", _("Reinstated")
    REPORT_CLOSED = "report_closed", _("Report closed")
    WEIGHTS_CHANGED = "weights_changed", _("What counts in the search changed")


class Decision(models.Model):
    """What a moderator did, to what, and why. Written in the transaction that does it."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="decisions")
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=24, choices=DecisionKind.choices)
    member = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    refers_to = models.JSONField(default=dict)  # ids and figures, never words
    because = EncryptedTextField(blank=True, default="")
    words = EncryptedTextField(blank=True, default="")  # what the member is told
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["community", "-made_at"], name="decision_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class CrisisResource(models.Model):
    """Where to turn right now. Data with a source and an expiry; see `support.safety`."""

    country = models.CharField(max_length=2, blank=True)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=40)
    note = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200)
    verified_on = models.DateField(null=True)
    expires_on = models.DateField()

    class Meta:
        ordering = ["country", "name"]
        constraints = [models.UniqueConstraint("country", "phone", name="crisis_resource_once")]

    def __str__(self) -> str:
        return self.name
