"""An hour that two connected people keep for each other, and the calendars that may know of it."""

import secrets
import uuid
from datetime import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Member
from matching.models import Match


class MeetingState(models.TextChoices):
    PROPOSED = "proposed", _("Suggested")
    ACCEPTED = "accepted", _("Planned")
    OVER = "over", _("Its time is over")
    CANCELLED = "cancelled", _("Not taking place")


AHEAD = (MeetingState.PROPOSED, MeetingState.ACCEPTED)


class Said(models.TextChoices):
    MET = "met", _("We met")
    MISSED = "missed", _("It did not happen")


def _room() -> str:
    return secrets.token_hex(16)


class Meeting(models.Model):
    """An hour that one of two has suggested (`wanted_...`), or that both have agreed to (`begins_at`, `ends_at`).

    While a planned meeting is to be moved it has both: what was agreed stands until the other has said yes.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # the entry in calendars, too
    match = models.ForeignKey(Match, models.CASCADE, related_name="meetings")
    state = models.CharField(max_length=16, choices=MeetingState.choices, default=MeetingState.PROPOSED)
    begins_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    wanted_from = models.DateTimeField(null=True)
    wanted_until = models.DateTimeField(null=True)
    by_seeker = models.BooleanField()  # whose the last suggestion is
    zone = models.CharField(max_length=64)  # by whose clock it was made: an IANA name
    # How often an entry in calendars was changed; a newer one replaces an older one.
    sequence = models.PositiveIntegerField(default=0)
    room = models.CharField(max_length=32, default=_room)  # nobody can guess it
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    # The match ended, and with it this: both calendars must still hear of it.
    untold = models.BooleanField(default=False)
    seeker_said = models.CharField(max_length=8, choices=Said.choices, blank=True)
    helper_said = models.CharField(max_length=8, choices=Said.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "match", name="meeting_one_ahead", condition=Q(state__in=["proposed", "accepted"])
            ),
            models.CheckConstraint(
                name="meeting_in_order",
                condition=Q(begins_at__isnull=True, ends_at__isnull=True) | Q(begins_at__lt=F("ends_at")),
            ),
            models.CheckConstraint(
                name="meeting_wanted_in_order",
                condition=Q(wanted_from__isnull=True, wanted_until__isnull=True)
                | Q(wanted_from__lt=F("wanted_until")),
            ),
            models.CheckConstraint(
                name="meeting_agreed_has_time",
                condition=~Q(state__in=["accepted", "over"]) | Q(begins_at__isnull=False),
            ),
            models.CheckConstraint(
                name="meeting_suggested_has_time",
                condition=~Q(state="proposed") | Q(wanted_from__isnull=False, begins_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["match", "-created_at"], name="meeting_newest"),
            models.Index(fields=["ends_at"], name="meeting_to_end", condition=Q(state="accepted")),
            models.Index(fields=["wanted_from"], name="meeting_to_lapse", condition=Q(state="proposed")),
            models.Index(fields=["id"], name="meeting_untold", condition=Q(untold=True)),
        ]

    def __str__(self) -> str:
        return f"meeting {self.pk}"

    @property
    def suggested_by(self) -> int:
        """The id of whoever made the last suggestion."""
        return self.match.seeker_id if self.by_seeker else self.match.helper_id

    @property
    def agreed(self) -> tuple[datetime, datetime] | None:
        """From when until when, if both have agreed to something."""
        return (self.begins_at, self.ends_at) if self.begins_at and self.ends_at else None

    @property
    def wanted(self) -> tuple[datetime, datetime] | None:
        """From when until when, if somebody suggests something."""
        return (self.wanted_from, self.wanted_until) if self.wanted_from and self.wanted_until else None


class Attending(models.Model):
    """Somebody's time in a meeting that is planned: nobody can be in two at once. Gone when it is over or off."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attending")
    member = models.ForeignKey(Member, models.CASCADE, related_name="attending")
    during = DateTimeRangeField()
    # When they are to be reminded; empty once they were, or when there is no time for it.
    day_before_at = models.DateTimeField(null=True)
    hour_before_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "attending"
        constraints = [
            models.UniqueConstraint("meeting", "member", name="attending_once"),
            ExclusionConstraint(
                name="attending_one_at_a_time",
                expressions=[("member", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
        ]
        indexes = [
            models.Index(
                fields=["day_before_at"], name="attending_day", condition=Q(day_before_at__isnull=False)
            ),
            models.Index(
                fields=["hour_before_at"], name="attending_hour", condition=Q(hour_before_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"attending {self.pk}"


class CalendarFeed(models.Model):
    """An address under which a member's own calendar reads their meetings. Only a fingerprint of it is kept."""

    member = models.OneToOneField(Member, models.CASCADE, related_name="calendar_feed")
    fingerprint = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    # Of a program that made it: taken back, it takes this address with it.
    by_key = models.UUIDField(null=True)

    def __str__(self) -> str:
        return f"calendar feed {self.pk}"
