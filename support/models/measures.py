"""Graded decisions about a person: what was decided, why, until when, and what they said to that."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField
from accounts.models import Community, Member
from support.models.reports import Report


class Grade(models.TextChoices):
    """From the mildest to the gravest. Of the first nobody hears but the log."""

    NOTHING = "nothing", _("Nothing to do")
    GUIDANCE = "guidance", _("A friendly word")
    HIDE = "hide", _("Hide it")
    WARN = "warn", _("Warn")
    HOLD = "hold", _("Read first")
    LIMIT_MATCHING = "limit_matching", _("No matching for some days")
    LIMIT_MESSAGES = "limit_messages", _("No messages for some days")
    SUSPEND = "suspend", _("Suspend")
    REMOVE = "remove", _("Remove everywhere")


class MeasureState(models.TextChoices):
    PROPOSED = "proposed", _("Waits for a second moderator")
    IN_FORCE = "in_force", _("Holds")
    OVER = "over", _("Over")
    LIFTED = "lifted", _("Taken back")
    DROPPED = "dropped", _("Never told")  # not confirmed, or undone before anybody had read it


class Measure(models.Model):
    """One graded decision about one member. The log keeps its `Decision`; this row lives, ends and is appealed."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="measures")
    member = models.ForeignKey(Member, models.CASCADE, related_name="measures")
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    second = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")  # who confirmed it
    report = models.ForeignKey(Report, models.SET_NULL, null=True, related_name="measures")
    grade = models.CharField(max_length=16, choices=Grade.choices)
    reason = models.CharField(max_length=24)  # of `support.moderation.reasons`
    words = EncryptedTextField(blank=True, default="")  # what the member reads
    state = models.CharField(max_length=16, choices=MeasureState.choices, default=MeasureState.IN_FORCE)
    # What was hidden: "message:81", and how it was before.
    thing = models.CharField(max_length=40, blank=True, default="")
    was = models.CharField(max_length=16, blank=True, default="")
    # What a suspension or removal took away, as ids and states (see `support.moderation.taken`).
    took = models.JSONField(null=True)
    # While a suspension waits for a second moderator: no messages and no matching meanwhile.
    meanwhile = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["member", "-made_at"], name="measure_newest"),
            models.Index(fields=["until"], name="measure_ends", condition=Q(state="in_force")),
        ]
        constraints = [
            models.CheckConstraint(
                name="measure_ended",
                condition=Q(state__in=("over", "lifted", "dropped"), ended_at__isnull=False)
                | Q(state__in=("proposed", "in_force"), ended_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"measure {self.pk}"


class AppealState(models.TextChoices):
    OPEN = "open", _("Being looked at")
    UPHELD = "upheld", _("It stays as it was")
    CHANGED = "changed", _("It was taken back")


class Appeal(models.Model):
    """A member says why a decision about them was not right, once; a moderator who did not decide it looks again."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    measure = models.OneToOneField(Measure, models.CASCADE, related_name="appeal")
    words = EncryptedTextField()
    state = models.CharField(max_length=16, choices=AppealState.choices, default=AppealState.OPEN)
    answer = EncryptedTextField(blank=True, default="")  # what the member reads
    answered_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["made_at"], name="appeal_waiting", condition=Q(state="open"))]

    def __str__(self) -> str:
        return f"appeal {self.pk}"
