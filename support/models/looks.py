"""Who looked at something private."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Looked(models.TextChoices):
    """At what a moderator looked."""

    NEED = "need", _("your request")
    OFFER = "offer", _("your offer")
    MESSAGE = "message", _("a message of yours")
    REPORT = "report", _("a report of yours")
    MEMBER = "member", _("your place in the community")
    CHECKIN = "checkin", _("what you wrote when looking back")


class LookedWhy(models.TextChoices):
    READING = "reading", _("It waited for a moderator to read it first.")
    SEARCH = "search", _("They were looking for somebody who fits.")
    REPORT = "report", _("Somebody had asked the moderators to look.")
    DANGER = "danger", _("Your words sounded as if somebody could be in danger.")
    PATTERN = "pattern", _("Something about it called for a careful look.")
    STANDING = "standing", _("They look after who is here.")


class Look(models.Model):
    """A moderator looked at something private. Ids alone, written once: the database refuses every change.

    Members read of it without a name, and from `shown_from` on: whoever was reported must not learn of it that day.
    """

    community_key = models.BigIntegerField()
    moderator_key = models.BigIntegerField()
    member_key = models.BigIntegerField()  # whose it is
    what = models.CharField(max_length=16, choices=Looked.choices)
    thing_key = models.BigIntegerField()
    why = models.CharField(max_length=16, choices=LookedWhy.choices)
    looked_at = models.DateTimeField()
    shown_from = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["member_key", "-looked_at"], name="look_newest"),
            models.Index(fields=["looked_at"], name="look_oldest"),
        ]

    def __str__(self) -> str:
        return f"look {self.pk}"
