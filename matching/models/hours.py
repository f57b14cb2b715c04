"""When members are free, and when they are away."""

import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q

from accounts.models import Member
from matching.fields import WeekMaskField


class Availability(models.Model):
    """One weekly window in the member's own local time; one over midnight is kept as two."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="availability")
    weekday = models.PositiveSmallIntegerField()  # Monday is 0
    start = models.PositiveSmallIntegerField()  # minutes after local midnight
    end = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name_plural = "availability"
        ordering = ["weekday", "start"]
        constraints = [
            models.UniqueConstraint("member", "weekday", "start", name="availability_once"),
            models.CheckConstraint(name="availability_weekday", condition=Q(weekday__lte=6)),
            models.CheckConstraint(
                name="availability_in_the_day", condition=Q(start__lt=F("end")) & Q(end__lte=1440)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.start}-{self.end}"


class Away(models.Model):
    """Whole days, in the member's own zone at that time, on which no hour counts as free."""

    uid = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    member = models.ForeignKey(Member, models.CASCADE, related_name="away")
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        verbose_name_plural = "away"
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(name="away_in_order", condition=Q(first_day__lte=F("last_day"))),
        ]

    def __str__(self) -> str:
        return f"{self.first_day} - {self.last_day}"


class WeekMask(models.Model):
    """Derived: a member's weekly hours, as the clock where they live reads them and as UTC does.

    `local` is exact. `mask` is generous on purpose, or-ed over clock changes: it finds candidates, the strict rule
    decides. Whoever looks two weeks ahead may lean on it until two weeks before `good_until`. Away days are in neither.
    """

    member = models.OneToOneField(Member, models.CASCADE, primary_key=True, related_name="week_mask")
    mask = WeekMaskField()
    good_until = models.DateTimeField()
    local = WeekMaskField(null=True)  # null until it is first derived

    def __str__(self) -> str:
        return f"mask of member {self.member_id}"
