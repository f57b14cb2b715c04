"""What the pulse has told of a community, and the calls for helpers: figures about many, nothing about anybody."""

from django.db import models
from django.db.models import Q

from accounts.models import Community
from matching.models import Topic


class Figure(models.Model):
    """One figure of one time, as it was told once and for all: coarse, and nought where it was about too few.

    It is written when its time is over and never changed, so what is erased later cannot be found by comparing.
    """

    community = models.ForeignKey(Community, models.CASCADE, related_name="figures")
    measure = models.CharField(max_length=24)
    begins_on = models.DateField()  # the Monday on which its week, or its four weeks, began
    topic = models.ForeignKey(Topic, models.CASCADE, null=True, related_name="+")
    value = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "measure", "begins_on", "topic"],
                name="figure_told_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"figure {self.pk}"


class HelperCall(models.Model):
    """A quiet call for helpers with a group of topics. Who sent it, the log of decisions says; who heard it, nobody."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="calls")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+")
    sent_at = models.DateTimeField()
    told = models.PositiveIntegerField()  # members; coarse, nought where they were few
    came = models.PositiveIntegerField(
        null=True
    )  # of these, who offered help with it since; counted once, coarse

    class Meta:
        indexes = [
            models.Index(fields=["community", "-sent_at"], name="call_newest"),
            models.Index(fields=["sent_at"], name="call_to_count", condition=Q(came__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"call {self.pk}"
