"""The places that members belong to."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField


class Joining(models.TextChoices):
    OPEN = "open", _("Anyone may join")
    REQUEST = "request", _("People ask to join and a moderator says yes")
    INVITATION = "invitation", _("By invitation only")


class KeepEnded(models.IntegerChoices):
    MONTH = 30, _("30 days")
    TWO_MONTHS = 60, _("60 days")
    THREE_MONTHS = 90, _("90 days")


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
    two_for_suspension = models.BooleanField(
        _("A second moderator confirms each suspension"), default=False, db_default=False
    )
    # Where calls happen: an address with {meeting} in it; "" where the two agree on that themselves.
    meeting_link = models.CharField(_("Where calls happen"), blank=True, max_length=200, db_default="")
    # Needs about sensitive topics go only to helpers whom a moderator has admitted for them.
    admits_helpers = models.BooleanField(
        _("A moderator admits helpers for sensitive topics"), default=False, db_default=False
    )
    # What has to be there before they are admitted.
    admission_needs_guide = models.BooleanField(
        _("They have read the guide on sensitive topics"), default=True, db_default=True
    )
    admission_needs_reference = models.BooleanField(
        _("A moderator has noted references or a call"), default=False, db_default=False
    )
    # When somebody is there: [weekday, from, until] in minutes of the community's own clock; see `support.duty`.
    time_zone = models.CharField(_("Its clock"), max_length=64, default="UTC", db_default="UTC")
    duty_hours = models.JSONField(
        _("Hours when a moderator is there"), default=list, db_default=[], blank=True
    )
    grave_hours = models.PositiveSmallIntegerField(
        _("Hours until a moderator looks at something grave"), default=12, db_default=12
    )
    waits_long_days = models.PositiveSmallIntegerField(
        _("Days until a request has waited too long"), default=7, db_default=7
    )
    # Told of danger while nobody is there: one of the moderators, or an address.
    on_call = models.ForeignKey("accounts.Member", models.SET_NULL, null=True, blank=True, related_name="+")
    on_call_address = EncryptedTextField(blank=True, default="", db_default="")
    # Said to whoever has just come in, and what people here ask of each other.
    welcome = models.TextField(_("Words of welcome"), blank=True, max_length=2000, db_default="")
    rules = models.TextField(_("What we ask of each other"), blank=True, max_length=4000, db_default="")
    # The same texts for readers of other languages: {"es": {"about": "…", "rules": "…"}}; see `accounts.said`.
    said_in = models.JSONField(default=dict, blank=True, db_default={})
    # Topics that are neither asked nor offered about here, by their slugs.
    topics_off = ArrayField(models.SlugField(max_length=60), default=list, blank=True, db_default=[])
    # How long messages stay after a conversation has ended; never longer than the house keeps them.
    keep_ended_days = models.PositiveSmallIntegerField(
        _("Days that ended conversations are kept"), choices=KeepEnded.choices, default=90, db_default=90
    )
    # A shorter time than before counts from here on, so that nobody finds words gone without warning.
    keep_ended_from = models.DateTimeField(null=True, blank=True)
    # The colour of what one can do, one of `support.branding.colours`; "" is the house's own.
    colour = models.CharField(_("Colour"), blank=True, max_length=16, db_default="")
    # Names the logo that is shown now, in its address; "" where there is none.
    logo_mark = models.CharField(blank=True, max_length=16, db_default="", editable=False)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "communities"
        constraints = [
            models.CheckConstraint(name="community_keep_ended", condition=Q(keep_ended_days__in=[30, 60, 90]))
        ]

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
