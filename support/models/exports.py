"""A copy of what is kept about a member."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Member


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
