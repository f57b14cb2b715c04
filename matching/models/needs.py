"""What somebody could use help with."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField
from matching.models.postings import Kind, Posting, Urgency
from matching.models.signs import SIGNS_UNTOLD, SIGNS_WAIT, Signed


class NeedState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("A moderator is reading it")
    OPEN = "open", _("Looking for somebody")
    MATCHED = "matched", _("Somebody is being asked")
    CONNECTED = "connected", _("Connected")
    CLOSED = "closed", _("Closed")


class Closing(models.TextChoices):
    HELPED = "helped", _("Helped")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Its time is over")


class Need(Posting, Signed):
    headline = EncryptedTextField(_("One line for those who are asked"))
    words = EncryptedTextField(_("What is going on?"))
    kind = models.CharField(max_length=16, choices=Kind.choices)
    urgency = models.CharField(max_length=16, choices=Urgency.choices, default=Urgency.THIS_WEEK)
    needed_by = models.DateField(null=True, blank=True)
    wish_shared_experience = models.BooleanField(_("Somebody who has been through it"), default=False)
    # "Connect me with whoever fits": the seeker's yes, said beforehand.
    connect_me = models.BooleanField(default=False)
    # Words suggest danger: only helpers who opted in and are trained are asked.
    danger = models.BooleanField(default=False)
    state = models.CharField(max_length=16, choices=NeedState.choices, default=NeedState.DRAFT)
    closed_because = models.CharField(max_length=16, choices=Closing.choices, blank=True)
    closed_at = models.DateTimeField(null=True)
    # Since when it waits (set when it opens, kept over declines), and until when it lives.
    waiting_since = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    # When the last round that looked for it began, and in how many rounds somebody who came later was preferred.
    looked_at = models.DateTimeField(null=True)
    passed_over = models.PositiveSmallIntegerField(default=0, db_default=0)
    places = models.PositiveSmallIntegerField(default=1)  # helpers who may be asked at the same time
    live = models.PositiveSmallIntegerField(
        default=0, editable=False
    )  # kept by the trigger on matching_match
    reopened_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="reopened_as"
    )
    # A keyed hash of the line that a file of needs brought, so that no line is loaded twice.
    source_key = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001 - unique, so null

    class Meta:
        constraints = [
            models.CheckConstraint(name="need_places", condition=Q(places__range=(1, 5))),
            models.CheckConstraint(name="need_within_places", condition=Q(live__lte=F("places"))),
            models.CheckConstraint(
                name="need_closed_with_reason",
                condition=Q(state="closed", closed_at__isnull=False) & ~Q(closed_because="")
                | ~Q(state="closed") & Q(closed_because="", closed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="need_waits_since",
                condition=Q(state__in=["draft", "in_review", "closed"])
                | Q(waiting_since__isnull=False, expires_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["community", "waiting_since"],
                name="need_waiting",
                condition=Q(state__in=["open", "matched"]),
            ),
            models.Index(
                fields=["community", "looked_at"],
                name="need_looked_at",
                condition=Q(state__in=["open", "matched"], live__lt=F("places")),
            ),
            models.Index(fields=["member", "-created_at"], name="need_of_member"),
            models.Index(fields=["community", "signs_since"], name="need_signs", condition=SIGNS_WAIT),
            models.Index(fields=["signs_since"], name="need_signs_untold", condition=SIGNS_UNTOLD),
        ]

    def __str__(self) -> str:
        return f"need {self.pk}"
