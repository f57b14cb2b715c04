"""One person's account."""

from datetime import time
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


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


class Letters(models.TextChoices):
    """How often somebody wants to have letters."""

    AT_ONCE = "at_once", _("As things happen")
    DAILY = "daily", _("Once a day, all in one")
    WEEKLY = "weekly", _("Once a week, all in one")


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

    # Whether "seen" may stand below messages: it does where both say so, and then for both.
    shows_seen = models.BooleanField(_("Show when messages were seen"), default=False, db_default=False)
    # How this member wants to be told, where it differs from what is usual: "email:messages". See `preferences`.
    ways_on = ArrayField(models.CharField(max_length=40), default=list, db_default=[])
    ways_off = ArrayField(models.CharField(max_length=40), default=list, db_default=[])
    letters = models.CharField(max_length=8, choices=Letters.choices, default="at_once", db_default="at_once")
    # "Tell me, now and then, where helpers are missing": only who said so hears a call.
    hears_calls = models.BooleanField(_("Tell me where helpers are missing"), default=False, db_default=False)
    # When a digest comes, by their own clock.
    letters_at = models.TimeField(default=time(18), db_default=time(18))
    # A mail server said that there is nobody at this address: no letters but the account's until the owner says so.
    email_stopped_at = models.DateTimeField(null=True, editable=False)

    # Optional, never shown to members: they serve wishes about the other person, and crisis lines.
    country = models.CharField(max_length=2, blank=True)
    gender = models.CharField(max_length=16, blank=True, choices=Gender.choices)
    age_band = models.CharField(max_length=8, blank=True, choices=AgeBand.choices)

    # Which guides they have read: on listening well, asked for before a first offer; on sensitive topics.
    listening_read_at = models.DateTimeField(null=True, editable=False)
    sensitive_read_at = models.DateTimeField(null=True, editable=False)

    # Own limits as a helper, over all offers and communities.
    max_people = models.PositiveSmallIntegerField(_("People at once"), default=3)
    max_asks_week = models.PositiveSmallIntegerField(_("Requests a week"), default=5)
    # Kept by the trigger on matching_match: live matches (in review, proposed, connected) as a helper.
    helping = models.PositiveSmallIntegerField(default=0, editable=False)

    # Their owner asked for the account to be erased: hidden from here on, erased some days later.
    erase_asked_at = models.DateTimeField(null=True, editable=False)
    # An operator took them out of every community, for good; what is theirs they may still read, copy and erase.
    removed_at = models.DateTimeField(null=True, editable=False)
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
