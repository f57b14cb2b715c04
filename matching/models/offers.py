"""What somebody can give."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField
from accounts.models import Community, Member
from matching.fields import WeekMaskField
from matching.models.postings import Kind, Posting
from matching.models.topics import Topic


class OfferState(models.TextChoices):
    OPEN = "open", _("Open")
    PAUSED = "paused", _("Paused")
    CLOSED = "closed", _("Closed")


class Offer(Posting):
    avoids = models.ManyToManyField(Topic, related_name="+", blank=True, verbose_name=_("I would rather not"))
    kinds = ArrayField(
        models.CharField(max_length=16, choices=Kind.choices), verbose_name=_("What I can give")
    )
    capacity = models.PositiveSmallIntegerField(_("How many people at once"), default=1)
    live = models.PositiveSmallIntegerField(
        default=0, editable=False
    )  # kept by the trigger on matching_match
    experience = EncryptedTextField(_("In my own words"), blank=True, default="")
    takes_danger = models.BooleanField(default=False)
    state = models.CharField(max_length=16, choices=OfferState.choices, default=OfferState.OPEN)
    paused_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="offer_capacity", condition=Q(capacity__range=(1, 20))),
            models.CheckConstraint(name="offer_within_capacity", condition=Q(live__lte=F("capacity"))),
        ]
        indexes = [
            models.Index(fields=["community"], name="offer_open", condition=Q(state="open")),
            models.Index(fields=["member"], name="offer_of_member"),
        ]

    def __str__(self) -> str:
        return f"offer {self.pk}"


class Listing(models.Model):
    """Derived: an open offer under one of its topics and one of its languages, for the candidate query to find.

    Triggers (migrations 0009, 0011) keep it. All that the query reads stands in one index, so it never visits the rows;
    what changes with every match (room, load) is therefore not in it.
    """

    community = models.ForeignKey(
        Community, models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    language = models.CharField(max_length=16)
    offer = models.ForeignKey("Offer", models.CASCADE, related_name="listings", db_index=False)
    member = models.ForeignKey(Member, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    kinds = models.PositiveSmallIntegerField()  # a bit each, in the order of Kind
    formats = models.PositiveSmallIntegerField()
    mask = WeekMaskField(null=True)  # none: perhaps free at any time
    good_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "topic", "language"], name="listing_once"),
        ]
        indexes = [
            models.Index(
                fields=["community", "topic", "language"],
                include=["offer", "member", "kinds", "formats", "good_until", "mask"],
                name="listing_found",
            ),
        ]

    def __str__(self) -> str:
        return f"listing {self.pk}"


class OfferPrice(models.Model):
    """What one more place in an offer would be worth to others (`matching.prices`); no row: nothing."""

    offer = models.OneToOneField("Offer", models.CASCADE, primary_key=True, related_name="price")
    price = models.PositiveIntegerField()
    left_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"price of offer {self.offer_id}"
