"""What a need and an offer have in common."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import AgeBand, Area, Community, Member
from matching.models.topics import Topic


class Kind(models.TextChoices):
    LISTENING = "listening", _("Somebody who listens")
    EXPERIENCE = "experience", _("Somebody who has been through it")
    ADVICE = "advice", _("Advice")
    PRACTICAL = "practical", _("Practical help")
    LEARNING = "learning", _("Learning together")


class Format(models.TextChoices):
    CHAT = "chat", _("Chat")
    CALL = "call", _("Call")
    IN_PERSON = "in_person", _("In person")


class Urgency(models.TextChoices):
    TODAY = "today", _("Today")
    THIS_WEEK = "this_week", _("This week")
    WHENEVER = "whenever", _("Whenever it suits")


class Posting(models.Model):
    """What a need and an offer have in common."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="%(class)ss")
    member = models.ForeignKey(Member, models.CASCADE, related_name="%(class)ss")
    topics = models.ManyToManyField(Topic, related_name="%(class)ss", verbose_name=_("Topics"))
    formats = ArrayField(models.CharField(max_length=16, choices=Format.choices), verbose_name=_("How"))
    languages = ArrayField(models.CharField(max_length=16), verbose_name=_("Languages"))
    area = models.ForeignKey(Area, models.SET_NULL, null=True, blank=True, related_name="+")
    # Wishes about the other person; only the matcher ever sees them.
    wish_same_gender = models.BooleanField(_("Somebody of my gender"), default=False)
    wish_age_bands = ArrayField(
        models.CharField(max_length=8, choices=AgeBand.choices),
        verbose_name=_("Somebody aged"),
        default=list,
        blank=True,
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        abstract = True
