"""What members tell the moderators."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField
from accounts.models import Community, Member
from matching.models import Match
from support.models.messages import Message


class ReportState(models.TextChoices):
    OPEN = "open", _("Open")
    DECIDED = "decided", _("Decided")


class Outcome(models.TextChoices):
    """What the reporter is told came of it: honest, and never what exactly was done to somebody else."""

    LOOKED = "looked", _("A moderator has read what you told us, and looked into it.")
    ACTED = "acted", _("A moderator has looked into what you told us, and we have acted on it.")
    NO_BREACH = (
        "no_breach",
        _("A moderator has looked into it with care, and did not see a breach of our rules."),
    )


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
    # Of those that were closed.
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True, default="", db_default="")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["community", "created_at"], name="report_waiting", condition=Q(state="open"))
        ]

    def __str__(self) -> str:
        return f"report {self.pk}"
