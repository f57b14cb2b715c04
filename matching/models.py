"""What members need and offer, and who meets whom: fields, constraints, nothing else.

`Match` is written by `matching.matches` alone. Triggers (migration 0002) keep the counters `Offer.live`,
`Member.helping` and `Need.live`, and refuse a change of state that no match may make.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField
from accounts.models import AgeBand, Area, Community, Member
from matching.fields import WeekMaskField


class Kind(models.TextChoices):
    LISTENING = "listening", _("Somebody who listens")
    EXPERIENCE = "experience", _("Somebody who has been through it")
    ADVICE = "advice", _("Advice")
    PRACTICAL = "practical", _("Practical help")
    LEARNING = "learning", _("Learning together")


class Format(models.TextChoices):
    CHAT = "chat", _("Chat")
    CALL = "call", _("Call")
    IN_PERSON = "in_person", _("In person")


class Urgency(models.TextChoices):
    TODAY = "today", _("Today")
    THIS_WEEK = "this_week", _("This week")
    WHENEVER = "whenever", _("Whenever it suits")


class Topic(models.Model):
    """A node of the topic tree; the tree itself is the data file `matching/data/topics.json`."""

    slug = models.SlugField(unique=True, max_length=60)
    name = models.CharField(max_length=80)
    words = ArrayField(models.CharField(max_length=60), default=list)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    sensitive = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    # False once the data file no longer names it: old needs keep it, new ones cannot choose it.
    current = models.BooleanField(default=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


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


class Block(models.Model):
    """Holds everywhere, in every community, at once. The blocked person is never told."""

    blocker = models.ForeignKey(Member, models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(Member, models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("blocker", "blocked", name="block_once"),
            models.CheckConstraint(name="block_somebody_else", condition=~Q(blocker=F("blocked"))),
        ]

    def __str__(self) -> str:
        return f"block {self.pk}"


class MayKnow(models.Model):
    """ "I may know this person": the two are never put to each other again. No reason is asked."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="may_know")
    other = models.ForeignKey(Member, models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "may know"
        constraints = [
            models.UniqueConstraint("member", "other", name="may_know_once"),
            models.CheckConstraint(name="may_know_somebody_else", condition=~Q(member=F("other"))),
        ]

    def __str__(self) -> str:
        return f"may know {self.pk}"


class NeverAsk(models.Model):
    """An address whose owner is never to meet me, as a keyed hash: nobody learns whether it has an account."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="never_ask")
    address_hash = models.CharField(max_length=64)
    # The address as typed, so that its owner can see and remove it.
    address = EncryptedTextField()
    created_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "never ask"
        constraints = [models.UniqueConstraint("member", "address_hash", name="never_ask_once")]

    def __str__(self) -> str:
        return f"never ask {self.pk}"


class Posting(models.Model):
    """What a need and an offer have in common."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="%(class)ss")
    member = models.ForeignKey(Member, models.CASCADE, related_name="%(class)ss")
    topics = models.ManyToManyField(Topic, related_name="%(class)ss", verbose_name=_("Topics"))
    formats = ArrayField(models.CharField(max_length=16, choices=Format.choices), verbose_name=_("How"))
    languages = ArrayField(models.CharField(max_length=16), verbose_name=_("Languages"))
    area = models.ForeignKey(Area, models.SET_NULL, null=True, blank=True, related_name="+")
    # Wishes about the other person; only the matcher ever sees them.
    wish_same_gender = models.BooleanField(_("Somebody of my gender"), default=False)
    wish_age_bands = ArrayField(
        models.CharField(max_length=8, choices=AgeBand.choices),
        verbose_name=_("Somebody aged"),
        default=list,
        blank=True,
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        abstract = True


class NeedState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("A moderator is reading it")
    OPEN = "open", _("Looking for somebody")
    MATCHED = "matched", _("Somebody is being asked")
    CONNECTED = "connected", _("Connected")
    CLOSED = "closed", _("Closed")


class Closing(models.TextChoices):
    HELPED = "helped", _("Helped")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Its time is over")


class Need(Posting):
    headline = EncryptedTextField(_("One line for those who are asked"))
    words = EncryptedTextField(_("What is going on?"))
    kind = models.CharField(max_length=16, choices=Kind.choices)
    urgency = models.CharField(max_length=16, choices=Urgency.choices, default=Urgency.THIS_WEEK)
    needed_by = models.DateField(null=True, blank=True)
    wish_shared_experience = models.BooleanField(_("Somebody who has been through it"), default=False)
    # "Connect me with whoever fits": the seeker's yes, said beforehand.
    connect_me = models.BooleanField(default=False)
    # Words suggest danger: only helpers who opted in and are trained are asked.
    danger = models.BooleanField(default=False)
    state = models.CharField(max_length=16, choices=NeedState.choices, default=NeedState.DRAFT)
    closed_because = models.CharField(max_length=16, choices=Closing.choices, blank=True)
    closed_at = models.DateTimeField(null=True)
    # Since when it waits (set when it opens, kept over declines), and until when it lives.
    waiting_since = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    # When the last round that looked for it began, and in how many rounds somebody who came later was preferred.
    looked_at = models.DateTimeField(null=True)
    passed_over = models.PositiveSmallIntegerField(default=0, db_default=0)
    places = models.PositiveSmallIntegerField(default=1)  # helpers who may be asked at the same time
    live = models.PositiveSmallIntegerField(
        default=0, editable=False
    )  # kept by the trigger on matching_match
    reopened_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="reopened_as"
    )
    # A keyed hash of the line that a file of needs brought, so that no line is loaded twice.
    source_key = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001 - unique, so null

    class Meta:
        constraints = [
            models.CheckConstraint(name="need_places", condition=Q(places__range=(1, 5))),
            models.CheckConstraint(name="need_within_places", condition=Q(live__lte=F("places"))),
            models.CheckConstraint(
                name="need_closed_with_reason",
                condition=Q(state="closed", closed_at__isnull=False) & ~Q(closed_because="")
                | ~Q(state="closed") & Q(closed_because="", closed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="need_waits_since",
                condition=Q(state__in=["draft", "in_review", "closed"])
                | Q(waiting_since__isnull=False, expires_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["community", "waiting_since"],
                name="need_waiting",
                condition=Q(state__in=["open", "matched"]),
            ),
            models.Index(
                fields=["community", "looked_at"],
                name="need_looked_at",
                condition=Q(state__in=["open", "matched"], live__lt=F("places")),
            ),
            models.Index(fields=["member", "-created_at"], name="need_of_member"),
        ]

    def __str__(self) -> str:
        return f"need {self.pk}"


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
        ]
        indexes = [
            models.Index(fields=["expires_at"], name="match_deadline", condition=Q(state="proposed")),
            models.Index(fields=["helper", "-created_at"], name="match_of_helper"),
            models.Index(fields=["seeker", "-created_at"], name="match_of_seeker"),
            models.Index(fields=["need"], name="match_of_need"),
        ]

    def __str__(self) -> str:
        return f"match {self.pk}"
