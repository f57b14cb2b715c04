"""Who meets whom. Written by `matching.matches` alone."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Community, Member
from matching.models.needs import Need
from matching.models.offers import Offer
from matching.models.rounds import Round


class MatchState(models.TextChoices):
    IN_REVIEW = "in_review", _("A moderator looks first")
    PROPOSED = "proposed", _("Being asked")
    CONNECTED = "connected", _("Connected")
    COMPLETED = "completed", _("Completed")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("No answer in time")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    SUPERSEDED = "superseded", _("Superseded")
    ENDED = "ended", _("Ended early")


LIVE = (MatchState.IN_REVIEW, MatchState.PROPOSED, MatchState.CONNECTED)


class Answer(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")


class Match(models.Model):
    """One need and one offer, put to both. Written by `matching.matches` alone."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="matches")
    need = models.ForeignKey(Need, models.CASCADE, related_name="matches")
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="matches")
    seeker = models.ForeignKey(Member, models.CASCADE, related_name="matches_as_seeker")
    helper = models.ForeignKey(Member, models.CASCADE, related_name="matches_as_helper")
    need_version = models.PositiveIntegerField()
    offer_version = models.PositiveIntegerField()
    state = models.CharField(max_length=16, choices=MatchState.choices)
    score = models.PositiveIntegerField(default=0)
    # [{"code": "shared_hours", "params": {...}}]: ids and times only, worded when shown.
    reasons = models.JSONField(default=list)
    round = models.ForeignKey(Round, models.SET_NULL, null=True, related_name="matches")
    made_by = models.ForeignKey(
        Member, models.SET_NULL, null=True, related_name="+"
    )  # a moderator, if by hand

    seeker_answer = models.CharField(max_length=3, choices=Answer.choices, blank=True)
    helper_answer = models.CharField(max_length=3, choices=Answer.choices, blank=True)
    seeker_answered_at = models.DateTimeField(null=True)
    helper_answered_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)  # the deadline of whoever is to answer now
    connected_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    # "I would like to be paired with this person again", each for themselves, after the end.
    seeker_again = models.BooleanField(default=False)
    helper_again = models.BooleanField(default=False)
    # "I would like to go on with this person for longer", each for themselves, while connected; and since when both do.
    seeker_longer = models.BooleanField(default=False, db_default=False)
    helper_longer = models.BooleanField(default=False, db_default=False)
    longer_since = models.DateTimeField(null=True)
    # The seeker looks for somebody else since then: the two rest from each other, however their time ended.
    apart_since = models.DateTimeField(null=True)
    # When both were last asked whether a silent conversation goes on.
    nudged_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "matches"
        constraints = [
            models.UniqueConstraint(
                "need", name="match_one_connected_a_need", condition=Q(state="connected")
            ),
            models.UniqueConstraint(
                "need",
                "helper",
                name="match_one_live_a_pair",
                condition=Q(state__in=["in_review", "proposed", "connected"]),
            ),
            models.CheckConstraint(
                name="match_connected_means_both_yes",
                condition=~Q(state__in=["connected", "completed", "ended"])
                | Q(seeker_answer="yes", helper_answer="yes", connected_at__isnull=False),
            ),
            models.CheckConstraint(name="match_two_people", condition=~Q(seeker=F("helper"))),
            models.CheckConstraint(
                name="match_proposed_has_deadline",
                condition=~Q(state="proposed") | Q(proposed_at__isnull=False, expires_at__isnull=False),
            ),
            models.CheckConstraint(
                name="match_in_review_asks_nobody",
                condition=~Q(state="in_review") | Q(proposed_at__isnull=True, expires_at__isnull=True),
            ),
            models.CheckConstraint(
                name="match_final_has_end",
                condition=Q(state__in=["in_review", "proposed", "connected"]) | Q(ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="match_longer_means_both",
                condition=Q(longer_since__isnull=True) | Q(seeker_longer=True, helper_longer=True),
            ),
        ]
        indexes = [
            models.Index(fields=["expires_at"], name="match_deadline", condition=Q(state="proposed")),
            models.Index(fields=["helper", "-created_at"], name="match_of_helper"),
            models.Index(fields=["seeker", "-created_at"], name="match_of_seeker"),
            models.Index(fields=["need"], name="match_of_need"),
            models.Index(
                fields=["connected_at"],
                name="match_connected",
                condition=Q(state__in=["connected", "completed"]),
            ),
        ]

    def __str__(self) -> str:
        return f"match {self.pk}"
