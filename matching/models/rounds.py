"""What the matcher is called to look at, what it weighs, and what it did."""

from django.db import models
from django.db.models import Q

from accounts.models import Community, Member


class Stir(models.Model):
    """Something changed that could give a match: the matcher's next round looks at it and takes the row away.

    Rows, because a counter would have to be written under a lock that whoever stirs may not take.
    """

    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    need = models.ForeignKey("Need", models.CASCADE, null=True, related_name="+")
    offer = models.ForeignKey("Offer", models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="stir_one_thing", condition=Q(need__isnull=True) ^ Q(offer__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"stir {self.pk}"


class Round(models.Model):
    """What one round of the matcher did, kept for operators."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="rounds")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    waiting = models.PositiveIntegerField(default=0)
    candidates = models.PositiveIntegerField(default=0)
    matched = models.PositiveIntegerField(default=0)  # needs for which somebody is asked
    proposals = models.PositiveIntegerField(
        default=0
    )  # more than these where a need for today is put to several
    total = models.PositiveBigIntegerField(default=0)
    # The highest total that anything could have reached that helps as many; the gap is what lies between.
    bound = models.PositiveBigIntegerField(default=0, db_default=0)
    offers = models.PositiveIntegerField(default=0, db_default=0)  # looked at
    whole = models.BooleanField(default=False, db_default=False)  # all that waited were in it
    passed_over = models.PositiveIntegerField(
        default=0, db_default=0
    )  # needs that somebody later was preferred to
    gather_ms = models.PositiveIntegerField(default=0, db_default=0)
    solve_ms = models.PositiveIntegerField(default=0, db_default=0)
    write_ms = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        indexes = [models.Index(fields=["community", "-started_at"], name="round_newest")]

    def __str__(self) -> str:
        return f"round {self.pk}"


class Policy(models.Model):
    """What counts in one community where it weighs the scores otherwise than `ranking.WEIGHTS`.

    Read through `matching.policy.weights_of` alone, which makes shares of it.
    """

    community = models.OneToOneField(Community, models.CASCADE, primary_key=True, related_name="policy")
    weights = models.JSONField(default=dict)  # a whole number for each score, as typed
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name_plural = "policies"

    def __str__(self) -> str:
        return f"policy of community {self.community_id}"
