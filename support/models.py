"""What stands around a match: words exchanged, thanks, reports, decisions, and where to turn in a crisis."""

import uuid
from typing import TYPE_CHECKING

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField
from accounts.models import Community, Member
from matching.models import Match

if TYPE_CHECKING:
    from support.sessions import SessionStore

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
    match = models.ForeignKey(Match, models.SET_NULL, null=True, related_name="reports")
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


class Looked(models.TextChoices):
    """At what a moderator looked."""

    NEED = "need", _("your request")
    OFFER = "offer", _("your offer")
    MESSAGE = "message", _("a message of yours")
    REPORT = "report", _("a report of yours")
    MEMBER = "member", _("your place in the community")


class LookedWhy(models.TextChoices):
    READING = "reading", _("It waited for a moderator to read it first.")
    SEARCH = "search", _("They were looking for somebody who fits.")
    REPORT = "report", _("Somebody had asked the moderators to look.")
    STANDING = "standing", _("They look after who is here.")


class Look(models.Model):
    """A moderator looked at something private. Ids alone, written once: the database refuses every change.

    Members read of it without a name, and from `shown_from` on: whoever was reported must not learn of it that day.
    """

    community_key = models.BigIntegerField()
    moderator_key = models.BigIntegerField()
    member_key = models.BigIntegerField()  # whose it is
    what = models.CharField(max_length=16, choices=Looked.choices)
    thing_key = models.BigIntegerField()
    why = models.CharField(max_length=16, choices=LookedWhy.choices)
    looked_at = models.DateTimeField()
    shown_from = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["member_key", "-looked_at"], name="look_newest"),
            models.Index(fields=["looked_at"], name="look_oldest"),
        ]

    def __str__(self) -> str:
        return f"look {self.pk}"


class ExportState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    READY = "ready", _("Ready")
    FAILED = "failed", _("It did not work")


class Export(models.Model):
    """A copy of what is kept about a member, made when they ask. One at a time; the row is the queue."""

    member = models.OneToOneField(Member, models.CASCADE, related_name="export")
    state = models.CharField(max_length=16, choices=ExportState.choices, default=ExportState.WAITING)
    language = models.CharField(max_length=16)  # in which it is written
    step = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(null=True)
    # The zip, encrypted: it holds private words.
    sealed = models.BinaryField(null=True)

    class Meta:
        indexes = [models.Index(fields=["asked_at"], name="export_waiting", condition=Q(state="waiting"))]

    def __str__(self) -> str:
        return f"export {self.pk}"


class Session(AbstractBaseSession):
    """Somebody's open door, findable by whose it is, so that erasing an account closes all of its doors."""

    member_key = models.BigIntegerField(null=True, db_index=True)

    @classmethod
    def get_session_store_class(cls) -> "type[SessionStore]":
        from support.sessions import SessionStore

        return SessionStore
