"""Who a member is, which communities they belong to, and how to reach them: fields, constraints, nothing else."""

import uuid
from datetime import time
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField


class Gender(models.TextChoices):
    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")
    NONBINARY = "nonbinary", _("Non-binary")
    OTHER = "other", _("Another")


class AgeBand(models.TextChoices):
    YOUNG = "18-29", _("18 to 29")
    ADULT = "30-44", _("30 to 44")
    MIDDLE = "45-59", _("45 to 59")
    OLDER = "60+", _("60 or older")


class MemberManager(BaseUserManager["Member"]):
    """Makes accounts. People come in through `accounts.members.sign_up`, operators through `createsuperuser`."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Member":
        member = self.model(email=email.strip().lower(), **fields)
        member.set_password(password)
        member.save(using=self._db)
        return member

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "Member":
        return self.create_user(email, password, is_operator=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "Member":
        return self.get(email=(username or "").strip().lower())


class Member(AbstractBaseUser):
    """One account. Nothing on it is shown to other members; what they see is the membership's display name."""

    email = models.EmailField(_("E-mail address"), unique=True)
    # "Is it safe to e-mail you?" If not, only verification and account mail is sent; all else stays in the app.
    email_safe = models.BooleanField(_("It is safe to e-mail me"), default=True)
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    adult_confirmed_at = models.DateTimeField(null=True)
    consented_at = models.DateTimeField(null=True)

    time_zone = models.CharField(_("Time zone"), max_length=64, default="UTC")
    time_zone_confirmed = models.BooleanField(default=False)
    languages = ArrayField(models.CharField(max_length=16), verbose_name=_("Languages"), default=list)
    # In which pages and letters speak to them; "" until they chose, or signed up in, a language.
    language = models.CharField(max_length=16, blank=True, default="", db_default="")
    quiet_from = models.TimeField(_("Quiet from"), default=time(22))
    quiet_until = models.TimeField(_("Quiet until"), default=time(7))
    asked_in_quiet_hours = models.BooleanField(
        _("Urgent requests may reach me in quiet hours"), default=False
    )

    # Optional, never shown to members: they serve wishes about the other person, and crisis lines.
    country = models.CharField(max_length=2, blank=True)
    gender = models.CharField(max_length=16, blank=True, choices=Gender.choices)
    age_band = models.CharField(max_length=8, blank=True, choices=AgeBand.choices)

    # Own limits as a helper, over all offers and communities.
    max_people = models.PositiveSmallIntegerField(_("People at once"), default=3)
    max_asks_week = models.PositiveSmallIntegerField(_("Requests a week"), default=5)
    # Kept by the trigger on matching_match: live matches (in review, proposed, connected) as a helper.
    helping = models.PositiveSmallIntegerField(default=0, editable=False)

    # Their owner asked for the account to be erased: hidden from here on, erased some days later.
    erase_asked_at = models.DateTimeField(null=True, editable=False)
    # Nothing is left but this row, so that what others keep has something to point to.
    erased_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[MemberManager] = MemberManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(name="member_email_lower", condition=Q(email=Lower("email"))),
            models.CheckConstraint(name="member_max_people", condition=Q(max_people__range=(1, 20))),
            models.CheckConstraint(name="member_max_asks_week", condition=Q(max_asks_week__range=(1, 50))),
            models.CheckConstraint(name="member_within_limit", condition=Q(helping__lte=F("max_people"))),
        ]
        indexes = [
            models.Index(
                fields=["erase_asked_at"],
                name="member_to_erase",
                condition=Q(erase_asked_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"member {self.pk}"


class Joining(models.TextChoices):
    OPEN = "open", _("Anyone may join")
    REQUEST = "request", _("People ask to join and a moderator says yes")
    INVITATION = "invitation", _("By invitation only")


class Community(models.Model):
    slug = models.SlugField(unique=True, max_length=40)
    name = models.CharField(_("Name"), max_length=80)
    about = models.TextField(_("What this place is"), blank=True, max_length=2000)
    run_by = models.CharField(_("Who runs it"), blank=True, max_length=200)
    joining = models.CharField(
        _("How people join"), max_length=16, choices=Joining.choices, default=Joining.OPEN
    )
    listed = models.BooleanField(_("Shown on the front page"), default=True)
    languages = ArrayField(models.CharField(max_length=16), default=list)
    country = models.CharField(max_length=2, blank=True)
    in_person = models.BooleanField(_("People may meet in person"), default=False)
    moderator_hours = models.CharField(_("When moderators are there"), blank=True, max_length=200)
    response_hours = models.PositiveSmallIntegerField(_("Hours until a moderator answers"), default=24)
    review_first_needs = models.BooleanField(_("A moderator reads somebody's first need"), default=False)
    review_first_messages = models.BooleanField(
        _("A moderator reads somebody's first message"), default=False
    )
    review_proposals = models.BooleanField(_("A moderator looks at every proposal"), default=False)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "communities"

    def __str__(self) -> str:
        return self.name


class Area(models.Model):
    """A coarse part of the map, as a community draws it; never an address."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="areas")
    name = models.CharField(max_length=80)
    neighbours = models.ManyToManyField("self", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("community", Lower("name"), name="area_once_a_community")]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    MEMBER = "member", _("Member")
    MODERATOR = "moderator", _("Moderator")
    OWNER = "owner", _("Owner")


class Standing(models.TextChoices):
    ASKED = "asked", _("Asked to join")
    GOOD = "good", _("Member")
    SUSPENDED = "suspended", _("Suspended")
    LEFT = "left", _("Left")


class Membership(models.Model):
    """A member in a community: the chosen name, the role and the standing there."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="memberships")
    member = models.ForeignKey(Member, models.CASCADE, related_name="memberships")
    display_name = models.CharField(_("The name others see"), max_length=40)
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.MEMBER)
    standing = models.CharField(max_length=16, choices=Standing.choices, default=Standing.ASKED)
    asked_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True)
    # Set by a moderator or by the safety numbers; no new matches until a moderator lifts it.
    matching_paused_at = models.DateTimeField(null=True)
    # Trained for needs that speak of danger; the helper's own wish stands on the offer.
    trained_for_danger_at = models.DateTimeField(null=True)

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
    """A link that lets people join. Only a fingerprint of its secret is kept; the link itself is shown once."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="invitations")
    fingerprint = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Member, models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    uses_left = models.PositiveSmallIntegerField(default=1)
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


class Tombstone(models.Model):
    """That an account was erased, as a keyed fingerprint: a restored backup is told by it whom to erase again."""

    fingerprint = models.CharField(max_length=64, unique=True)
    erased_at = models.DateTimeField()
    # When it was written down outside of the database as well, where the operator wants that.
    kept_apart_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"tombstone {self.pk}"


class StillSuspended(models.Model):
    """A suspension outlives the account for a while: whoever erases one does not walk out of it by signing up anew."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    address_hash = models.CharField(max_length=64)
    until = models.DateTimeField()

    class Meta:
        verbose_name_plural = "still suspended"
        constraints = [models.UniqueConstraint("community", "address_hash", name="still_suspended_once")]

    def __str__(self) -> str:
        return f"still suspended {self.pk}"


class Notification(models.Model):
    """What a member should know. Written in the transaction that causes it: the row is the outbox."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    member = models.ForeignKey(Member, models.CASCADE, related_name="notifications")
    community = models.ForeignKey(Community, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=40)
    # What happened, once: "match:81:proposed". Unique a member, so that no event is told twice.
    event = models.CharField(max_length=120)
    # Ids that the kind's link needs, never words.
    refers_to = models.JSONField(default=dict)
    # A link or code that only the message may carry (e-mail verification, signing in); emptied once it was sent.
    secret = EncryptedTextField(blank=True, default="")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("member", "event", name="notification_once_an_event")]
        indexes = [
            models.Index(fields=["member", "-created_at"], name="notification_newest"),
            models.Index(fields=["member"], name="notification_unread", condition=Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    DEAD = "dead", _("Given up")
    CANCELLED = "cancelled", _("No longer wanted")


class Delivery(models.Model):
    """One channel's attempt to tell somebody. Being in the app needs none: the notification itself is that."""

    notification = models.ForeignKey(Notification, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=16, choices=Channel.choices)
    state = models.CharField(max_length=16, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    # The kind of failure ("SMTP 451", "TimeoutError"), never what the other side wrote.
    failure = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint("notification", "channel", name="delivery_once_a_channel"),
            models.CheckConstraint(name="delivery_attempts", condition=Q(attempts__lte=8)),
            models.CheckConstraint(
                name="delivery_lease_while_sending",
                condition=~Q(state="sending") | Q(lease_until__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="delivery_due", condition=Q(state__in=["waiting", "sending"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"
