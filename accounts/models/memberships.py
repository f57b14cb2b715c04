"""Who belongs where, and how they come in."""

import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField
from accounts.models.communities import Community
from accounts.models.members import Member


class Role(models.TextChoices):
    MEMBER = "member", _("Member")
    MODERATOR = "moderator", _("Moderator")
    OWNER = "owner", _("Owner")


class Standing(models.TextChoices):
    ASKED = "asked", _("Asked to join")
    GOOD = "good", _("Member")
    SUSPENDED = "suspended", _("Suspended")
    LEFT = "left", _("Left")


class HelperLimits(models.TextChoices):
    """What a moderator decided about the limits for new helpers; at first time and help given lift them."""

    BY_TIME = "", _("Lifted with time")
    LIFTED = "lifted", _("Lifted by a moderator")
    KEPT = "kept", _("Kept by a moderator")


class Numbers(models.TextChoices):
    """Which of the safety numbers paused somebody."""

    BLOCKS = "blocks", _("Blocks by different people")
    REPORTS = "reports", _("Reports by different people")


class Membership(models.Model):
    """A member in a community: the chosen name, the role and the standing there."""

    uid = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="memberships")
    member = models.ForeignKey(Member, models.CASCADE, related_name="memberships")
    display_name = models.CharField(_("The name others see"), max_length=40)
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.MEMBER)
    standing = models.CharField(max_length=16, choices=Standing.choices, default=Standing.ASKED)
    asked_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True)
    # Set by a moderator or by the safety numbers; no new matches until a moderator lifts it.
    matching_paused_at = models.DateTimeField(null=True)
    # While it is set, a moderator reads what this member writes before others do; a sweep clears it.
    read_first_until = models.DateTimeField(null=True)
    # Their address is like that of somebody who was suspended here: a moderator looks before they come in.
    resembles = models.BooleanField(default=False, db_default=False)
    # Trained for needs that speak of danger; the helper's own wish stands on the offer.
    trained_for_danger_at = models.DateTimeField(null=True)
    # A moderator trusts them with sensitive topics; asked for only where the community wants it.
    admitted_for_sensitive_at = models.DateTimeField(null=True)
    helper_limits = models.CharField(
        max_length=8, choices=HelperLimits.choices, blank=True, default="", db_default=""
    )
    # The pause is one of the safety numbers' and nobody has looked yet; "" for every other pause.
    paused_by_numbers = models.CharField(
        max_length=8, choices=Numbers.choices, blank=True, default="", db_default=""
    )
    # When they were told of it: some hours later, so that it points to nobody.
    pause_told_at = models.DateTimeField(null=True)
    # Since when they ask for people who have no device (`accounts.intake`).
    intake_since = models.DateTimeField(null=True)
    # A moderator has looked: what came before counts no more.
    numbers_seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("community", "member", name="membership_once"),
            models.UniqueConstraint("community", Lower("display_name"), name="display_name_once"),
            models.CheckConstraint(
                name="membership_joined_when_good", condition=~Q(standing="good") | Q(joined_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def moderates(self) -> bool:
        return self.standing == Standing.GOOD and self.role in (Role.MODERATOR, Role.OWNER)


class Invitation(models.Model):
    """A link that lets people join. Only a fingerprint of its secret is kept; the link itself is shown once.

    One that gives a `role` is for one person alone.
    """

    uid = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="invitations")
    fingerprint = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Member, models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    uses_left = models.PositiveSmallIntegerField(default=1)
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.MEMBER, db_default=Role.MEMBER)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class Arrival(models.Model):
    """What somebody chose while signing up. It comes true when their address is confirmed, in whatever browser that is.

    Until then they are no member and hold no name: whether an address was new shows nowhere.
    """

    member = models.OneToOneField(Member, models.CASCADE, related_name="arrival")
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    display_name = models.CharField(max_length=40)
    # The invitation's secret, where one led here.
    secret = EncryptedTextField(blank=True, default="")
    # By which door they came: a word of the pages, "" where there was none.
    door = models.CharField(max_length=8, blank=True, default="", db_default="")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"arrival {self.pk}"
