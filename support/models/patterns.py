"""Something that a moderator should look at, noticed in what happened, never in anybody's character."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField
from accounts.models import Community, Member


class PatternKind(models.TextChoices):
    VULNERABLE = "vulnerable", _("Many sensitive requests, each soon over")
    READ_AND_GONE = "read_and_gone", _("Reads what people wrote, and leaves without a word")
    ELSEWHERE = "elsewhere", _("Soon asks people to talk elsewhere")
    SECRECY = "secrecy", _("Asks somebody to keep things secret")
    BLOCKED = "blocked", _("Blocked by different people")


class Pattern(models.Model):
    """One pattern of one member in one community: how many people, and the ids of what happened. No words.

    It decides nothing. It waits until a moderator sets it aside; after that only what is new counts.
    """

    uid = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="patterns")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=PatternKind.choices)
    people = models.PositiveSmallIntegerField()  # how many different people it happened to
    things = ArrayField(models.BigIntegerField(), default=list)
    found_at = models.DateTimeField()
    latest_at = models.DateTimeField()  # when it happened last
    set_aside_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "community", "member", "kind", name="pattern_once", condition=Q(set_aside_at__isnull=True)
            )
        ]
        indexes = [models.Index(fields=["community", "member", "kind"], name="pattern_of_member")]

    def __str__(self) -> str:
        return f"pattern {self.pk}"


class SupervisionNote(models.Model):
    """What a moderator keeps in mind about a helper, for their fellow moderators alone."""

    uid = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    about = models.ForeignKey(Member, models.CASCADE, related_name="+")
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    words = EncryptedTextField()
    made_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)  # by its writer: its words are gone then

    class Meta:
        indexes = [models.Index(fields=["community", "about"], name="supervision_note_about")]

    def __str__(self) -> str:
        return f"supervision note {self.pk}"
