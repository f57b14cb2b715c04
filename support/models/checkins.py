"""Looking back on a time together: asked of each side, now and then, and never again once it goes unanswered."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField
from accounts.models import Member
from matching.models import SIGNS_UNTOLD, SIGNS_WAIT, Match, Need, Signed

FEELINGS = (1, 5)  # from very heavy to quite light


class Helped(models.TextChoices):
    YES = "yes", _("Yes")
    A_LITTLE = "a_little", _("A little")
    NOT_YET = "not_yet", _("Not yet")
    NEVER_CAME = "never_came", _("The other person never came")


class Misfit(models.TextChoices):
    """What did not fit, so that the next search can be another one."""

    TOPICS = "topics", _("What it was about")
    FORMATS = "formats", _("The way we talked")
    HOURS = "hours", _("The hours")
    ELSE = "else", _("Something else")


class Onward(models.TextChoices):
    GO_ON = "go_on", _("Yes, we go on as we are")
    LONGER = "longer", _("Yes, and for a longer time")
    ENOUGH = "enough", _("It has been enough, and it was good")


class CheckIn(Signed):
    """One question to one side of a match, on the third, the fourteenth or the thirtieth day. Nobody else sees it,
    but for words that speak of danger, which a moderator reads.
    """

    uid = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    match = models.ForeignKey(Match, models.CASCADE, related_name="checkins")
    member = models.ForeignKey(Member, models.CASCADE, related_name="checkins")
    day = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    put_aside_at = models.DateTimeField(null=True)  # "not now"
    helped = models.CharField(max_length=12, choices=Helped.choices, blank=True)
    misfits = ArrayField(models.CharField(max_length=12, choices=Misfit.choices), default=list)
    onward = models.CharField(max_length=12, choices=Onward.choices, blank=True)
    feeling = models.PositiveSmallIntegerField(null=True)
    words = EncryptedTextField(blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint("match", "member", "day", name="checkin_once_a_day"),
            models.CheckConstraint(
                name="checkin_feeling", condition=Q(feeling__isnull=True) | Q(feeling__range=FEELINGS)
            ),
        ]
        indexes = [
            models.Index(fields=["member", "-asked_at"], name="checkin_newest"),
            models.Index(fields=["asked_at"], name="checkin_old"),
            models.Index(fields=["signs_since"], name="checkin_signs", condition=SIGNS_WAIT),
            models.Index(fields=["signs_since"], name="checkin_signs_untold", condition=SIGNS_UNTOLD),
        ]

    def __str__(self) -> str:
        return f"check-in {self.pk}"


class Feeling(models.Model):
    """How somebody felt when they asked for something, or that they would rather not say. For counts alone."""

    need = models.OneToOneField(Need, models.CASCADE, related_name="feeling")
    value = models.PositiveSmallIntegerField(null=True)
    said_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="feeling_range", condition=Q(value__isnull=True) | Q(value__range=FEELINGS)
            )
        ]

    def __str__(self) -> str:
        return f"feeling {self.pk}"
